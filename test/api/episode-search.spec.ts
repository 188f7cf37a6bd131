import { createHash } from 'node:crypto';
import { chainHash, ZERO_HASH } from '../../src/store/chain';
import { storedEntries } from '../../src/api/history-stored';
import type { StoredEvent } from '../../src/store/event-store';
import { startApi, type ApiHost } from './api-host';
import { EPISODES_FOUND, HISTORY } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';
import { treatedEpisode, type TreatedEpisode } from './treated';

interface Found {
  readonly totalCount: number;
  readonly lookedAtAfter: string | null;
  readonly asOf: { readonly position: string; readonly evaluatedAt: string };
  readonly episodes: readonly {
    readonly episodeId: string;
    readonly entries: number;
    readonly patient: { readonly id: string };
    readonly latest: { readonly type: string; readonly version: number; readonly position: string };
  }[];
}
interface Entry {
  readonly id: string;
  readonly hash: string;
  readonly data: object;
  readonly stored: {
    readonly header: string;
    readonly data: string;
    readonly sealedBytes: number;
    readonly prevHash: string;
    readonly intact: boolean;
  };
}

describe('finding episodes', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  let ready: { readonly episodeId: string; readonly patientId: string };
  /** Between the two episodes. */
  let between: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    treated = await treatedEpisode(api, scene);
    await api.engine.settled();
    between = new Date(api.engine.clock.now()).toISOString();
    api.engine.clock.forward(60_000);
    ready = await readyEpisode(api, scene);
    await api.engine.settled();
  }, 60_000);
  afterAll(() => api.close());

  const find = async (variables: object, subject: string = PEOPLE.manager): Promise<Found> => {
    const answer = await api.ask(subject, EPISODES_FOUND, variables);
    if (answer.errors) throw new Error(answer.text);
    return answer.data!['episodesFound'] as unknown as Found; // what the document asks for
  };
  const idsOf = ({ episodes }: Found) => episodes.map(({ episodeId }) => episodeId);

  it('gives those with the latest entries first, with the entry to go to', async () => {
    const found = await find({});
    expect(idsOf(found)).toEqual([ready.episodeId, treated.episodeId]);
    expect(found).toMatchObject({ totalCount: 2, lookedAtAfter: null });
    expect((await find({ first: 1 })).episodes).toHaveLength(1);
  });

  it('goes by patient, kind of entry, who recorded it, and when', async () => {
    expect(idsOf(await find({ patientId: treated.patientId }))).toEqual([treated.episodeId]);
    const reported = await find({ types: ['AdverseReactionReported', 'GoalRevised'] });
    expect(reported.episodes).toMatchObject([{ episodeId: treated.episodeId, entries: 2 }]);
    expect(idsOf(await find({ actorId: scene.therapistId }))).toHaveLength(2);
    expect(idsOf(await find({ actorId: scene.otherTherapistId }))).toEqual([]);
    expect(idsOf(await find({ recordedAfter: between }))).toEqual([ready.episodeId]);
    expect(idsOf(await find({ recordedUntil: between }))).toEqual([treated.episodeId]);
    const wish = { patientId: treated.patientId, recordedAfter: between };
    expect(idsOf(await find(wish))).toEqual([]);
  });

  it('gives the same of a past moment for ever', async () => {
    const { episodes, asOf } = await find({ asOf: { at: between } });
    expect(episodes.map(({ episodeId }) => episodeId)).toEqual([treated.episodeId]);
    await accepted(api, PEOPLE.therapist, 'reportReaction', {
      episodeId: treated.episodeId,
      severity: 'MILD',
      description: 'Sore',
    });
    const again = await find({ asOf: { exactly: asOf } });
    expect(again.episodes).toEqual(episodes);
  });

  it('gives nobody what they may not open', async () => {
    for (const subject of ['far-manager', PEOPLE.farTherapist, PEOPLE.otherTherapist]) {
      const of = { patientId: treated.patientId };
      expect([subject, (await find(of, subject)).totalCount]).toEqual([subject, 0]);
      expect([subject, (await find({}, subject)).totalCount]).toEqual([subject, 0]);
    }
    expect((await find({}, PEOPLE.auditor)).totalCount).toBe(2);
    expect((await find({}, PEOPLE.therapist)).totalCount).toBe(2);
    const answer = await api.ask(PEOPLE.frontDesk, EPISODES_FOUND, {});
    expect(answer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('refuses a time that has not come', async () => {
    const recordedUntil = '2099-01-01T00:00:00Z';
    const answer = await api.ask(PEOPLE.manager, EPISODES_FOUND, { recordedUntil });
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('leads to entries as they are stored, each proved by the one before it', async () => {
    const answer = await api.ask(PEOPLE.therapist, HISTORY, { id: treated.episodeId });
    // The document asks for these.
    const { events } = answer.data!['episodeHistory'] as unknown as { events: readonly Entry[] };
    expect(events.length).toBeGreaterThan(5);
    let before = '0'.repeat(64);
    for (const { id, hash, data, stored } of events) {
      expect(stored).toMatchObject({ prevHash: before, intact: true });
      expect(JSON.parse(stored.header)).toMatchObject({ id });
      expect(JSON.parse(stored.data)).toEqual(data);
      if (stored.sealedBytes === 0) expect(hashOf(stored)).toBe(hash);
      before = hash;
    }
    expect(events.some(({ stored }) => stored.sealedBytes === 0)).toBe(true);
  });
});

/** By the description of the format, not by the service's own function. */
function hashOf({ prevHash, header, data }: Entry['stored']): string {
  const length = (text: string) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(Buffer.byteLength(text));
    return bytes;
  };
  const hash = createHash('sha256');
  for (const part of [Buffer.from([1]), Buffer.from(prevHash, 'hex')]) hash.update(part);
  for (const text of [header, data, '']) hash.update(length(text)).update(text);
  return hash.digest('hex');
}

describe('an entry that was altered', () => {
  it('is not intact, those around it are', () => {
    const events: StoredEvent[] = [];
    for (const version of [0, 1, 2]) {
      const id = `event-${version}`;
      const header = JSON.stringify({ id, stream: 'episode-a', version, type: 'T' });
      const prevHash = events.at(-1)?.hash ?? ZERO_HASH;
      const data = '{"score":5}';
      const hash = chainHash(prevHash, header, data, null);
      const place = { stream: 'episode-a', version, position: version + 1, loggedAt: '' };
      events.push({ id, type: 'T', header, data, sealed: null, hash, ...place });
    }
    const altered = events.map((event) =>
      event.version === 1 ? { ...event, data: '{"score":3}' } : event,
    );
    const stored = storedEntries(altered);
    expect(altered.map((event) => stored(event).intact)).toEqual([true, false, true]);
    expect(events.map((event) => storedEntries(events)(event).intact)).toEqual([true, true, true]);
  });
});
