import { NotOwner } from '../../src/engine/projector';
import { NotYet } from '../../src/engine/visibility';
import { readCaseload } from '../../src/projections/read-caseload';
import { inSnapshot } from '../../src/projections/snapshot';
import type { EpisodeId } from '../../src/domain/ids';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, timePasses, type World } from './histories';
import {
  accepted,
  query,
  startNodes,
  type Nodes,
  tables,
  terminateOwner,
  toEpisode,
  until,
} from './nodes';

const PAGE = {
  filter: { therapistId: null, clinics: null, conditions: null },
  first: 200,
  after: null,
};

/** Random commands, so that there is something to project. */
async function work(
  engine: TestEngine,
  world: World,
  episodes: readonly EpisodeId[],
  dice: Dice,
  steps: number,
): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await randomStep(engine, world, dice.pick(episodes), dice);
    if (dice.chance(20)) timePasses(engine, dice);
  }
}

describe('what one wrote', () => {
  let engine: TestEngine;
  let world: World;

  beforeAll(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
  });
  afterAll(() => engine.close());

  it('is there to be read once its position is visible', async () => {
    for (let n = 0; n < 20; n++) {
      const episodeId = await openEpisode(engine, world);
      const report = toEpisode(episodeId, { type: 'AcceptReferral' });
      const { position } = accepted(await engine.transactor.transact(report));
      await engine.projector.visibility.waitFor(position ?? NaN, 5_000);
      const row = await inSnapshot(engine.pool, async (snapshot, at) => {
        expect(at).toBeGreaterThanOrEqual(position ?? NaN);
        const rows = await readCaseload(snapshot, PAGE);
        return rows.find(({ episode_id }) => episode_id === episodeId);
      });
      expect(row?.phase).not.toBe('REFERRED');
    }
  });

  it('that is not visible in time is said to be not yet', async () => {
    const { position } = await engine.store.head();
    await engine.settled();
    const waiting = engine.projector.visibility.waitFor(position + 1, 50);
    await expect(waiting).rejects.toThrow(NotYet);
  });

  it('is not waited for when the service stops', async () => {
    const other = await startTestEngine({ database: engine.database });
    const waiting = other.projector.visibility.waitFor(1_000_000, 60_000);
    const [outcome] = await Promise.allSettled([waiting, other.close()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotYet) as unknown });
  });
});

describe('several nodes', () => {
  let nodes: Nodes;
  afterEach(() => nodes.close());

  it('have one owner; when it goes another takes over, and nothing is lost or doubled', async () => {
    nodes = await startNodes();
    const { a, b } = nodes;
    const all = [a, b];
    const world = await openWorld(a);
    const dice = new Dice(11);
    const episodes = [await openEpisode(a, world), await openEpisode(a, world)];
    for (let round = 0; round < 2; round++) {
      await until(() => all.filter(({ projector }) => projector.isOwner).length === 1, 'an owner');
      await Promise.all(all.map((node) => work(node, world, episodes, dice, 40)));
      const owner = all.find(({ projector }) => projector.isOwner);
      const heir = all.find((node) => node !== owner);
      if (!owner || !heir) throw new Error('there are two nodes, one of which owns');
      await expect(heir.projector.rebuild()).rejects.toThrow(NotOwner);
      const working = work(heir, world, episodes, dice, 60);
      const goneAt = performance.now();
      if (round === 0) {
        // Killed: its connections are gone, it comes back and finds another owner or none.
        expect(await terminateOwner(nodes.database)).toBe(1);
      } else {
        await owner.projector.stop();
      }
      const { position } = await heir.store.head();
      await heir.projector.visibility.waitFor(position, 10_000);
      expect(performance.now() - goneAt).toBeLessThan(10_000);
      await working;
    }
    await until(() => all.some(({ projector }) => projector.isOwner), 'an owner');
    const last = all.find(({ projector }) => projector.isOwner);
    if (!last) throw new Error('one of them owns');
    await last.settled();
    const live = await tables(nodes.database);
    const result = await last.projector.rebuild();
    expect(result.differing).toEqual([]);
    expect(await tables(nodes.database)).toEqual(live);
  });

  it('that stand by see how far the owner is, and ask for it in peace', async () => {
    nodes = await startNodes();
    const { a, b } = nodes;
    const world = await openWorld(a);
    const episodeId = await openEpisode(a, world);
    const standby = a.projector.isOwner ? b : a;
    const { position } = await standby.store.head();
    await standby.projector.visibility.waitFor(position, 2_000);
    // Growth of the log must not make it ask without a pause.
    await work(a, world, [episodeId], new Dice(3), 30);
    const asked = () =>
      query<{ calls: string }>(
        nodes.database,
        `select xact_commit::text as calls from pg_stat_database where datname = $1`,
        [nodes.database.name],
      );
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const before = Number((await asked())[0]?.calls);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const after = Number((await asked())[0]?.calls);
    // Three queries every 250 ms, the owner's look once a second, and what this test asks.
    expect(after - before).toBeLessThan(120);
  });
});
