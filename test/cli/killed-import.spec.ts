import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { verifyLog } from '../../src/store/chain';
import { openPostgresStore } from '../../src/store/postgres';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { databaseUrl, root, run, start, until } from './command';

const LINES = 400;
const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const sheet = join(folder, 'sheet.csv');
const mapping = join(root, 'samples', 'clinic-sheet.yaml');
const args = ['import', 'history', sheet, '--mapping', mapping, '--json'];

const databases: TestDatabase[] = [];

beforeAll(() => {
  const [header, ...lines] = readFileSync(join(root, 'samples', 'clinic-sheet.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const many = Array.from({ length: LINES }, (_each, index) =>
    (lines[index % lines.length] ?? '').replace(/^S\d+/, `P${index}`),
  );
  writeFileSync(sheet, [header, ...many].join('\n'));
});
afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function liveDatabase(name: string) {
  const database = await createTestDatabase({ kind: 'live' });
  databases.push(database);
  const env = {
    DATABASE_URL: databaseUrl(database.app),
    DATABASE_ADMIN_URL: databaseUrl(database.admin),
    ANAMNESIS_DATA: join(folder, name),
  };
  return { database, env };
}

async function position(client: Client): Promise<number> {
  const { rows } = await client.query<{ position: string }>('select position from log.head');
  return Number(rows[0]?.position ?? 0);
}

/** Every event by stream and version, without what differs by the moment of its recording. */
async function events(database: TestDatabase): Promise<string[]> {
  const client = new Client(database.app);
  await client.connect();
  const { rows } = await client.query<{ event: string }>(
    `select stream || ' ' || version || ' ' || type || ' ' || id as event from log.event
      order by stream collate "C", version`,
  );
  await client.end();
  return rows.map(({ event }) => event);
}

test('an import killed three times adds exactly what an undisturbed one does', async () => {
  const undisturbed = await liveDatabase('undisturbed');
  const whole = await run(args, undisturbed.env);
  expect(JSON.parse(whole.out)).toMatchObject({ lines: LINES, imported: LINES, failed: [] });
  const expected = await events(undisturbed.database);

  const { database, env } = await liveDatabase('killed');
  const client = new Client(database.app);
  await client.connect();
  for (const share of [0.1, 0.45, 0.8]) {
    const { child, ended } = start(args, env);
    const killAt = Math.round(expected.length * share);
    await until(async () => (await position(client)) >= killAt, 20_000);
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    expect(await position(client)).toBeLessThan(expected.length);
  }
  const last = await run(args, env);
  // Lines that the killed runs had begun are among both.
  const report = JSON.parse(last.out) as { imported: number; already: number };
  expect(report).toMatchObject({ lines: LINES, different: [], failed: [] });
  expect(report.imported + report.already).toBe(LINES);
  expect(report.already).toBeGreaterThan(LINES / 4);
  expect(report.imported).toBeGreaterThan(0);
  expect(last.code).toBe(0);
  await client.end();

  expect(await events(database)).toEqual(expected);
  const store = await openPostgresStore({ app: database.app });
  expect(await verifyLog(store)).toMatchObject({ events: expected.length, intact: true });
  await store.close();
}, 90_000);
