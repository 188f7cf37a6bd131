import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool, type ClientConfig } from 'pg';
import { chainHash, ZERO_HASH } from '../src/store/chain';
import type { EventStore } from '../src/store/event-store';
import { openPostgresStore } from '../src/store/postgres';
import { ofRounds, quantile, type BenchRow } from './rows';
import { asAdmin, type BenchServer } from './server';
import { toStop } from './stopping';

/** Header and data of an event, and the payload of the reference, are about this large. */
const EVENT_BYTES = 600;
/** Makes header and data of an event as long as they are: the rest has about 240 bytes. */
export const FILLING = 'x'.repeat(EVENT_BYTES - 240);
/** The number of writers that the target is set for. */
export const WRITERS = 16;
/** Until the compiler of V8 has seen the code often enough. */
export const WARM_UP_SECONDS = 1;
const REACH_PGBENCH = 0.7;

export interface AppendLoad {
  readonly writers: readonly number[];
  /** Ours and the reference run in turn, so that both meet the same moods of the machine. */
  readonly rounds: number;
  /** Per measurement. */
  readonly seconds: number;
}

export interface Rate {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

interface Reference {
  readonly name: string;
  run(writers: number, seconds: number): Promise<number>;
}

/**
 * Durable appends of one event each (version and hash checked, ids unique) against durable inserts
 * of one row each into a table with a primary key: by `pgbench` where it is on the PATH, else by an
 * equal loop with `pg`, which is slower and says so in its name.
 */
export async function benchAppend(
  { app, admin }: BenchServer,
  load: AppendLoad,
): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'anamnesis-bench-'));
  const removeFolder = toStop(() => rm(folder, { recursive: true, force: true }));
  const store = await openPostgresStore({ app });
  await asAdmin(admin, 'create table public.bench_insert (id uuid primary key, payload json)');
  try {
    const reference = await findReference(admin, folder);
    const rows: BenchRow[] = [];
    for (const writers of load.writers) rows.push(await compare(store, reference, writers, load));
    return rows;
  } finally {
    await asAdmin(admin, 'drop table if exists public.bench_insert');
    await store.close();
    await removeFolder();
  }
}

async function compare(
  store: EventStore,
  reference: Reference,
  writers: number,
  { rounds, seconds }: AppendLoad,
): Promise<BenchRow> {
  const latenciesMs: number[] = [];
  const measured: { ours: number; reference: number }[] = [];
  await appendFor(store, writers, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    const theirs = await reference.run(writers, seconds);
    const ours = await appendFor(store, writers, seconds);
    measured.push({ ours: ours.perSecond, reference: theirs });
    latenciesMs.push(...ours.latenciesMs);
  }
  return {
    work: `append, one event each, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
    ...ofRounds(measured),
    referenceName: `${reference.name}, one row each`,
    unit: 'events/s',
    reach: writers === WRITERS ? REACH_PGBENCH : null,
    note: latencies(latenciesMs),
  };
}

/** `p50 1.0 ms, p99 4.2 ms`. */
export function latencies(latenciesMs: readonly number[]): string {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number): string => quantile(sorted, share).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

/** Each writer has a stream of its own and waits for each answer, as pgbench's clients do. */
export async function appendFor(
  store: EventStore,
  writers: number,
  seconds: number,
): Promise<Rate> {
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + seconds * 1_000;
  const write = async (): Promise<void> => {
    const stream = `episode-${randomUUID()}`;
    let prevHash = ZERO_HASH;
    for (let version = 0; performance.now() < endMs; version += 1) {
      const event = makeEvent(stream, version, prevHash);
      const expected = version === 0 ? 'none' : version - 1;
      const sentMs = performance.now();
      const result = await store.append({ stream, expected, prevHash, events: [event] });
      latenciesMs.push(performance.now() - sentMs);
      if (result.outcome !== 'appended') throw new Error(`append was answered ${result.outcome}`);
      prevHash = event.hash;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const elapsedSeconds = (performance.now() - startMs) / 1_000;
  return { perSecond: latenciesMs.length / elapsedSeconds, latenciesMs };
}

function makeEvent(stream: string, version: number, prevHash: Buffer) {
  const id = randomUUID();
  const type = 'SessionCompleted';
  const envelope = { format: 1, id, stream, version, type, commandIndex: 0, commandSize: 1 };
  const data = '{"painBefore":6,"painAfter":3}';
  const header = JSON.stringify({ ...envelope, filling: FILLING });
  return { id, type, header, data, sealed: null, hash: chainHash(prevHash, header, data, null) };
}

async function findReference(admin: ClientConfig, folder: string): Promise<Reference> {
  const payload = JSON.stringify({ filling: 'x'.repeat(EVENT_BYTES - 14) });
  const insert = `insert into public.bench_insert values (gen_random_uuid(), '${payload}')`;
  const run = promisify(execFile);
  const version = await run('pgbench', ['--version']).catch(() => null);
  if (!version) return pgLoop(admin, insert);
  const script = join(folder, 'insert.sql');
  await writeFile(script, `${insert}\n`);
  return {
    name: version.stdout.trim(),
    async run(writers, seconds) {
      const threads = String(Math.min(writers, 2));
      const load = ['-c', String(writers), '-j', threads, '-T', String(Math.ceil(seconds))];
      const { args, env } = libpqSettings(admin);
      const { stdout } = await run(
        'pgbench',
        ['-n', '-M', 'prepared', '-f', script, ...load, ...args],
        { env: { ...process.env, ...env } },
      );
      const rate = /tps = ([\d.]+)/.exec(stdout)?.[1];
      if (rate === undefined) throw new Error(`pgbench gave no rate: ${stdout}`);
      return Number(rate);
    },
  };
}

/** The same insert from this process, a connection a writer: where there is no pgbench. */
function pgLoop(admin: ClientConfig, insert: string): Reference {
  return {
    name: 'pg loop (no pgbench on the PATH)',
    async run(writers, seconds) {
      const pool = new Pool({ ...admin, max: writers });
      const endMs = performance.now() + seconds * 1_000;
      let inserted = 0;
      const write = async (): Promise<void> => {
        const client = await pool.connect();
        while (performance.now() < endMs) {
          await client.query({ name: 'insert', text: insert });
          inserted += 1;
        }
        client.release();
      };
      await Promise.all(Array.from({ length: writers }, write));
      await pool.end();
      return inserted / seconds;
    },
  };
}

function libpqSettings(admin: ClientConfig): { args: string[]; env: Record<string, string> } {
  if (admin.connectionString !== undefined) return { args: [admin.connectionString], env: {} };
  const { host = '', port = 5432, user = '', database = '', password } = admin;
  const args = ['-h', host, '-p', String(port), '-U', user, database];
  return { args, env: typeof password === 'string' ? { PGPASSWORD: password } : {} };
}
