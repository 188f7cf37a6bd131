import { NotOwner } from '../../src/engine/projector';
import { ProjectorInThread } from '../../src/engine/projector-in-thread';
import { NotYet } from '../../src/engine/visibility';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep } from './histories';
import { tables, terminateOwner, until } from './nodes';

/** Starting a thread compiles the sources, on a machine that may be busy. */
const STARTED_WITHIN_MS = 60_000;
jest.setTimeout(3 * STARTED_WITHIN_MS);

/** A world, an episode and some of what happens in it. */
async function work(engine: TestEngine, seed: number): Promise<void> {
  const world = await openWorld(engine);
  const episodeId = await openEpisode(engine, world);
  const dice = new Dice(seed);
  for (let step = 0; step < 30; step++) await randomStep(engine, world, episodeId, dice);
}

describe('a projector in a thread of its own', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await startTestEngine({ projectorThread: true, threadsFromEvents: 0 });
  });
  afterAll(() => engine.close());

  it('keeps the read models, and a rebuild says the same', async () => {
    await work(engine, 1);
    const position = await engine.settled();
    const live = await tables(engine.database);
    expect(live['episode_span']).not.toEqual([]);
    const seen: number[] = [];
    const result = await engine.projector.rebuild({
      onProgress: ({ done }) => seen.push(done),
    });
    expect(result).toMatchObject({ events: position, differing: [] });
    expect(seen).not.toEqual([]);
    expect(engine.projector.rebuilding).toBeNull();
    expect(await tables(engine.database)).toEqual(live);
    const stream = `episode-${live['caseload']?.[0]?.slice(1, 37)}`;
    const rewritten = await engine.projector.rebuildStream(stream);
    expect(rewritten).toMatchObject({ differing: [], parked: null });
    expect(await tables(engine.database)).toEqual(live);
  });

  it('goes on when its connection is lost', async () => {
    await engine.settled();
    expect(await terminateOwner(engine.database)).toBe(1);
    await work(engine, 2);
    await engine.settled();
    await until(() => engine.projector.isOwner, 'an owner', STARTED_WITHIN_MS);
    expect((await engine.projector.rebuild()).differing).toEqual([]);
  });

  it('refuses a second rebuild while one runs', async () => {
    await until(() => engine.projector.isOwner, 'an owner', STARTED_WITHIN_MS);
    const first = engine.projector.rebuild();
    await expect(engine.projector.rebuild()).rejects.toThrow('A rebuild runs already.');
    await first;
  });

  it('stands by, refuses a rebuild, and takes over when the owner stops', async () => {
    const { database, masterKey, clock } = engine;
    const other = await startTestEngine({ database, masterKey, clock, projectorThread: true });
    try {
      await other.settled();
      await expect(other.projector.rebuild()).rejects.toThrow(NotOwner);
      await engine.projector.stop();
      await until(() => other.projector.isOwner, 'an heir', STARTED_WITHIN_MS);
      await work(other, 3);
      await other.settled();
      expect((await other.projector.rebuild()).differing).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

it('whose thread fails is started again, and can be stopped all the same', async () => {
  const warnings: string[] = [];
  const log = { warn: (_facts: object, text: string) => warnings.push(text), error: () => 0 };
  // Nobody listens on the port of discard (RFC 863) here.
  const place = { app: { host: '127.0.0.1', port: 9, user: 'nobody', database: 'none' } };
  const projector = new ProjectorInThread({
    store: { onAppended: () => ({ close: () => undefined }) },
    log,
    task: { place: { ...place, eventStoreUrl: undefined }, threadsFromEvents: 0 },
  });
  projector.start();
  await until(() => warnings.length > 1, 'two failures', 2 * STARTED_WITHIN_MS);
  expect(warnings).toContain('the projector starts again');
  expect(projector.isOwner).toBe(false);
  const waiting = projector.visibility.waitFor(1, STARTED_WITHIN_MS);
  const [outcome] = await Promise.allSettled([waiting, projector.stop()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotYet) as unknown });
});
