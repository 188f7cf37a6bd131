import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { EmbeddedConnection } from '../../src/platform/connection-settings';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres';
import { isAlive, processesIn } from '../../src/platform/postgres-process';

const root = join(__dirname, '..', '..');
const register = join(root, 'scripts', 'swc-register.cjs');

interface Started {
  readonly pid: number;
  readonly adopted: boolean;
  readonly admin: EmbeddedConnection;
  readonly app: EmbeddedConnection;
}

let dataDir: string;
const hosts: ChildProcess[] = [];

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'anamnesis-embedded-')), 'data');
});

afterEach(() => {
  for (const host of hosts.splice(0)) host.kill('SIGKILL');
  for (const pid of processesIn(join(dataDir, 'postgres'))) process.kill(pid, 'SIGKILL');
  rmSync(join(dataDir, '..'), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

function startHost(): ChildProcess {
  const script = join(__dirname, 'host-process.ts');
  const host = spawn(process.execPath, ['-r', register, script, dataDir], { cwd: root });
  hosts.push(host);
  return host;
}

async function started(host: ChildProcess): Promise<Started> {
  let complaint = '';
  host.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  // `spawn` was called with pipes.
  for await (const line of createInterface({ input: host.stdout! }))
    return JSON.parse(line) as Started;
  throw new Error(`The host process ended: ${complaint}`);
}

async function query<T extends object>(connection: EmbeddedConnection, sql: string): Promise<T[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a first start makes a durable UTF-8 cluster, no TCP, and a role without rights', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log: console });
  try {
    const [settings] = await query<Record<string, string>>(
      postgres.admin,
      `select current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp,
         current_setting('data_checksums') as checksums, datlocale, datlocprovider,
         pg_encoding_to_char(encoding) as encoding, current_setting('synchronous_commit') as sync
       from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      tcp: '',
      checksums: 'on',
      datlocale: 'C.UTF-8',
      datlocprovider: 'b',
      encoding: 'UTF8',
      sync: 'on',
    });
    const [role] = await query<{ rolsuper: boolean; rolcreatedb: boolean }>(
      postgres.app,
      'select rolsuper, rolcreatedb from pg_roles where rolname = current_user',
    );
    expect(role).toEqual({ rolsuper: false, rolcreatedb: false });
    await expect(query(postgres.app, 'create table public.t ()')).rejects.toThrow(
      'permission denied',
    );
    await expect(query({ ...postgres.app, password: 'wrong' }, 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    expect(statSync(postgres.app.host).mode & 0o777).toBe(0o700);
  } finally {
    await postgres.stop();
  }
  expect(isAlive(postgres.pid)).toBe(false);
  expect(existsSync(postgres.app.host)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('data survive a stop, and the next start takes less than 1.5 s', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log: console });
  await query(first.admin, 'create table kept as select 42 as answer');
  await first.stop();
  const startedAt = performance.now();
  const second = await startEmbeddedPostgres({ dataDir, log: console });
  const tookMs = performance.now() - startedAt;
  try {
    expect(await query(second.admin, 'select * from kept')).toEqual([{ answer: 42 }]);
    expect(second.adopted).toBe(false);
    expect(tookMs).toBeLessThan(1_500);
  } finally {
    await second.stop();
  }
});

test('after kill -9 of the service the living database is adopted', async () => {
  const first = startHost();
  const before = await started(first);
  await query(before.admin, 'create table kept as select 42 as answer');
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(isAlive(before.pid)).toBe(true);

  const second = startHost();
  const after = await started(second);
  expect(after).toEqual({ ...before, adopted: true });
  expect(await query(after.admin, 'select * from kept')).toEqual([{ answer: 42 }]);
  second.kill('SIGTERM');
  expect(await once(second, 'exit')).toEqual([0, null]);
  expect(isAlive(before.pid)).toBe(false);
  expect(existsSync(join(dataDir, 'service.json'))).toBe(false);
});

test('after kill -9 of both, the next start recovers', async () => {
  const first = startHost();
  const before = await started(first);
  await query(before.admin, 'create table kept as select 42 as answer');
  first.kill('SIGKILL');
  process.kill(before.pid, 'SIGKILL');
  await once(first, 'exit');

  const after = await started(startHost());
  expect(after.adopted).toBe(false);
  expect(after.pid).not.toBe(before.pid);
  expect(await query(after.admin, 'select * from kept')).toEqual([{ answer: 42 }]);
});

test('a database that dies alone is started again', async () => {
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (text: string) => void warnings.push(text) };
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  try {
    const before = postgres.pid;
    await query(postgres.admin, 'create table kept as select 42 as answer');
    process.kill(before, 'SIGKILL');
    const rows = await retry(() => query(postgres.admin, 'select * from kept'), 20_000);
    expect(rows).toEqual([{ answer: 42 }]);
    expect(postgres.pid).not.toBe(before);
    expect(warnings).toEqual([expect.stringContaining('PostgreSQL died')]);
  } finally {
    await postgres.stop();
  }
});

test('a second service on the same data is refused, and the first is not disturbed', async () => {
  const first = startHost();
  const { pid, app } = await started(first);
  const second = startHost();
  let complaint = '';
  second.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  expect(await once(second, 'exit')).toEqual([1, null]);
  expect(complaint.trim().split('\n')).toEqual([
    expect.stringMatching(
      `Another Anamnesis \\(pid ${first.pid}\\) already uses .* at http://127.0.0.1:1: stop it`,
    ),
  ]);
  await expect(startEmbeddedPostgres({ dataDir, log: console })).rejects.toThrow(
    'Another Anamnesis',
  );
  expect(isAlive(pid)).toBe(true);
  expect(await query(app, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('the log of the database holds no statement and no value', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log: console });
  try {
    await query(postgres.admin, 'create table person (name text primary key)');
    const twice = `insert into person values ('Erika Example'), ('Erika Example')`;
    await expect(query(postgres.admin, twice)).rejects.toThrow('duplicate key');
  } finally {
    await postgres.stop();
  }
  const text = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
  expect(text).toContain('duplicate key');
  expect(text).not.toContain('Erika');
});

async function retry<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
