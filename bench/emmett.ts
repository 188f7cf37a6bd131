import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionSettings } from '../src/platform/connection-settings';
import { openPostgresStore } from '../src/store/postgres';
import { appendFor, FILLING, latencies, WARM_UP_SECONDS, WRITERS } from './append';
import type { AppendLoad, Rate } from './append';
import type { BenchLog } from './loaded-log';
import { rebuildOnce } from './rebuild';
import { ofRounds, type TableRow } from './rows';
import { asAdmin, type BenchServer } from './server';
import { toStop } from './stopping';

const REFERENCE = join(__dirname, 'reference');
const DATABASE = 'bench_emmett';
const APPEND = `append, one event each, ${WRITERS} writers, against emmett-postgresql`;
const PROJECT = 'rebuild all read models, against emmett-postgresql';
const REACH_APPEND = 5;
const REACH_PROJECT = 15;
const ROUNDS = 3;

/** Appends by 16 writers, against those of emmett-postgresql. */
export async function benchEmmettAppend(
  server: BenchServer,
  { rounds, seconds }: Omit<AppendLoad, 'writers'>,
): Promise<TableRow[]> {
  const emmett = await startEmmett(server);
  if (!emmett) return [notInstalled(APPEND)];
  const store = await openPostgresStore({ app: server.app });
  try {
    const measured: { ours: number; reference: number }[] = [];
    const theirLatenciesMs: number[] = [];
    await emmett.append(WRITERS, WARM_UP_SECONDS);
    await appendFor(store, WRITERS, WARM_UP_SECONDS);
    for (let round = 0; round < rounds; round += 1) {
      const theirs = await emmett.append(WRITERS, seconds);
      const ours = await appendFor(store, WRITERS, seconds);
      measured.push({ ours: ours.perSecond, reference: theirs.perSecond });
      theirLatenciesMs.push(...theirs.latenciesMs);
    }
    return [
      {
        work: APPEND,
        ...ofRounds(measured),
        referenceName: `${emmett.name}, appendToStream with expected version, ${WRITERS} connections`,
        unit: 'events/s',
        reach: REACH_APPEND,
        note: `the reference: ${latencies(theirLatenciesMs)}`,
      },
    ];
  } finally {
    await store.close();
    await emmett.stop();
  }
}

export interface ProjectionSizes {
  /** Events of the log that ours rebuilds. */
  readonly log: number;
  /** The first of them, which the reference projects: rates are compared. */
  readonly reference: number;
}

/**
 * Rebuilding all our read models, against the rebuild that emmett-postgresql has for its
 * asynchronous projections, of one that counts the entries of each stream in a document: the least
 * that a read model may do.
 */
export async function benchEmmettProjector(
  log: BenchLog,
  sizes: ProjectionSizes,
): Promise<TableRow[]> {
  const events = await log.load(sizes.log);
  const emmett = await startEmmett(log.server);
  if (!emmett) return [notInstalled(PROJECT)];
  try {
    const loaded = await emmett.load(log.server.app, sizes.reference);
    const rounds: { ours: number; reference: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { perSecond: reference } = await emmett.project(`entries_${round}`, loaded);
      const { seconds } = await rebuildOnce(log.server);
      rounds.push({ ours: events / seconds, reference });
    }
    return [
      {
        work: PROJECT,
        ...ofRounds(rounds),
        referenceName: `${emmett.name}, rebuild of one projection (a counter, Pongo document)`,
        unit: 'events/s',
        reach: REACH_PROJECT,
        note:
          `ours ${events.toLocaleString('en')} events, the reference the first ` +
          `${loaded.events.toLocaleString('en')} of them in batches of 500 without waits, ` +
          'timed from its first event to its last',
      },
    ];
  } finally {
    await emmett.stop();
  }
}

function notInstalled(work: string): TableRow {
  const unmeasured =
    'The reference @event-driven-io/emmett-postgresql is not installed: npm ci in bench/reference ' +
    'did not succeed.';
  return { work, unmeasured };
}

interface Loaded {
  readonly events: number;
  readonly types: readonly string[];
}

interface Emmett {
  readonly name: string;
  append(writers: number, seconds: number): Promise<Rate>;
  load(log: ConnectionSettings, events: number): Promise<Loaded>;
  /** `name` is one that it was not called with before. */
  project(name: string, loaded: Loaded): Promise<{ readonly perSecond: number }>;
  /** Ends the process and drops its database. */
  stop(): Promise<void>;
}

/** Starts it on a database of its own in the same PostgreSQL; null when it is not installed. */
async function startEmmett({ admin }: BenchServer): Promise<Emmett | null> {
  const manifest = join(REFERENCE, 'node_modules/@event-driven-io/emmett-postgresql/package.json');
  if (!existsSync(manifest)) return null;
  // A manifest has a version.
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  await asAdmin(admin, `drop database if exists ${DATABASE} with (force)`);
  await asAdmin(admin, `create database ${DATABASE}`);
  const child = fork(join(REFERENCE, 'emmett.mjs'), { execArgv: [] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stopChild = toStop(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const ask = asker(child);
  const connectionString = urlOf(admin, DATABASE);
  try {
    await ask({ kind: 'open', connectionString, connections: WRITERS });
  } catch (error) {
    await stopChild();
    throw error;
  }
  const data = { painBefore: 6, painAfter: 3, filling: FILLING };
  return {
    name: `emmett-postgresql ${version}`,
    append: (writers, seconds) => ask<Rate>({ kind: 'append', writers, seconds, data }),
    load: (log, events) => ask<Loaded>({ kind: 'load', log, events }),
    project: (name, loaded) => ask({ kind: 'project', name, ...loaded }),
    async stop() {
      await stopChild();
      await asAdmin(admin, `drop database if exists ${DATABASE} with (force)`);
    },
  };
}

/** One question at a time. Rejects with what went wrong there, or when the process ends. */
function asker(child: ChildProcess): <T>(task: object) => Promise<T> {
  return <T>(task: object) =>
    new Promise<T>((resolve, reject) => {
      const onExit = (code: number | null): void => {
        child.off('message', onMessage);
        reject(new Error(`the process of the reference ended (${code ?? 'by a signal'})`));
      };
      const onMessage = (message: { answer?: T; error?: string }): void => {
        child.off('exit', onExit);
        if (message.error !== undefined) reject(new Error(message.error));
        // Each kind of task has its answer, written beside this file's other half.
        else resolve(message.answer as T);
      };
      child.once('exit', onExit);
      child.once('message', onMessage);
      child.send(task);
    });
}

/** The same server, another database, as the one text that the reference takes. */
function urlOf(admin: ConnectionSettings, database: string): string {
  if ('connectionString' in admin) {
    const url = new URL(admin.connectionString);
    url.pathname = `/${database}`;
    return url.href;
  }
  const { host, port, user, password } = admin;
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${who}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}
