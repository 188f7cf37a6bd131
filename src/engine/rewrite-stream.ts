import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { parseStream } from '../domain/ids';
import type { AnyReadModel } from '../projections/read-model';
import type { EventStore } from '../store/event-store';
import { copyToPoison } from './copy-to-poison';
import type { ParkedStream } from './parked-stream';
import {
  LIVE_SCHEMA,
  moveCheckpoint,
  park,
  readCheckpoint,
  readParked,
  unpark,
} from './read-tables';
import { COPY_END, COPY_HEAD, RowWriter } from './row-writer';
import { isAboutRows } from './table-writer';
import { inTransaction } from './transaction';

/** What became of one stream in the tables. */
export interface StreamRewritten {
  readonly position: number;
  /** Models whose rows of it differed from what is made of its events. */
  readonly differing: readonly string[];
  /** Where it is parked now; null: all of it is shown. */
  readonly parked: ParkedStream | null;
}

interface Tables {
  readonly store: EventStore;
  readonly models: readonly AnyReadModel[];
}

/**
 * Makes the rows of one stream anew, as a rebuild makes them, and puts them in the place of those
 * that differ: up to the checkpoint, in one transaction, while nobody else writes the tables.
 */
export async function rewriteStream(
  owner: Client,
  tables: Tables,
  stream: string,
): Promise<StreamRewritten> {
  try {
    return await inTransaction(owner, () => rewrite(owner, tables, stream));
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    // Of rows that no column takes the event is known by where the stream was parked.
    const parked = (await readParked(owner, LIVE_SCHEMA)).get(stream);
    if (!parked) throw error;
    return { position: await readCheckpoint(owner, LIVE_SCHEMA), differing: [], parked };
  }
}

async function rewrite(
  owner: Client,
  { store, models }: Tables,
  stream: string,
): Promise<StreamRewritten> {
  const shown = models.filter(({ of }) => of === parseStream(stream)?.category);
  const writers = new Map(shown.map((model) => [model, new RowWriter(model)]));
  const position = await readCheckpoint(owner, LIVE_SCHEMA);
  const { lines, poison } = await copyToPoison(store, { stream, writers }, position);
  const differing: string[] = [];
  for (const model of shown) {
    if (await putRows(owner, model, stream, lines.get(model) ?? '')) differing.push(model.name);
  }
  await unpark(owner, LIVE_SCHEMA, stream);
  if (poison) await park(owner, LIVE_SCHEMA, poison);
  // Whoever has moved the checkpoint meanwhile is the owner now.
  if (await moveCheckpoint(owner, LIVE_SCHEMA, position, position)) {
    return { position, differing, parked: poison };
  }
  throw new Error('another process moved the checkpoint');
}

/** Whether the rows of a stream differed from these, which are there now. */
async function putRows(
  owner: Client,
  model: AnyReadModel,
  stream: string,
  lines: string,
): Promise<boolean> {
  const table = `${LIVE_SCHEMA}.${model.name}`;
  const made = `made_${model.name}`;
  await owner.query(`create temp table ${made} (like ${table}) on commit drop`);
  const copying = owner.query(copyFrom(`copy ${made} from stdin (format binary)`));
  await pipeline(Readable.from([Buffer.from(COPY_HEAD + lines + COPY_END, 'latin1')]), copying);
  const id = parseStream(stream)?.id ?? '';
  const there = `select * from ${table} where ${model.stream} = $1`;
  const { rows } = await owner.query<{ differs: boolean }>(
    `select exists (${there} except table ${made}) or exists (table ${made} except ${there})
      as differs`,
    [id],
  );
  if (!rows[0]?.differs) return false;
  await owner.query(`delete from ${table} where ${model.stream} = $1`, [id]);
  await owner.query(`insert into ${table} table ${made}`);
  return true;
}
