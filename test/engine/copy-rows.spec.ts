import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Episode } from '../../src/domain/episode/state';
import type { EpisodeId } from '../../src/domain/ids';
import { binaryField } from '../../src/engine/binary-values';
import { copyRows } from '../../src/engine/copy-rows';
import { equalRanges } from '../../src/engine/copy-in-threads';
import { createIndexes, createTables } from '../../src/engine/read-tables';
import { COPY_END, COPY_HEAD, RowWriter } from '../../src/engine/row-writer';
import { isAboutRows, TableWriter } from '../../src/engine/table-writer';
import { readModels } from '../../src/projections/all';
import {
  readModel,
  type AnyReadModel,
  type ColumnType,
  type RowValue,
} from '../../src/projections/read-model';
import { createTestDatabase } from '../support/database';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep } from './histories';
import { accepted, query, toEpisode } from './nodes';

const columns = { episode_id: 'uuid not null', told: 'text not null' } as const;
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
    // Nothing that a model says is refused by COPY: else all would be written anew, slowly.
    await createTables(client, 'all_models', readModels);
    const all = { store, app: engine.database.app, models: readModels };
    await copyRows(all, { ...task, schema: 'all_models' });

    const live = await query<{ stream: string }>(engine.database, sql);
    const copied = parked.map((one) => ({ ...one, position: String(one.position) }));
    expect(copied.sort((a, b) => (a.stream < b.stream ? -1 : 1))).toEqual(live);
    expect(live.map(({ stream }) => stream)).toContain(`episode-${sick}`);
    expect(await contents('copied')).toEqual(await contents('live'));
  });
});

describe('values copied for new tables', () => {
  const types: Readonly<Record<ColumnType, readonly RowValue[]>> = {
    uuid: ['00000000-0000-0000-0000-000000000000', 'A7C3f0de-12ab-5cde-8f01-0123456789ab'],
    text: ['', 'tab\t line\n back\\slash \\N', 'Zürich \u{1f9b4} \ud7ff', 'x'.repeat(300_000)],
    'text[]': [[], ['a'], ['', 'b,c', '{"}\\', 'ä\u{1f9b4}', 'null']],
    jsonb: ['null', '{"a":[1,"ä\\u00e4\\n"],"b":{}}', '"\u{1f9b4}"'],
    bool: [true, false],
    int: [0, -1, 255, 256, 2_147_483_647, -2_147_483_648],
    bigint: [0, -1, 4_294_967_295, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER],
    float8: [0, -0.1, 1 / 3, 1e300, 5e-324, 60],
    date: ['2000-01-01', '1999-12-31', '1900-02-28', '2024-02-29', '9999-12-31'],
    timestamptz: [
      '2000-01-01T00:00:00.000Z',
      '1999-12-31T23:59:59.999Z',
      '1931-04-01T12:34:56.789Z',
      '2262-04-11T23:47:16.854Z',
    ],
  };

  it.each(Object.entries(types))('are what the database reads as %s', async (type, values) => {
    const database = await createTestDatabase();
    const client = new Client(database.app);
    await client.connect();
    await client.query(`create table pg_temp.t (n int, value ${type})`);
    const n: AnyReadModel['columns'] = { n: 'int not null', value: type as ColumnType };
    const writer = new RowWriter({ ...models[0]!, columns: n });
    const rows = [null, ...values, ...values.toReversed(), null];
    const copy = client.query(copyFrom('copy pg_temp.t from stdin (format binary)'));
    const lines = rows.map((value, at) => {
      return writer.line({ row: { n: at, value }, from: 1, to: null });
    });
    copy.end(`${COPY_HEAD}${lines.join('')}${COPY_END}`, 'latin1');
    await finished(copy);
    for (const [at, value] of rows.entries()) {
      const sql = `select value is not distinct from $2::${type} as same from pg_temp.t where n = $1`;
      expect((await client.query(sql, [at, value])).rows).toEqual([{ same: true }]);
    }
    await client.end();
    await database.drop();
  });

  it.each<[ColumnType, RowValue]>([
    ['uuid', 'a7c3f0de-12ab-5cde-8f01-0123456789a'],
    ['uuid', 7],
    ['text', 7],
    ['text[]', 'a'],
    ['jsonb', true],
    ['bool', 'true'],
    ['int', 1.5],
    ['int', 2_147_483_648],
    ['bigint', 2 ** 53],
    ['float8', '1'],
    ['date', '2026-02-29'],
    ['date', '2026-02-28T00:00:00.000Z'],
    ['timestamptz', '2026-02-28'],
    ['timestamptz', '2026-02-29T00:00:00.000Z'],
    ['timestamptz', '2026-02-28T24:00:00.000Z'],
  ])('that are no %s (%p) are refused as the database would', (type, value) => {
    let refused: unknown;
    try {
      binaryField(type, value);
    } catch (error) {
      refused = error;
    }
    expect(isAboutRows(refused)).toBe(true);
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
