import type { ClientBase } from 'pg';
import type { AnyReadModel } from '../projections/read-model';
import type { ParkedStream } from './parked-stream';

/** The table set that queries read; another one is built beside it and takes its name. */
export const LIVE_SCHEMA = 'read';

/** Creates an empty table set: each model's table, the checkpoint, and the parked streams. */
export async function createTables(
  client: ClientBase,
  schema: string,
  models: readonly AnyReadModel[],
): Promise<void> {
  await client.query(`
    create schema ${schema};
    create table ${schema}.checkpoint (
      one bool primary key default true check (one),
      position bigint not null,
      models jsonb not null
    );
    create table ${schema}.parked (
      stream text primary key,
      position bigint not null,
      error text not null,
      since timestamptz not null default now()
    );`);
  await client.query(`insert into ${schema}.checkpoint (position, models) values (0, $1)`, [
    versionsOf(models),
  ]);
  for (const model of models) await client.query(tableDdl(schema, model));
}

/** Names and versions of models as the checkpoint has them: JSON. */
export function versionsOf(models: readonly AnyReadModel[]): string {
  return JSON.stringify(Object.fromEntries(models.map((m) => [m.name, m.version])));
}

function tableDdl(schema: string, model: AnyReadModel): string {
  const columns = Object.entries(model.columns).map(([name, type]) => `${name} ${type}`);
  if (model.kind === 'span') {
    columns.push('from_position bigint not null', 'to_position bigint');
  }
  // Room on the page keeps a row that is written over in it (HOT): then no index changes.
  const room = model.kind === 'current' ? ' with (fillfactor = 80)' : '';
  return `create table ${schema}.${model.name} (${columns.join(', ')})${room}`;
}

/** Statements for the keys and indexes of a filled table. */
interface IndexStatements {
  /** Each reads the whole table; in any order, or at once. */
  readonly builds: readonly string[];
  /** Once all are built, in this order: what no other statement may be beside. */
  readonly ends: readonly string[];
}

export function indexStatements(schema: string, model: AnyReadModel): IndexStatements {
  const { name, kind } = model;
  const table = `${schema}.${name}`;
  const columns = model.key === model.stream ? model.key : `${model.stream}, ${model.key}`;
  const key = kind === 'current' ? columns : `${columns}, from_position`;
  const open = `create unique index ${name}_open on ${table} (${columns})
    where to_position is null`;
  return {
    builds: [
      `create unique index ${name}_pkey on ${table} (${key})`,
      ...(kind === 'current' ? [] : [open]),
      ...model.indexes.map((index, n) => {
        const what = index.startsWith('using') ? index : `(${index})`;
        return `create index ${name}_${n + 1} on ${table} ${what}`;
      }),
    ],
    ends: [
      `alter table ${table} add constraint ${name}_pkey primary key using index ${name}_pkey`,
      `analyze ${table}`,
    ],
  };
}

/** Keys and indexes, one after the other. */
export async function createIndexes(
  client: ClientBase,
  schema: string,
  models: readonly AnyReadModel[],
): Promise<void> {
  for (const model of models) {
    const { builds, ends } = indexStatements(schema, model);
    for (const statement of [...builds, ...ends]) await client.query(statement);
  }
}

/**
 * Moves the checkpoint by compare-and-set: false when another owner has moved it meanwhile, and
 * then nothing of the batch may stay.
 */
export async function moveCheckpoint(
  client: ClientBase,
  schema: string,
  from: number,
  to: number,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update ${schema}.checkpoint set position = $2 where position = $1`,
    [from, to],
  );
  return rowCount === 1;
}

/** How far a table set is; 0 when it is empty. */
export async function readCheckpoint(client: ClientBase, schema: string): Promise<number> {
  const { rows } = await client.query<{ position: string | number }>(
    `select position from ${schema}.checkpoint`,
  );
  return Number(rows[0]?.position ?? 0);
}

/** Whether a table set exists, and if so whether it was built by these versions of the models. */
export async function tablesState(
  client: ClientBase,
  schema: string,
  models: readonly AnyReadModel[],
): Promise<'absent' | 'current' | 'outdated'> {
  const there = await client.query<{ found: boolean }>(
    `select to_regclass ($1) is not null as found`,
    [`${schema}.checkpoint`],
  );
  if (!there.rows[0]?.found) return 'absent';
  const { rows } = await client.query<{ models: Record<string, number> }>(
    `select models from ${schema}.checkpoint`,
  );
  const built = rows[0]?.models ?? {};
  const same =
    Object.keys(built).length === models.length &&
    models.every(({ name, version }) => built[name] === version);
  return same ? 'current' : 'outdated';
}

export async function readParked(
  client: ClientBase,
  schema: string,
): Promise<Map<string, ParkedStream>> {
  const { rows } = await client.query<{ stream: string; position: string; error: string }>(
    `select stream, position, error from ${schema}.parked`,
  );
  return new Map(
    rows.map(({ stream, position, error }) => [
      stream,
      { stream, position: Number(position), error },
    ]),
  );
}

export async function park(
  client: ClientBase,
  schema: string,
  { stream, position, error }: ParkedStream,
): Promise<void> {
  await client.query(
    `insert into ${schema}.parked (stream, position, error) values ($1, $2, $3)
      on conflict (stream) do nothing`,
    [stream, position, error],
  );
}

export async function unpark(client: ClientBase, schema: string, stream: string): Promise<void> {
  await client.query(`delete from ${schema}.parked where stream = $1`, [stream]);
}
