import { randomUUID } from 'node:crypto';
import type { EpisodeId } from '../../src/domain/ids';
import { RebuildRuns, type RebuildAsked } from '../../src/engine/rebuilds';
import { readCaseload } from '../../src/projections/read-caseload';
import { inSnapshot } from '../../src/projections/snapshot';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, type World } from './histories';
import { query, startNodes, tables, terminate, terminateOwner, until } from './nodes';
import { appendRaw } from './raw-event';

const PAGE = {
  filter: { therapistId: null, clinics: null, conditions: null },
  first: 200,
  after: null,
};

function wish(what: Partial<RebuildAsked> = {}): RebuildAsked {
  return { id: randomUUID(), models: null, stream: null, askedBy: 'test', ...what };
}

/** Which table each name stands for. */
async function oids({ database }: TestEngine): Promise<Record<string, string>> {
  const rows = await query<{ relname: string; oid: string }>(
    database,
    `select relname, oid::text from pg_class where relnamespace = 'read'::regnamespace
      and relkind = 'r'`,
  );
  return Object.fromEntries(rows.map(({ relname, oid }) => [relname, oid]));
}

describe('a rebuild', () => {
  let engine: TestEngine;
  let world: World;
  let episodes: EpisodeId[];
  const dice = new Dice(23);

  beforeAll(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
    episodes = [await openEpisode(engine, world), await openEpisode(engine, world)];
    await work(80);
    await engine.settled();
    await until(() => engine.projector.isOwner, 'an owner');
  });
  afterAll(() => engine.close());

  async function work(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await randomStep(engine, world, dice.pick(episodes), dice);
    }
  }

  it('of one read model exchanges its table alone, while all are written and read', async () => {
    const before = await oids(engine);
    const state = { busy: true, reads: 0 };
    const reading = (async () => {
      for (; state.busy; state.reads++) {
        const rows = await inSnapshot(engine.pool, (snapshot) => readCaseload(snapshot, PAGE));
        expect(rows.length).toBeGreaterThan(0);
      }
    })();
    const working = work(60);
    const phases: string[] = [];
    const result = await engine.projector.rebuild({
      only: ['caseload'],
      onProgress: ({ phase, models }) => {
        expect(models).toEqual(['caseload']);
        phases.push(phase);
      },
    });
    await working;
    state.busy = false;
    await reading;
    expect(result.differing).toEqual([]);
    expect(new Set(phases)).toEqual(new Set(['COPYING', 'INDEXING', 'CATCHING_UP', 'COMPARING']));
    expect(state.reads).toBeGreaterThan(0);
    const after = await oids(engine);
    const other = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(other.sort()).toEqual(['caseload', 'checkpoint', 'parked']);
    expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(before)));
    await engine.settled();
    const live = await tables(engine.database);
    expect(await engine.projector.rebuild()).toMatchObject({ differing: [] });
    expect(await tables(engine.database)).toEqual(live);
  });

  it('of one episode mends its rows and no other, and tells which differed', async () => {
    await openEpisode(engine, world);
    await engine.settled();
    const live = await tables(engine.database);
    const [sick] = episodes;
    await query(engine.database, 'update read.caseload set reactions = 99');
    await query(engine.database, 'delete from read.episode_span where episode_id = $1', [sick]);
    const stream = `episode-${sick}`;
    const result = await engine.projector.rebuildStream(stream);
    expect(result.parked).toBeNull();
    expect([...result.differing].sort()).toEqual(['caseload', 'episode_span']);
    const mended = await tables(engine.database);
    expect(mended['episode_span']).toEqual(live['episode_span']);
    expect(mended['caseload']).not.toEqual(live['caseload']);
    const all = await engine.projector.rebuild();
    expect(all.differing).toEqual(['caseload']);
    expect(await tables(engine.database)).toEqual(live);
    expect(await engine.projector.rebuildStream(stream)).toMatchObject({ differing: [] });
    await work(20);
    await engine.settled();
    expect(await engine.projector.rebuild()).toMatchObject({ differing: [] });
  });

  it('is asked for once and done once, one at a time', async () => {
    const asked = wish({ models: ['finding'] });
    await engine.rebuilds.ask(asked);
    await engine.rebuilds.ask(asked);
    const [outcome] = await Promise.allSettled([engine.rebuilds.ask(wish())]);
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RebuildRuns);
    const done = await engine.rebuilds.ended(asked.id);
    expect(done).toMatchObject({ error: null, attempts: 1, models: ['finding'] });
    expect(JSON.parse(done.result ?? '')).toMatchObject({ differing: [] });
    const before = await oids(engine);
    await engine.rebuilds.ask(asked);
    expect(await engine.rebuilds.ended(asked.id)).toEqual(done);
    if (outcome.status === 'rejected') expect(await oids(engine)).toEqual(before);
  });

  it('that loses its connection is begun again until it is done', async () => {
    const asked = wish();
    await engine.rebuilds.ask(asked);
    let cut = 0;
    for (let tries = 0; cut === 0 && tries < 2_000; tries++) {
      cut = await terminate(engine.database, 'copy read_next');
      if ((await engine.rebuilds.ended(asked.id, { withinMs: 0 })).endedAt !== null) break;
    }
    const done = await engine.rebuilds.ended(asked.id);
    expect(done.error).toBeNull();
    expect(done.attempts).toBe(cut === 0 ? 1 : 2);
    expect(JSON.parse(done.result ?? '')).toMatchObject({ differing: [] });
  });
});

describe('read models', () => {
  it('of another version are built anew at the start by themselves', async () => {
    const first = await startTestEngine();
    const world = await openWorld(first);
    const dice = new Dice(5);
    const episodeId = await openEpisode(first, world);
    for (let step = 0; step < 30; step++) await randomStep(first, world, episodeId, dice);
    await first.settled();
    const live = await tables(first.database);
    const { database, clock, masterKey } = first;
    await first.projector.stop();
    // As a release before left them: other rows, under an older version.
    await query(database, `update read.caseload set reactions = 99`);
    await query(database, `update read.checkpoint set models = models || '{"caseload": 0}'`);
    const next = await startTestEngine({ database, clock, masterKey });
    await next.settled();
    await until(() => next.projector.isOwner && !next.projector.rebuilding, 'the new tables');
    expect(await tables(database)).toEqual(live);
    const [checkpoint] = await query<{ models: Record<string, number> }>(
      database,
      'select models from read.checkpoint',
    );
    expect(checkpoint?.models['caseload']).toBeGreaterThan(0);
    await next.close();
    await first.close();
  });

  it('are built by the owner, whoever was asked, and by the next when it is gone', async () => {
    const nodes = await startNodes();
    const { a, b } = nodes;
    await until(() => a.projector.isOwner || b.projector.isOwner, 'an owner');
    const [owner, standby] = a.projector.isOwner ? [a, b] : [b, a];
    const world = await openWorld(owner);
    await openEpisode(owner, world);
    await owner.settled();
    const asked = wish();
    await standby.rebuilds.ask(asked);
    expect((await standby.rebuilds.ended(asked.id)).error).toBeNull();
    const again = wish({ models: ['caseload'] });
    await standby.rebuilds.ask(again);
    await terminateOwner(nodes.database);
    expect((await standby.rebuilds.ended(again.id)).error).toBeNull();
    await nodes.close();
  });

  it('built for one of them leave a parked stream parked in all', async () => {
    const engine = await startTestEngine();
    const world = await openWorld(engine);
    const sick = await openEpisode(engine, world);
    const well = await openEpisode(engine, world);
    await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });
    await engine.settled();
    const live = await tables(engine.database);
    expect(live['parked']).toHaveLength(1);
    expect(await engine.projector.rebuild({ only: ['caseload', 'finding'] })).toMatchObject({
      differing: [],
    });
    expect(await tables(engine.database)).toEqual(live);
    expect(await engine.projector.rebuildStream(`episode-${sick}`)).toMatchObject({
      differing: [],
      parked: { stream: `episode-${sick}` },
    });
    expect(await engine.projector.rebuildStream(`episode-${well}`)).toMatchObject({
      differing: [],
      parked: null,
    });
    expect(await tables(engine.database)).toEqual(live);
    await engine.close();
  });
});
