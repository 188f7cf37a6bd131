import { randomUUID } from 'node:crypto';
import { parseStream, type EpisodeId, type PatientId } from '../../src/domain/ids';
import { Streams } from '../../src/engine/streams';
import { verifyLog } from '../../src/store/chain';
import type { StoredEvent } from '../../src/store/event-store';
import { commitment, eventKey, open, SealBroken } from '../../src/store/sealing';
import type { Header } from '../../src/domain/envelope';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, timePasses, type World } from './histories';
import { accepted, query, request, tables, toEpisode } from './nodes';

/** A word that stands in no clear part: found again, it leaked. */
const SECRET = 'Zwoelfgaenger';

describe('sealed texts', () => {
  let engine: TestEngine;
  let world: World;
  let episodeId: EpisodeId;

  beforeAll(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
    episodeId = await openEpisode(engine, world, {
      referrerName: `Dr ${SECRET}`,
      indication: `aches of ${SECRET}`,
    });
  });
  afterAll(() => engine.close());

  async function stored(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of engine.store.readStream(stream)) events.push(event);
    return events;
  }
  const headerOf = ({ header }: StoredEvent) => JSON.parse(header) as Header; // as it was written

  it('are in no clear part of the log and in no row', async () => {
    const reaction = { severity: 'SEVERE', sessionId: null, description: SECRET } as const;
    await engine.transactor.transact(
      toEpisode(episodeId, {
        type: 'ReportReaction',
        ...reaction,
        action: SECRET,
        told: SECRET,
      }),
    );
    await engine.transactor.transact(toEpisode(episodeId, { type: 'Resume', words: SECRET }));
    const patientId = randomUUID() as PatientId; // any id is a patient's that registers one
    await engine.transactor.transact(
      request('patient', patientId, {
        type: 'RegisterPatient',
        patientId,
        clinicId: world.clinicId,
        name: SECRET,
      }),
    );
    await engine.settled();
    const log = await query<{ text: string }>(
      engine.database,
      `select header::text || data::text || encode(coalesce(sealed, ''), 'escape') as text
        from log.event`,
    );
    const rows = Object.values(await tables(engine.database)).flat();
    const everything = [...log.map(({ text }) => text), ...rows].join('\n');
    expect(everything).toContain(episodeId);
    expect(everything).not.toContain(SECRET);
  });

  it('open with the key of the person, each under a key of its own that was committed to', async () => {
    const events = await stored(`episode-${episodeId}`);
    const sealed = events.filter((event) => event.sealed !== null);
    expect(sealed.map(({ type }) => type)).toEqual([
      'ReferralReceived',
      'AdverseReactionReported',
      'EpisodeResumed',
    ]);
    const commitments = new Set<string>();
    for (const event of sealed) {
      const header = headerOf(event);
      const personKey = await engine.keys.keyOf(header.sealedFor ?? '');
      if (!personKey || !event.sealed) throw new Error('the person has a key');
      const key = eventKey(personKey, event.id);
      expect(header.keyCommitment).toBe(commitment(key));
      commitments.add(commitment(key));
      const texts = open(key, event, event.sealed);
      expect(Object.keys(texts)).toEqual(header.texts);
      expect(Object.values(texts).join()).toContain(SECRET);
      const elsewhere = { ...event, version: event.version + 1 };
      expect(() => open(key, elsewhere, event.sealed ?? Buffer.alloc(0))).toThrow(SealBroken);
    }
    expect(commitments.size).toBe(sealed.length);
  });

  it('are of the patient in an episode: one key a person', async () => {
    const [first] = await stored(`episode-${episodeId}`);
    const { state } = (await engine.streams.load('episode', episodeId)).folded;
    expect(first && headerOf(first).sealedFor).toBe(`patient-${state?.patientId ?? ''}`);
  });

  it('leave no mark where there are none', async () => {
    const { events } = accepted(
      await engine.transactor.transact(toEpisode(episodeId, { type: 'AcceptReferral' })),
    );
    const [event] = (await stored(`episode-${episodeId}`)).slice(-1);
    expect(event?.sealed).toBeNull();
    expect(events[0]?.header).not.toHaveProperty('keyCommitment');
    expect(events[0]?.header).not.toHaveProperty('texts');
  });

  it('and all that was recorded stand in a chain that is whole', async () => {
    const dice = new Dice(41);
    for (let step = 0; step < 150; step++) {
      await randomStep(engine, world, episodeId, dice);
      if (dice.chance(25)) timePasses(engine, dice);
    }
    const { position } = await engine.store.head();
    const report = await verifyLog(engine.store);
    expect(report).toMatchObject({ intact: true, faults: 0, events: position });
  });

  it('recorded in its place, every event says in its header where it stands', async () => {
    const seen: number[] = [];
    for await (const event of engine.store.readAll({ after: 0 })) {
      const { id, stream, version, type, position } = event;
      expect(headerOf(event)).toMatchObject({ id, stream, version, type });
      seen.push(position);
    }
    expect(seen).toEqual(seen.map((_, n) => n + 1));
  });

  it('is in memory, where it was made, what reading the log gives', async () => {
    const read = new Streams(engine.store);
    const streams = new Set<string>();
    for await (const { stream } of engine.store.readAll({ after: 0 })) streams.add(stream);
    for (const stream of streams) {
      const place = parseStream(stream);
      if (!place) throw new Error(`${stream} is of no category`);
      const made = await engine.streams.load(place.category, place.id);
      const again = await read.load(place.category, place.id);
      // Strictly: a field that is there as undefined is another event than one without it.
      expect(made.folded).toStrictEqual(again.folded);
    }
  });
});
