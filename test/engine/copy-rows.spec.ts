import { Client } from 'pg';
import type { Episode } from '../../src/domain/episode/state';
import type { EpisodeId } from '../../src/domain/ids';
import { copyRows } from '../../src/engine/copy-rows';
import { equalRanges } from '../../src/engine/copy-in-threads';
import { createIndexes, createTables } from '../../src/engine/read-tables';
import { TableWriter } from '../../src/engine/table-writer';
import { readModel, type AnyReadModel } from '../../src/projections/read-model';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep } from './histories';
import { accepted, query, toEpisode } from './nodes';

const columns = { episode_id: 'uuid not null', told: 'text not null' };
const common = { version: 1, of: 'episode', stream: 'episode_id', key: 'episode_id' } as const;

/** Cannot be told of an episode that had a reaction. */
function told(episode: Episode) {
  if (episode.reactions.length > 0) throw new Error('no words for a reaction');
  return [{ episode_id: episode.id, told: `${episode.sessions.length} ${episode.lateEntries}` }];
}

const models: readonly AnyReadModel[] = [
  readModel({ ...common, name: 'present', kind: 'current', columns, indexes: [], rows: told }),
  readModel({
    ...common,
    name: 'history',
    kind: 'span',
    columns,
    indexes: [],
    rows: (episode: Episode) => [{ episode_id: episode.id, told: episode.decision.status }],
  }),
];

describe('rows copied for new tables', () => {
  let engine: TestEngine;
  let client: Client;
  beforeAll(async () => {
    engine = await startTestEngine();
    client = new Client(engine.database.app);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await engine.close();
  });

  const contents = async (schema: string) => ({
    present: await query(engine.database, `table ${schema}.present order by episode_id`),
    history: await query(engine.database, `table ${schema}.history order by 1, from_position`),
  });

  it('are those that are written live, also of a stream that the present cannot be told of', async () => {
    const world = await openWorld(engine);
    const dice = new Dice(7);
    const episodes: EpisodeId[] = [];
    for (let n = 0; n < 6; n++) episodes.push(await openEpisode(engine, world));
    for (let n = 0; n < 90; n++) await randomStep(engine, world, dice.pick(episodes), dice);
    const sick = await openEpisode(engine, world);
    const words = { description: 'sample', action: undefined, told: undefined };
    const reaction = { type: 'ReportReaction', severity: 'MILD', sessionId: null } as const;
    accepted(await engine.transactor.transact(toEpisode(sick, { type: 'AcceptReferral' })));
    accepted(await engine.transactor.transact(toEpisode(sick, { ...reaction, ...words })));
    const assign = { type: 'AssignTherapist', handover: undefined } as const;
    const therapistId = dice.pick(world.therapists);
    accepted(await engine.transactor.transact(toEpisode(sick, { ...assign, therapistId })));
    const { position } = await engine.store.head();

    await createTables(client, 'live', models);
    await createIndexes(client, 'live', models);
    const { store } = engine;
    const writer = new TableWriter({ store, models, schema: 'live', onParked: () => undefined });
    while ((await writer.step(client)).to < position);

    await createTables(client, 'copied', models);
    const source = { store, app: engine.database.app, models };
    const task = { schema: 'copied', upTo: position, onProgress: () => undefined };
    const { parked } = await copyRows(source, task);

    const sql = 'select stream, position, error from live.parked order by 1';
    const live = await query<{ stream: string }>(engine.database, sql);
    const copied = parked.map((one) => ({ ...one, position: String(one.position) }));
    expect(copied.sort((a, b) => (a.stream < b.stream ? -1 : 1))).toEqual(live);
    expect(live.map(({ stream }) => stream)).toContain(`episode-${sick}`);
    expect(await contents('copied')).toEqual(await contents('live'));
  });
});

describe('the ranges of streams', () => {
  const storeOf = (streams: readonly string[]) => ({
    streamsAt: (positions: readonly number[]) =>
      Promise.resolve(positions.flatMap((position) => streams[position - 1] ?? [])),
  });

  it.each([
    ['many streams that begin alike', 40, 1_000],
    ['few', 3, 50],
    ['one', 1, 9],
  ])('hold every stream once, and about equally many events: %s', async (_, names, events) => {
    const streams = Array.from({ length: events }, (__, n) => `episode-0000${(n * 7) % names}`);
    const ranges = await equalRanges(storeOf(streams), events, 3);
    const sizes = ranges.map(({ from = '', before }) => {
      return streams.filter((name) => name >= from && (before === undefined || name < before));
    });
    expect(sizes.reduce((sum, { length }) => sum + length, 0)).toBe(events);
    expect(ranges.length).toBeLessThanOrEqual(3);
    if (names < 40) return;
    for (const { length } of sizes) expect(Math.abs(length - events / 3)).toBeLessThan(50);
  });

  it('of an empty log is one', async () => {
    expect(await equalRanges(storeOf([]), 0, 2)).toEqual([{}]);
  });
});
