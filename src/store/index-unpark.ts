import { FORWARDS } from '@eventstore/db-client';
import type { Client } from 'pg';
import { allOf, type Server } from './eventstoredb-client';
import { serverEvent, type ServerEvent } from './eventstoredb-event';
import { IndexSorter } from './index-batch';
import { indexEvents, readHeads, type IndexStart } from './index-database';
import type { IndexRow } from './index-row';
import { describeError, isRefusal } from './postgres-settings';

const TIMEOUT_MS = 10_000;

/** Streams that somebody asked to try again. */
export async function readAsked(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ stream: string }>({
    name: 'asked',
    text: `select stream from log.index_parked where asked_at is not null and answer is null
      order by stream`,
  });
  return rows.map(({ stream }) => stream);
}

/** What a stream that was tried again came to. */
export interface Tried {
  /** From which version on it stays parked; null: it goes on. */
  readonly parkedFrom: number | null;
  readonly rows: readonly IndexRow[];
  readonly events: readonly ServerEvent[];
}

/**
 * Tries a parked stream again: of its entries that lie before the checkpoint those that follow its
 * head get the next positions, up to the first that does not. They are not in the server's order,
 * so this commit is flushed: a crash does not make it again. Throws what the client and the
 * database do, and then nothing has changed.
 */
export async function tryAgain(
  { client, server, prefix }: { client: Client; server: Server; prefix: string },
  start: IndexStart,
  stream: string,
): Promise<Tried> {
  const headsOf = (streams: readonly string[]) => readHeads(client, streams);
  const head = (await headsOf([stream])).get(stream)?.version ?? -1;
  const found = await readFrom(server, `${prefix}${stream}`, head + 1, start.at.commit);
  const sorter = new IndexSorter(prefix, new Map(), headsOf);
  const { commands, broken } = await sorter.sort(found);
  const [still] = broken;
  await client.query('begin');
  try {
    await client.query('set local synchronous_commit = on');
    const rows = commands.length ? await indexEvents(client, start, commands, start.at) : [];
    if (still) await keepParked(client, stream, still.version, still.why);
    else await client.query('select log.unpark_stream($1, $2)', [stream, rows.length]);
    await client.query('commit');
    const parkedFrom = still?.version ?? null;
    return { parkedFrom, rows, events: commands.flatMap(({ events }) => events) };
  } catch (error) {
    await client.query('rollback');
    if (!isRefusal(error)) throw error;
    await keepParked(client, stream, head + 1, describeError(error));
    return { parkedFrom: head + 1, rows: [], events: [] };
  }
}

async function keepParked(
  client: Client,
  stream: string,
  version: number,
  why: string,
): Promise<void> {
  await client.query('select log.keep_parked($1, $2, $3)', [stream, version, why]);
}

/** What lies beyond the checkpoint comes by the subscription. */
async function readFrom(
  { client, credentials }: Server,
  stream: string,
  version: number,
  upTo: bigint,
): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  const options = { fromRevision: BigInt(version), direction: FORWARDS, credentials } as const;
  const reading = client.readStream(stream, { ...options, requiresLeader: true });
  await allOf(reading, TIMEOUT_MS, (resolved) => {
    const event = serverEvent(resolved);
    if (event && event.commit <= upTo) found.push(event);
    return true;
  });
  return found;
}
