import { Client } from 'pg';
import { TableWriter } from '../../src/engine/table-writer';
import { readModels } from '../../src/projections/all';
import type { EventStore } from '../../src/store/event-store';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, timePasses, type World } from './histories';
import { startNodes, tables, terminate, terminateOwner, until } from './nodes';

/** Rows and checkpoint are of one position, whoever is cut off or overtaken while writing them. */
describe('the tables', () => {
  let engine: TestEngine;
  let world: World;
  const dice = new Dice(17);
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
  });
  afterEach(async () => {
    for (const node of open.splice(0)) await node.close();
  });
  afterAll(() => engine.close());

  /** Closed after the test, however that ends. */
  function opened<T extends { close(): Promise<void> }>(node: T): T {
    open.push(node);
    return node;
  }

  async function history(node: TestEngine, steps: number): Promise<void> {
    const episodes = [await openEpisode(node, world), await openEpisode(node, world)];
    for (let step = 0; step < steps; step++) {
      await randomStep(node, world, dice.pick(episodes), dice);
      if (dice.chance(10)) timePasses(node, dice);
    }
  }

  async function expectSameAsRebuilt(node: TestEngine): Promise<void> {
    await until(() => node.projector.isOwner, 'an owner');
    await node.settled();
    const live = await tables(node.database);
    const result = await node.projector.rebuild();
    expect(result.differing).toEqual([]);
    expect(await tables(node.database)).toEqual(live);
  }

  it('are not written to by one that was overtaken, and it goes on from where they are', async () => {
    await history(engine, 20);
    await engine.settled();
    await engine.projector.stop();
    await history(engine, 40);
    const { position: head } = await engine.store.head();
    const client = new Client(engine.database.app);
    const other = new Client(engine.database.app);
    await Promise.all([client.connect(), other.connect()]);
    const ports = { models: readModels, schema: 'read', onParked: () => undefined };
    const overtaking = new TableWriter({ ...ports, store: engine.store });
    const overtaken = new TableWriter({
      ...ports,
      store: {
        ...engine.store,
        // The other one writes the same events after this one has read its checkpoint.
        async *readAll(range) {
          yield* engine.store.readAll(range);
          await overtaking.step(other);
        },
      } satisfies EventStore,
    });
    await expect(overtaken.step(client)).rejects.toThrow(/checkpoint|duplicate key/);
    expect(await overtaken.step(client)).toEqual({ from: head, to: head });
    await Promise.all([client.end(), other.end()]);
    const { database, clock } = engine;
    const again = opened(await startTestEngine({ database, clock }));
    await expectSameAsRebuilt(again);
  });

  it('do not miss or double anything when the projector is cut off again and again', async () => {
    const node = opened(await startTestEngine());
    world = await openWorld(node);
    const state = { busy: true };
    const working = (async () => {
      while (state.busy) await history(node, 10);
    })();
    for (let cut = 0; cut < 6; cut += await terminateOwner(node.database)) {
      await new Promise((resolve) => setTimeout(resolve, dice.below(60)));
    }
    state.busy = false;
    await working;
    await expectSameAsRebuilt(node);
  });

  it.each([
    ['in one thread', { rounds: 6 }],
    ['in threads', { rounds: 2, threadsFromEvents: 0 }],
  ])('can be rebuilt %s after one of its connections was cut off', async (_how, options) => {
    const { rounds, ...ofEngine } = options;
    const node = opened(await startTestEngine(ofEngine));
    world = await openWorld(node);
    await history(node, 60);
    await node.settled();
    await until(() => node.projector.isOwner, 'an owner');
    const live = await tables(node.database);
    let cutOff = 0;
    for (let round = 0; round < rounds; round++) {
      const rebuilding = node.projector.rebuild().then(
        () => 'done',
        () => 'failed',
      );
      const running = round % 2 ? 'create table read_next' : 'copy read_next';
      while ((await terminate(node.database, running)) === 0) {
        const settled = await Promise.race([rebuilding, Promise.resolve('running')]);
        if (settled !== 'running') break;
      }
      if ((await rebuilding) === 'failed') cutOff++;
    }
    expect(cutOff).toBeGreaterThan(0);
    expect(await tables(node.database)).toEqual(live);
    await expectSameAsRebuilt(node);
  });

  it('are not exchanged by one that lost its place while it rebuilt', async () => {
    const nodes = opened(await startNodes());
    await until(() => nodes.a.projector.isOwner || nodes.b.projector.isOwner, 'an owner');
    const [owner, heir] = nodes.a.projector.isOwner ? [nodes.a, nodes.b] : [nodes.b, nodes.a];
    world = await openWorld(owner);
    await history(owner, 40);
    await owner.settled();
    const rebuilding = owner.projector.rebuild().then(
      () => 'done',
      (error: unknown) => String(error),
    );
    await terminateOwner(nodes.database);
    const working = history(heir, 40);
    const outcome = await rebuilding;
    await working;
    expect(outcome).not.toBe('');
    const isOwner = ({ projector }: TestEngine) => projector.isOwner;
    await until(() => [owner, heir].filter(isOwner).length === 1, 'one owner');
    await expectSameAsRebuilt(isOwner(heir) ? heir : owner);
  });
});
