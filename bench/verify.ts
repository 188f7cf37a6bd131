import { hash } from 'node:crypto';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { verifyLog } from '../src/store/chain';
import { openPostgresStore } from '../src/store/postgres';
import type { BenchLog } from './loaded-log';
import { ofRounds, type BenchRow } from './rows';
import type { BenchServer } from './server';

const REACH = 0.3;
const ROUNDS = 3;

/**
 * Verifying the whole log (every chain, every column against its header, the order of positions)
 * against one SHA-256 an event over the same bytes, read by COPY and not looked at.
 */
export async function benchVerify(log: BenchLog, size: number): Promise<BenchRow[]> {
  const events = await log.load(size);
  const rounds: { ours: number; reference: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const reference = events / (await hashBare(log.server, events));
    rounds.push({ reference, ours: events / (await verifyOnce(log.server, events)) });
  }
  return [
    {
      work: `verify the log, ${events.toLocaleString('en')} events`,
      ...ofRounds(rounds),
      referenceName: 'SHA-256 of the same bytes, read by binary COPY',
      unit: 'events/s',
      reach: REACH,
      note: 'ours reads the log twice: stream by stream, and in order of position',
    },
  ];
}

/** Seconds. */
async function verifyOnce({ app }: BenchServer, expected: number): Promise<number> {
  const store = await openPostgresStore({ app });
  try {
    const startMs = performance.now();
    const { intact, events, firstBad } = await verifyLog(store);
    if (!intact || events !== expected) {
      throw new Error(`the bench's log is not intact: ${JSON.stringify(firstBad)}`);
    }
    return (performance.now() - startMs) / 1_000;
  } finally {
    await store.close();
  }
}

/** Seconds. */
async function hashBare({ app }: BenchServer, expected: number): Promise<number> {
  const client = new Client(app);
  await client.connect();
  const startMs = performance.now();
  const source = client.query(
    copyTo(`copy (select convert_to(header::text, 'UTF8') || convert_to(data::text, 'UTF8')
      || coalesce(sealed, '') from log.event order by seq) to stdout (format binary)`),
  );
  let hashed = 0;
  const take = binaryColumn((value) => {
    if (hash('sha256', value, 'buffer').length === 32) hashed += 1;
  });
  // pg-copy-streams gives buffers.
  for await (const chunk of source as AsyncIterable<Buffer>) take(chunk);
  await client.end();
  if (hashed !== expected) throw new Error(`${hashed} of ${expected} events were read`);
  return (performance.now() - startMs) / 1_000;
}

/** Signature, flags and the length of an extension that is not used. */
const FILE_HEADER_BYTES = 19;
/** Number of columns and length of the value. */
const TUPLE_HEADER_BYTES = 6;

/**
 * Takes a binary COPY of one column that is never null, chunk by chunk, and hands on its values;
 * see "Binary Format" of COPY in the manual of PostgreSQL. It ends with −1 instead of a number of
 * columns, which is too short to be a value.
 */
function binaryColumn(onValue: (value: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let at = FILE_HEADER_BYTES;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= at + TUPLE_HEADER_BYTES) {
      const end = at + TUPLE_HEADER_BYTES + rest.readInt32BE(at + 2);
      if (rest.length < end) break;
      onValue(rest.subarray(at + TUPLE_HEADER_BYTES, end));
      at = end;
    }
    const passed = Math.min(at, rest.length);
    rest = rest.subarray(passed);
    at -= passed;
  };
}
