import { randomBytes } from 'node:crypto';
import { openEngine, type Engine } from '../../src/compose';
import type { EpisodeId } from '../../src/domain/ids';
import type { Instant } from '../../src/domain/time';
import { systemClock } from '../../src/engine/clock';
import { foldAt } from '../../src/engine/fold-at';
import { momentOf, NoSuchMoment, type Moment } from '../../src/engine/past';
import { Transactor } from '../../src/engine/transact';
import { createTestDatabase } from '../support/database';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, timePasses, type World } from './histories';
import { request } from './nodes';

const HOUR_MS = 3_600_000;

describe('a past moment', () => {
  let engine: TestEngine;
  let world: World;
  let episodeId: EpisodeId;

  beforeAll(async () => {
    engine = await startTestEngine();
    engine.clock.forward(HOUR_MS);
    world = await openWorld(engine);
    episodeId = await openEpisode(engine, world);
  });
  afterAll(() => engine.close());

  async function stateAt(position: number): Promise<unknown> {
    return (await foldAt(engine.store, 'episode', [episodeId], position)).get(episodeId) ?? null;
  }

  it('before the first event knows nothing', async () => {
    const at = '2026-01-05T08:00:00.000Z' as Instant; // an hour before
    const moment = await momentOf(engine.store, { at });
    expect(moment).toEqual({ position: 0, evaluatedAt: at });
    expect(await stateAt(moment.position)).toBeNull();
    const first = await momentOf(engine.store, { position: 0 });
    expect(first).toEqual({ position: 0, evaluatedAt: '1970-01-01T00:00:00.000Z' });
  });

  it('in the future is refused, and so is a position that is not there', async () => {
    const { position } = await engine.store.head();
    const ahead = new Date(Date.now() + HOUR_MS).toISOString() as Instant;
    await expect(momentOf(engine.store, { at: ahead })).rejects.toThrow(NoSuchMoment);
    for (const wrong of [position + 1, -1, 1.5, NaN]) {
      await expect(momentOf(engine.store, { position: wrong })).rejects.toThrow(NoSuchMoment);
    }
    const exactly = { position: position + 1, evaluatedAt: engine.clock.instant() };
    await expect(momentOf(engine.store, { exactly })).rejects.toThrow(NoSuchMoment);
  });

  it('asked again, in whichever of its forms, is the same', async () => {
    const dice = new Dice(5);
    const answered: { moment: Moment; state: unknown }[] = [];
    for (let step = 0; step < 80; step++) {
      await randomStep(engine, world, episodeId, dice);
      if (dice.chance(40)) timePasses(engine, dice);
      // The clock stands still here: the next event could be logged at this very moment.
      const moment = await momentOf(engine.store, { at: engine.clock.instant() });
      answered.push({ moment, state: await stateAt(moment.position) });
    }
    expect(new Set(answered.map(({ moment }) => moment.position)).size).toBeGreaterThan(10);
    for (const { moment, state } of answered) {
      expect(await momentOf(engine.store, { exactly: moment })).toEqual(moment);
      expect(await momentOf(engine.store, { at: moment.evaluatedAt })).toEqual(moment);
      expect(await stateAt(moment.position)).toEqual(state);
      const byPosition = await momentOf(engine.store, { position: moment.position });
      expect(await momentOf(engine.store, { position: moment.position })).toEqual(byPosition);
      const byItsTime = await momentOf(engine.store, { at: byPosition.evaluatedAt });
      // More may have been logged within that millisecond, nothing less.
      expect(byItsTime.position).toBeGreaterThanOrEqual(moment.position);
    }
  });

  it('that was answered keeps its evaluation time when it is asked exactly', async () => {
    const exactly = { position: 1, evaluatedAt: '2026-01-07T00:00:00.000Z' as Instant };
    expect(await momentOf(engine.store, { exactly })).toEqual(exactly);
  });
});

describe('an answered moment of a live log', () => {
  let engine: Engine;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await createTestDatabase({ kind: 'live' });
    const { app } = database;
    const log = { warn: () => undefined, error: () => undefined };
    engine = await openEngine({ app, masterKey: randomBytes(32), clock: systemClock, log });
    drop = () => database.drop();
  });
  afterAll(async () => {
    await engine.close();
    await drop();
  });

  const open = (n: number) => {
    const clinicId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as never; // any UUID
    const command = { type: 'OpenClinic' as const, clinicId, name: `Sample ${n}`, address: '' };
    return request('clinic', clinicId, { ...command, zone: 'UTC' as never }); // a zone of IANA's
  };

  it('is joined by no event, however many are recorded while it is asked', async () => {
    const state = { busy: true };
    let recorded = 0;
    const writers = [0, 1, 2, 3].map(async (writer) => {
      for (let n = 0; state.busy; n++) {
        await engine.transactor.transact(open(writer * 100_000 + n));
        recorded++;
      }
    });
    const answers = new Map<Instant, number>();
    // Until enough has been recorded meanwhile, however busy the machine is.
    const positions = new Set<number>();
    for (let n = 0; n < 300 || recorded <= 50 || positions.size <= 20; n++) {
      const at = new Date().toISOString() as Instant;
      const { position } = await momentOf(engine.store, { at });
      expect(answers.get(at) ?? position).toBe(position);
      answers.set(at, position);
      positions.add(position);
    }
    state.busy = false;
    await Promise.all(writers);
    for (const [at, position] of answers) {
      expect((await momentOf(engine.store, { at })).position).toBe(position);
    }
    // The same, seen in the log: what is behind a position was logged after its moment.
    const logged: string[] = [''];
    for await (const { loggedAt } of engine.store.readAll({ after: 0 })) logged.push(loggedAt);
    for (const [at, position] of answers) {
      const micros = at.replace('Z', '000Z');
      expect((logged[position] ?? '') <= micros).toBe(true);
      expect((logged[position + 1] ?? '9') > micros).toBe(true);
    }
  });

  it('takes no clock from a caller', async () => {
    const { store, streams, keys } = engine;
    const clock = { now: () => 0, simulated: true };
    const made = new Transactor({ store, streams, keys, clock }).transact(open(999_999));
    await expect(made).rejects.toThrow(/takes no clock/);
  });
});
