import type { ClientBase } from 'pg';
import type { AnyReadModel, RowValue } from '../projections/read-model';
import type { HeldRow, TableChanges } from './batch';

/** How many of these statements a connection keeps prepared; each holds a plan in the server. */
const PREPARED_MAX = 64;

export interface WrittenBatch {
  readonly schema: string;
  /** The checkpoint before and after it. */
  readonly from: number;
  readonly to: number;
  readonly tables: readonly TableChanges[];
}

/**
 * Writes a batch's changes to every table and moves the checkpoint by compare-and-set, in one
 * statement: one round trip, and all of it or nothing without a transaction around it. False when
 * another owner has moved the checkpoint meanwhile: then nothing is written.
 */
export async function writeRows(client: ClientBase, batch: WrittenBatch): Promise<boolean> {
  const { schema, from, to, tables } = batch;
  const writes = tables.map(writeOf).filter(({ ended, held }) => ended.length + held.length > 0);
  const { text, name } = statementFor(client, schema, writes);
  const values: (string | number)[] = [from, to];
  for (const write of writes) addValues(write, values);
  const { rowCount } = await client.query({ text, values, ...(name ? { name } : {}) });
  return rowCount === 1;
}

/** What a batch does to one table. */
interface TableWrite {
  readonly model: AnyReadModel;
  /** Rows that go (current) or end at a position (span). */
  readonly ended: readonly { readonly streamId: string; readonly key: string; at: number }[];
  readonly held: readonly HeldRow[];
}

function writeOf({ model, ended, past, open }: TableChanges): TableWrite {
  const held = [...past, ...open.values()];
  if (model.kind === 'span') return { model, ended: [...ended.values()], held };
  // A current row that goes on is written over.
  const gone = [...ended].filter(([place]) => !open.has(place)).map(([, row]) => row);
  return { model, ended: gone, held };
}

/** Statements by what they do, each with the name under which a connection may prepare it. */
const statements = new WeakMap<ClientBase, Map<string, { text: string; name: string | null }>>();

function statementFor(client: ClientBase, schema: string, writes: readonly TableWrite[]) {
  const known = statements.get(client) ?? new Map<string, { text: string; name: string | null }>();
  statements.set(client, known);
  const does = writes.map(({ model, ended, held }) =>
    [model.name, ended.length > 0 && 'ended', held.length > 0 && 'held'].join(' '),
  );
  const what = `${schema}: ${does.join(', ')}`;
  const before = known.get(what);
  if (before) return before;
  const text = statementText(schema, writes);
  if (known.size >= PREPARED_MAX) return { text, name: null };
  const made = { text, name: `rows-${known.size}` };
  known.set(what, made);
  return made;
}

function statementText(schema: string, writes: readonly TableWrite[]): string {
  let parameters = 2;
  const next = () => `$${++parameters}`;
  const parts = writes.flatMap((write) => {
    const table = `${schema}.${write.model.name}`;
    return [endedText(write, table, next), heldText(write, table, next)];
  });
  const moved = `moved as (update ${schema}.checkpoint set position = $2 where position = $1
    returning 1)`;
  return `with ${[moved, ...parts.filter((part) => part !== null)].join(',\n')}
    select 1 from moved`;
}

/**
 * The lateral look-up is the plan: one look into the index for each key. A join may be planned
 * while the tables are empty, and kept when they are not.
 */
function endedText({ model, ended }: TableWrite, table: string, next: () => string): string | null {
  if (ended.length === 0) return null;
  const { name, stream, key, kind } = model;
  const keys = `unnest(${next()}::uuid[]) as stream, unnest(${next()}::uuid[]) as key`;
  const isSpan = kind === 'span';
  const places = (columns: string, open: string) => `(
      select ${columns} from (select ${keys}${isSpan ? `, unnest(${next()}::bigint[]) as at` : ''}) e
      cross join lateral (
        select x.ctid as place from ${table} x
        where x.${stream} = e.stream and x.${key} = e.key ${open} limit 1
      ) o
      where exists (select from moved)
    ) f where t.ctid = f.place`;
  if (!isSpan) return `${name}_ended as (delete from ${table} t using ${places('o.place', '')})`;
  return `${name}_ended as (update ${table} t set to_position = f.at
    from ${places('e.at, o.place', 'and x.to_position is null')} returning 1)`;
}

function heldText(
  { model, ended, held }: TableWrite,
  table: string,
  next: () => string,
): string | null {
  if (held.length === 0) return null;
  const { name, stream, key, columns, kind } = model;
  // Side by side, all of one length: cheaper than unnest(a, b, …), which stores each apart.
  const items = Object.values(columns).map((type) => itemsOf(type, next()));
  if (kind === 'span') {
    items.push(`unnest(${next()}::bigint[])`, `unnest(${next()}::bigint[])`);
    // Counting makes it end the old rows first: only one row of a key is open at a time.
    const after = ended.length > 0 ? ` and (select count(*) from ${name}_ended) >= 0` : '';
    return `${name}_held as (insert into ${table} select ${items.join(', ')}
      where exists (select from moved)${after})`;
  }
  const one = key === stream ? key : `${stream}, ${key}`;
  const set = Object.keys(columns).map((column) => `${column} = excluded.${column}`);
  return `${name}_held as (insert into ${table} select ${items.join(', ')}
    where exists (select from moved) on conflict (${one}) do update set ${set.join(', ')})`;
}

/** An array of arrays has only one length for all: those go as the texts of arrays. */
function itemsOf(columnType: string, parameter: string): string {
  const type = columnType.replace(/ not null$/, '');
  return type.endsWith('[]')
    ? `unnest(${parameter}::text[])::${type}`
    : `unnest(${parameter}::${type}[])`;
}

function addValues({ model, ended, held }: TableWrite, values: (string | number)[]): void {
  if (ended.length > 0) {
    values.push(
      arrayText(ended, ({ streamId }) => streamId),
      arrayText(ended, ({ key }) => key),
    );
    if (model.kind === 'span') values.push(arrayText(ended, ({ at }) => at));
  }
  if (held.length === 0) return;
  for (const column in model.columns) {
    values.push(arrayText(held, ({ row }) => row[column] ?? null));
  }
  if (model.kind === 'span') {
    values.push(
      arrayText(held, ({ from }) => from),
      arrayText(held, ({ to }) => to),
    );
  }
}

/** An array in PostgreSQL's text form, which the driver would make by a slower way. */
function arrayText<T>(items: readonly T[], valueOf: (item: T) => RowValue): string {
  let text = '{';
  for (const item of items) {
    if (text.length > 1) text += ',';
    text += itemText(valueOf(item));
  }
  return `${text}}`;
}

/** Has none of the characters that an array's text gives a meaning to. */
const PLAIN = /^[\w:.+-]+$/;

function itemText(value: RowValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'object') return itemText(arrayText(value, (item) => item));
  if (typeof value !== 'string') return String(value);
  // Four letters may be the word null, which only quotes make a text.
  if (value.length !== 4 && PLAIN.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
