import { setTimeout as sleep } from 'node:timers/promises';
import { BACKWARDS, END } from '@eventstore/db-client';
import type { Pool } from 'pg';
import { allOf, describeFailure, type Server } from './eventstoredb-client';
import { serverEvent } from './eventstoredb-event';
import { Unavailable, type IndexState, type LogIndexControl, type Unparked } from './event-store';
import { retriedQuery } from './retried-query';

/** How many of the server's last events are looked at for what has no position yet. */
const LOOKED_AT_MAX = 4_096;
const TIMEOUT_MS = 5_000;
const UNPARKED_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 100;
const RETRY_AFTER_MS = 5_000;

/** How the index of a log in EventStoreDB is, and what can be done about it. */
export function indexControl(server: Server, prefix: string, pool: Pool): LogIndexControl {
  return {
    async state() {
      const { commit, trusted } = await readCheckpoint(pool);
      const state = { trusted, parked: await readParked(pool) };
      try {
        return { ...state, ...(await lagOf(server, prefix, BigInt(commit))), error: null };
      } catch (error) {
        return { ...state, lagEvents: null, lagMs: null, error: describeFailure(error) };
      }
    },
    unpark: (stream, reason) => unpark(pool, stream, reason),
  };
}

async function readCheckpoint(pool: Pool): Promise<{ commit: number; trusted: boolean }> {
  const sql = `select commit_position as commit, log.is_index_trusted() as trusted
    from log.eventstore`;
  const [row] = await retriedQuery<{ commit: number; trusted: boolean }>(pool, 'place', sql, []);
  // Whoever has this store has a prefix, which is in this row.
  return row!;
}

function readParked(pool: Pool): Promise<IndexState['parked']> {
  const sql = `select stream, version, why, parked_at as since from log.index_parked
    order by parked_at, stream`;
  return retriedQuery(pool, 'parked', sql, []);
}

/** Events of this log beyond its checkpoint, and the age of the first of them. */
async function lagOf(
  { client, credentials }: Server,
  prefix: string,
  checkpoint: bigint,
): Promise<Required<Pick<IndexState, 'lagEvents' | 'lagMs'>>> {
  const seen = { events: 0, first: '' };
  const options = { fromPosition: END, direction: BACKWARDS, credentials } as const;
  const reading = client.readAll({ ...options, maxCount: LOOKED_AT_MAX });
  await allOf(reading, TIMEOUT_MS, (resolved) => {
    const event = serverEvent(resolved);
    if (!event) return true;
    if (event.commit <= checkpoint) return false;
    if (event.stream.startsWith(prefix)) {
      seen.events += 1;
      seen.first = event.createdAt;
    }
    return true;
  });
  const lagMs = seen.events === 0 ? 0 : Math.max(0, Date.now() - Date.parse(seen.first));
  return { lagEvents: seen.events, lagMs };
}

/** Asks the owner of the index, and waits for what it says. */
async function unpark(pool: Pool, stream: string, reason: string): Promise<Unparked> {
  const ask = 'select log.ask_unpark($1, $2) as asked';
  const [done] = await retriedQuery<{ asked: boolean }>(pool, 'ask', ask, [stream, reason]);
  if (!done?.asked) return { outcome: 'not parked' };
  const look = `select (select answer from log.index_parked where stream = $1) as answer,
    exists (select from log.index_parked where stream = $1) as parked,
    (select entries from log.index_unparked where stream = $1
      order by unparked_at desc limit 1) as entries`;
  type Row = { answer: string | null; parked: boolean; entries: number | null };
  const giveUpAtMs = performance.now() + UNPARKED_WITHIN_MS;
  while (performance.now() < giveUpAtMs) {
    const [row] = await retriedQuery<Row>(pool, 'unparked', look, [stream]);
    if (row && !row.parked) return { outcome: 'unparked', entries: row.entries ?? 0 };
    if (row?.answer) return { outcome: 'parked', why: row.answer };
    await sleep(LOOK_AGAIN_MS);
  }
  throw new Unavailable('nobody indexes the log: it stays asked for', RETRY_AFTER_MS);
}
