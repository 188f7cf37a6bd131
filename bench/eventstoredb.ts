import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryEvent, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client';
import { Client } from 'pg';
import { openEventStoreDb } from '../src/store/eventstoredb';
import { reachServer, type Server } from '../src/store/eventstoredb-client';
import type { EventStore } from '../src/store/event-store';
import { StreamWriter } from '../test/store/stream-writer';
import { appendFor, latencies, WARM_UP_SECONDS } from './append';
import { visibleRows } from './mutation';
import { ofRounds, type BenchRow, type TableRow } from './rows';
import { asAdmin, type BenchServer } from './server';
import { openSite } from './site';

const WRITERS = [16, 64];
const REACH_APPEND = 0.8;
const REACH_INDEX = 0.7;
const VISIBLE_PER_SECOND = 50;
const REACH_MS = { p50Ms: 15, p99Ms: null };
const EVENT_BYTES = 600;
const APPEND_EVENTS = 200;
const WAIT_MS = 120_000;

export interface EventStoreLoad {
  readonly seconds: number;
  readonly rounds: number;
  /** Events that are indexed anew, and read by the bare client. */
  readonly events: number;
}

/** Rows of the log in EventStoreDB; one that says so when there is no server. */
export async function benchEventStoreDb(
  { app, admin }: BenchServer,
  load: EventStoreLoad,
): Promise<TableRow[]> {
  const url = process.env['EVENTSTORE_URL'];
  if (url === undefined) {
    return [{ work: 'log in EventStoreDB', unmeasured: 'Not run: EVENTSTORE_URL names no server' }];
  }
  const server = reachServer(url);
  try {
    const rows: TableRow[] = [];
    const store = await openEventStoreDb({ app, url });
    try {
      for (const writers of WRITERS) rows.push(await compareAppend(store, server, writers, load));
      await fill(store, load.events);
    } finally {
      await store.close();
    }
    rows.push(await compareIndex({ app, admin, url, server }, load.rounds));
    rows.push(...(await visible({ app, url }, load.seconds)));
    return rows;
  } finally {
    await server.close();
  }
}

/** From a mutation's answer to the queries that show it, the log elsewhere. */
async function visible(
  { app, url }: Pick<IndexBench, 'app' | 'url'>,
  seconds: number,
): Promise<BenchRow[]> {
  const site = await openSite({ app, eventStoreUrl: url });
  try {
    const rows = await visibleRows(site, seconds, { perSecond: VISIBLE_PER_SECOND, ...REACH_MS });
    return rows.map((row) => ({ ...row, work: `EventStoreDB: ${row.work}` }));
  } finally {
    await site.close();
  }
}

/** Ours waits for the position; the bare client in its safe mode for the server's answer. */
async function compareAppend(
  store: EventStore,
  server: Server,
  writers: number,
  { rounds, seconds }: EventStoreLoad,
): Promise<BenchRow> {
  const latenciesMs: number[] = [];
  const measured: { ours: number; reference: number }[] = [];
  await appendFor(store, writers, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    const reference = await bareAppends(server, writers, seconds);
    const ours = await appendFor(store, writers, seconds);
    measured.push({ ours: ours.perSecond, reference });
    latenciesMs.push(...ours.latenciesMs);
  }
  return {
    work: `append to EventStoreDB, one event each, ${writers} writers`,
    ...ofRounds(measured),
    referenceName: '@eventstore/db-client, safe append, no position',
    unit: 'events/s',
    reach: REACH_APPEND,
    note: latencies(latenciesMs),
  };
}

async function bareAppends(server: Server, writers: number, seconds: number): Promise<number> {
  const { client, credentials } = server;
  const data = Buffer.alloc(EVENT_BYTES, 'x');
  const startMs = performance.now();
  let appended = 0;
  const write = async (): Promise<void> => {
    const stream = `bench-${randomUUID()}`;
    for (let version = -1; performance.now() < startMs + seconds * 1_000; version += 1) {
      const event = binaryEvent({ id: randomUUID(), type: 'SessionCompleted', data });
      const expectedRevision = version < 0 ? NO_STREAM : BigInt(version);
      await client.appendToStream(stream, event, { expectedRevision, credentials });
      appended += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return appended / ((performance.now() - startMs) / 1_000);
}

/** Until the log has so many events, by commands of many. */
async function fill(store: EventStore, events: number): Promise<void> {
  const contents = Array.from({ length: APPEND_EVENTS }, () => ({}));
  while ((await store.head()).position < events) await new StreamWriter(store).append(contents);
}

interface IndexBench {
  readonly app: BenchServer['app'];
  readonly admin: BenchServer['admin'];
  readonly url: string;
  readonly server: Server;
}

/** The whole log indexed from nothing, against reading the same events by the same filter. */
async function compareIndex(bench: IndexBench, rounds: number): Promise<BenchRow> {
  const { app, admin, url, server } = bench;
  const client = new Client(admin);
  await client.connect();
  try {
    const { rows } = await client.query<{ position: string; prefix: string }>(
      'select position, prefix from log.head, log.eventstore',
    );
    const events = Number(rows[0]?.position);
    const measured: { ours: number; reference: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const reference = events / (await bareCatchUp(server, rows[0]?.prefix ?? '', events));
      await asAdmin(
        admin,
        `set session_replication_role = replica; truncate log.log_index;
         update log.head set position = 0;
         update log.eventstore set commit_position = -1, prepare_position = -1`,
      );
      const startMs = performance.now();
      const store = await openEventStoreDb({ app, url });
      while ((await store.head()).position < events) await sleep(5);
      measured.push({ ours: events / ((performance.now() - startMs) / 1_000), reference });
      await store.close();
    }
    return {
      work: `index ${events} events of EventStoreDB, hashes verified`,
      ...ofRounds(measured),
      referenceName: '@eventstore/db-client, filtered catch-up alone',
      unit: 'events/s',
      reach: REACH_INDEX,
      note: '',
    };
  } finally {
    await client.end();
  }
}

/** Seconds. */
async function bareCatchUp(
  { client, credentials }: Server,
  prefix: string,
  events: number,
): Promise<number> {
  const startMs = performance.now();
  const subscription = client.subscribeToAll({
    fromPosition: START,
    filter: streamNameFilter({ prefixes: [prefix] }),
    credentials,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the catch-up did not end')), WAIT_MS);
      let seen = 0;
      subscription.on('data', () => {
        seen += 1;
        if (seen < events) return;
        clearTimeout(timer);
        resolve();
      });
      subscription.on('error', reject);
    });
  } finally {
    await subscription.unsubscribe();
  }
  return (performance.now() - startMs) / 1_000;
}
