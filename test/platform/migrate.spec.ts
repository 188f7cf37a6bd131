import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/platform/migrate';
import { dumpSchema } from '../../src/platform/schema-dump';
import { openDatabase } from '../../src/platform/database';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let dir: string;

beforeEach(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), 'anamnesis-migrations-'));
  // The test database holds the real migrations already: these start from a clean slate.
  await query('drop schema public cascade; create schema public');
});

afterEach(async () => {
  await database.drop();
  rmSync(dir, { recursive: true });
});

async function query(sql: string): Promise<object[]> {
  const client = new Client(database.admin);
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

function write(name: string, sql: string): void {
  writeFileSync(join(dir, name), sql);
}

test('numbered files run once, in the order of their numbers; other files are left alone', async () => {
  write('0010-third.sql', 'insert into place values (3)');
  write('0002-second.sql', 'insert into place values (2)');
  write('0001-first.sql', 'create table place (nth int); insert into place values (1)');
  write('schema.sql', 'this is no SQL');
  expect(await migrate(database.admin, { dir })).toEqual([
    '0001-first',
    '0002-second',
    '0010-third',
  ]);
  expect(await migrate(database.admin, { dir })).toEqual([]);
  write('0011-fourth.sql', 'insert into place values (4)');
  expect(await migrate(database.admin, { dir })).toEqual(['0011-fourth']);
  expect(await query('select array_agg(nth) as run from place')).toEqual([{ run: [1, 2, 3, 4] }]);
});

test('a file that fails leaves nothing behind, and is named', async () => {
  write('0001-good.sql', 'create table good ()');
  write('0002-bad.sql', 'create table bad (); select nonsense');
  await expect(migrate(database.admin, { dir })).rejects.toThrow('nonsense');
  expect(await query(`select to_regclass('good') as good, to_regclass('bad') as bad`)).toEqual([
    { good: null, bad: null },
  ]);
});

test('services that start together migrate once', async () => {
  write('0001-slow.sql', 'create table slow (); select pg_sleep(0.2)');
  const runs = await Promise.all([1, 2, 3].map(() => migrate(database.admin, { dir })));
  expect(runs.flat()).toEqual(['0001-slow']);
});

test('a file may work as another role; the next one starts as ourselves again', async () => {
  write('0001-as-other.sql', 'set role anamnesis_app; set search_path to log');
  write('0002-as-self.sql', 'create table mine as select current_user as me');
  await migrate(database.admin, { dir });
  expect(await query('select me from public.mine')).toEqual([{ me: 'postgres' }]);
});

test('a data folder of a later version is refused', async () => {
  write('0001-known.sql', 'select 1');
  write('0002-later.sql', 'select 1');
  await migrate(database.admin, { dir });
  rmSync(join(dir, '0002-later.sql'));
  await expect(migrate(database.admin, { dir })).rejects.toThrow(/0002-later.* later version/);
});

test('the dump of the same migrations is the same text, with tables, rights and functions', async () => {
  const other = await createTestDatabase();
  const dumps: string[] = [];
  for (const { admin } of [other, database]) {
    const client = new Client(admin);
    await client.connect();
    dumps.push(await dumpSchema(client));
    await client.end();
  }
  await other.drop();
  const [dump = '', second] = dumps;
  expect(second).toBe(dump);
  expect(dump).toContain('create table log.event (');
  expect(dump).toContain('grant select on table log.event to anamnesis_app;');
  expect(dump).not.toMatch(/insert[^;]* on table log\.event to anamnesis_app/);
  expect(dump).toContain('FUNCTION log.append(');
  expect(dump).not.toContain('schema_migration');
});

test('a server of your own is used as given, and left running', async () => {
  const { host, port, user, password, name } = { ...database.app, name: database.name };
  const databaseUrl = `postgres://${user}:${password}@/${name}?host=${host}&port=${port}`;
  const config = { dataDir: dir, databaseUrl, databaseAdminUrl: undefined };
  const opened = await openDatabase(config, console);
  expect(opened.app).toEqual({ connectionString: databaseUrl });
  await opened.stop();
  const client = new Client(opened.app);
  await client.connect();
  await client.end();
});

test('a server that is not there is named without its password', async () => {
  const databaseUrl = 'postgres://app:hunter2@127.0.0.1:9/clinic';
  const config = { dataDir: dir, databaseUrl, databaseAdminUrl: undefined };
  const error = await openDatabase(config, console).catch((caught: unknown) => String(caught));
  expect(error).toMatch(/The server of DATABASE_URL cannot be used: .*ECONNREFUSED/);
  expect(error).not.toContain('hunter2');
});
