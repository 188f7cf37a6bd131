// emmett-postgresql in a process of its own, driven by bench/emmett.ts: one message, one answer.
import {
  getPostgreSQLEventStore,
  pongoSingleStreamProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** What it was opened with; null before. */
let opened = null;

const work = { open, append, load, project };

process.on('message', async ({ kind, ...task }) => {
  try {
    process.send({ answer: await work[kind](task) });
  } catch (error) {
    process.send({
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
process.on('disconnect', () => process.exit(0));

/** A pool with a connection for every writer: its own has ten. */
async function open({ connectionString, connections }) {
  const pool = new pg.Pool({ connectionString, max: connections });
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
  await store.schema.migrate();
  opened = { connectionString, store };
}

/** Each writer has a stream of its own, gives the expected version and waits for each answer. */
async function append({ writers, seconds, data }) {
  const latenciesMs = [];
  const startMs = performance.now();
  const endMs = startMs + seconds * 1_000;
  const write = async () => {
    const stream = `episode-${randomUUID()}`;
    let expectedStreamVersion = 'STREAM_DOES_NOT_EXIST';
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      const { nextExpectedStreamVersion } = await opened.store.appendToStream(
        stream,
        [{ type: 'SessionCompleted', data }],
        { expectedStreamVersion },
      );
      latenciesMs.push(performance.now() - sentMs);
      expectedStreamVersion = nextExpectedStreamVersion;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return { perSecond: latenciesMs.length / ((performance.now() - startMs) / 1_000), latenciesMs };
}

/** Appends the first events of our log, a stream at a time, as events of this store. */
async function load({ log, events }) {
  const client = new pg.Client(log);
  await client.connect();
  const { rows } = await client.query(
    'select stream, type, data from log.event where seq <= $1 order by stream, version',
    [events],
  );
  await client.end();
  const streams = new Map();
  for (const { stream, type, data } of rows) {
    if (!streams.has(stream)) streams.set(stream, []);
    streams.get(stream).push({ type, data });
  }
  for (const [stream, entries] of streams) await opened.store.appendToStream(stream, entries);
  return { events: rows.length, types: [...new Set(rows.map(({ type }) => type))] };
}

/**
 * Its own rebuild of one projection, in larger batches and without the waits between them that are
 * its defaults. Timed from the first event to the last, so that nothing else is counted. Under a
 * name of its own each time: under the same one it would go on where it ended.
 */
async function project({ name, types, events }) {
  let handled = 0;
  let firstMs = 0;
  let lastMs = 0;
  const projection = pongoSingleStreamProjection({
    collectionName: name,
    canHandle: types,
    initialState: () => ({ entries: 0, byType: {} }),
    evolve: (document, { type }) => {
      lastMs = performance.now();
      if (handled === 0) firstMs = lastMs;
      handled += 1;
      const { entries, byType } = document;
      return {
        ...document,
        entries: entries + 1,
        byType: { ...byType, [type]: (byType[type] ?? 0) + 1 },
      };
    },
  });
  const consumer = rebuildPostgreSQLProjections({
    connectionString: opened.connectionString,
    projections: [projection],
    pulling: { batchSize: 500, pullingFrequencyInMs: 0 },
  });
  try {
    await consumer.start();
  } finally {
    await consumer.close();
  }
  if (handled !== events) throw new Error(`${handled} of ${events} events were projected`);
  return { perSecond: handled / ((lastMs - firstMs) / 1_000) };
}
