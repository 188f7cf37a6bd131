import { Client } from 'pg';
import { KeyErased, memoryKeyStore, openKeyStore, type KeyStore } from '../../src/store/key-store';
import { WrongMasterKey } from '../../src/store/master-key';
import { newKey } from '../../src/store/sealing';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('keys in PostgreSQL', () => {
  const masterKey = newKey();
  let database: TestDatabase;
  let nodes: [KeyStore, KeyStore];
  beforeAll(async () => {
    database = await createTestDatabase();
    const open = (): KeyStore => openKeyStore({ app: database.app, masterKey });
    nodes = [open(), open()];
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.drop();
  });

  test('an owner has none until one is made, and then always the same', async () => {
    const [a, b] = nodes;
    expect(await a.keyOf('patient-1')).toBeNull();
    const key = await a.ensureKey('patient-1');
    expect(key).toHaveLength(32);
    expect(await a.ensureKey('patient-1')).toEqual(key);
    expect(await b.keyOf('patient-1')).toEqual(key);
    expect(await b.ensureKey('patient-2')).not.toEqual(key);
  });

  test('racers on two nodes get the same key', async () => {
    const keys = await Promise.all(
      Array.from({ length: 20 }, (_, n) => nodes[n % 2 === 0 ? 0 : 1].ensureKey('organisation')),
    );
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  test('a deleted key is gone at once, on every node', async () => {
    const [a, b] = nodes;
    await a.ensureKey('staff-1');
    await b.keyOf('staff-1');
    await asAdmin(database, `delete from keys.person_key where owner = 'staff-1'`);
    expect(await a.keyOf('staff-1')).toBeNull();
    expect(await b.keyOf('staff-1')).toBeNull();
  });

  test('only wrapped keys are stored', async () => {
    const key = await nodes[0].ensureKey('patient-3');
    const rows = await asAdmin(database, 'select wrapped from keys.person_key');
    for (const { wrapped } of rows as { wrapped: Buffer }[]) {
      expect(wrapped).toHaveLength(60);
      expect(wrapped.includes(key)).toBe(false);
    }
  });

  test('another master key is named, not mistaken', async () => {
    await nodes[0].ensureKey('patient-4');
    const other = openKeyStore({ app: database.app, masterKey: newKey() });
    await expect(other.keyOf('patient-4')).rejects.toBeInstanceOf(WrongMasterKey);
    await other.close();
  });

  test('a key that does not open fails those who ask for it, and nobody gathered with them', async () => {
    const [a] = nodes;
    const key = await a.ensureKey('patient-5');
    await a.ensureKey('patient-6');
    const other = `update keys.person_key set master_key_id = 'another' where owner = 'patient-6'`;
    await asAdmin(database, other);
    const [own, foreign] = await Promise.allSettled([a.keyOf('patient-5'), a.keyOf('patient-6')]);
    expect(own).toEqual({ status: 'fulfilled', value: key });
    expect(foreign.status === 'rejected' && foreign.reason).toBeInstanceOf(WrongMasterKey);
    await asAdmin(database, `delete from keys.person_key where owner = 'patient-6'`);
  });

  test('many at once are one query', async () => {
    const calls = Array.from({ length: 200 }, (_, n) => nodes[0].keyOf(`patient-${n % 5}`));
    const keys = await Promise.all(calls);
    expect(keys.filter((key) => key !== null).length).toBe(160);
  });
});

test('keys in memory behave the same', async () => {
  const keys = memoryKeyStore();
  expect(await keys.keyOf('patient-1')).toBeNull();
  const key = await keys.ensureKey('patient-1');
  expect(await keys.keyOf('patient-1')).toEqual(key);
  await keys.exchangeMasterKey(['patient-1']);
  expect(await keys.keyOf('patient-1')).toBeNull();
  await expect(keys.ensureKey('patient-1')).rejects.toBeInstanceOf(KeyErased);
  expect(await keys.ensureKey('patient-2')).toHaveLength(32);
});

async function asAdmin(database: TestDatabase, sql: string): Promise<unknown[]> {
  const admin = new Client(database.admin);
  await admin.connect();
  const { rows } = await admin.query<object>(sql);
  await admin.end();
  return rows;
}
