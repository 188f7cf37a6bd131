import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openHost, type Host } from '../../src/host';
import { readConfig } from '../../src/platform/config';
import { MasterKeyFile } from '../../src/platform/master-key-file';
import { KeyErased, openKeyStore, type KeyStore } from '../../src/store/key-store';
import {
  masterKeyInForce,
  MasterKeyFixed,
  WrongMasterKey,
  type MasterKey,
  type MasterKeyFile as KeyFile,
} from '../../src/store/master-key';
import { masterKeyId, newKey, unwrapKey, wrapKey } from '../../src/store/sealing';
import { databaseUrl } from '../cli/command';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { CUTS, type ExchangeOrders } from './exchange-process';

const OWNERS = ['organisation', 'patient-1', 'patient-2', 'staff-1'];
const root = join(__dirname, '..', '..');

let database: TestDatabase;
let folder: string;
let path: string;
let stores: KeyStore[];

beforeEach(async () => {
  database = await createTestDatabase({ kind: 'live' });
  folder = mkdtempSync(join(tmpdir(), 'anamnesis-exchange-'));
  path = join(folder, 'data.key');
  stores = [];
  writeFileSync(path, `${newKey().toString('base64')}\n`, { mode: 0o600 });
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
  rmSync(folder, { recursive: true });
});

function open(masterKey: MasterKey = new MasterKeyFile(path)): KeyStore {
  const store = openKeyStore({ app: database.app, masterKey });
  stores.push(store);
  return store;
}

/** A key file of which some steps are others. */
function but(file: MasterKeyFile, others: Partial<KeyFile>): KeyFile {
  return {
    read: () => file.read(),
    isReplaceable: () => file.isReplaceable(),
    writeNext: (key) => file.writeNext(key),
    adoptNext: () => file.adoptNext(),
    dropNext: () => file.dropNext(),
    ...others,
  };
}

async function keysOf(store: KeyStore): Promise<string[]> {
  const keys = await Promise.all(OWNERS.map((owner) => store.keyOf(owner)));
  return keys.map((key) => key?.toString('hex') ?? 'none');
}

async function makeKeys(store: KeyStore): Promise<string[]> {
  for (const owner of OWNERS) await store.ensureKey(owner);
  return keysOf(store);
}

function fileKey(): Buffer {
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
}

async function query<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new Client(database.app);
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const inForce = async () => (await query<{ id: string }>('select id from keys.master'))[0]?.id;

test('all keys that stay are what they were, under another master key; the rest is gone', async () => {
  const [a, b] = [open(), open()];
  const before = await makeKeys(a);
  const old = fileKey();
  await a.exchangeMasterKey(['patient-1']);
  const after = [before[0], 'none', ...before.slice(2)];
  expect(await keysOf(a)).toEqual(after);
  // The other one has the old key in memory, and reads the file anew.
  expect(await keysOf(b)).toEqual(after);
  expect(await inForce()).toBe(masterKeyId(fileKey()));
  expect(fileKey()).not.toEqual(old);
  expect(existsSync(`${path}.next`)).toBe(false);
  const rows = await query<{ owner: string; wrapped: Buffer }>('select * from keys.person_key');
  for (const { owner, wrapped } of rows) {
    expect(() => unwrapKey(old, owner, wrapped)).toThrow('do not open');
  }
});

test('no key is made for an owner who was erased, by any process', async () => {
  const [a, b] = [open(), open()];
  await makeKeys(a);
  await a.exchangeMasterKey(['patient-1', 'patient-9']);
  for (const store of [a, b]) {
    for (const owner of ['patient-1', 'patient-9']) {
      await expect(store.ensureKey(owner)).rejects.toBeInstanceOf(KeyErased);
      expect(await store.keyOf(owner)).toBeNull();
    }
    expect(await store.ensureKey('patient-3')).toHaveLength(32);
  }
  await b.exchangeMasterKey(['patient-1']);
  expect(await a.keyOf('patient-2')).toHaveLength(32);
});

test('a process that has only the old master key is refused, and makes no key', async () => {
  const old = fileKey();
  const [a, fixed] = [open(), open(old)];
  await makeKeys(a);
  expect(await fixed.keyOf('patient-1')).toHaveLength(32);
  await a.exchangeMasterKey([]);
  await expect(fixed.keyOf('patient-1')).rejects.toBeInstanceOf(WrongMasterKey);
  await expect(fixed.ensureKey('patient-3')).rejects.toThrow(/in force, and here is/);
  expect(await query(`select from keys.person_key where owner = 'patient-3'`)).toEqual([]);
  await expect(fixed.exchangeMasterKey([])).rejects.toBeInstanceOf(MasterKeyFixed);
});

test('keys that are made meanwhile are neither lost nor wrapped by the old one', async () => {
  const [a, b, c] = [open(), open(), open()];
  await makeKeys(a);
  const made = new Map<string, Buffer>();
  let stop = false;
  const make = async (store: KeyStore, name: string): Promise<void> => {
    for (let n = 0; !stop; n++) {
      const owner = `patient-${name}-${n % 40}`;
      const key = await store.ensureKey(owner);
      expect(made.get(owner) ?? key).toEqual(key);
      made.set(owner, key);
    }
  };
  const making = [make(b, 'b'), make(c, 'c')];
  for (let n = 0; n < 5; n++) {
    // Under such a load it may be told to come again.
    await a
      .exchangeMasterKey([])
      .catch((error: unknown) => expect(error).toHaveProperty('name', 'Unavailable'));
  }
  stop = true;
  await Promise.all(making);
  expect(made.size).toBeGreaterThan(10);
  for (const [owner, key] of made) expect(await a.keyOf(owner)).toEqual(key);
  expect(await inForce()).toBe(masterKeyId(fileKey()));
});

test('whoever erases again lets the old master key go, where the first one ended before', async () => {
  const a = open();
  await makeKeys(a);
  const old = fileKey();
  const file = new MasterKeyFile(path);
  const ended = but(file, {
    adoptNext: () => {
      throw new Error('the disk is away');
    },
  });
  await expect(open(ended).exchangeMasterKey(['patient-1'])).rejects.toThrow('disk is away');
  expect([fileKey(), existsSync(`${path}.next`)]).toEqual([old, true]);
  const told: Buffer[] = [];
  const b = openKeyStore({
    ...{ app: database.app, masterKey: file },
    onNewMasterKey: (key) => told.push(key),
  });
  stores.push(b);
  await b.exchangeMasterKey(['patient-1']);
  expect(fileKey()).not.toEqual(old);
  expect(told).toEqual([fileKey()]);
  expect(existsSync(`${path}.next`)).toBe(false);
  expect(await inForce()).toBe(masterKeyId(fileKey()));
  expect(await a.keyOf('patient-2')).toHaveLength(32);
});

test('the key that another one puts beside meanwhile is not taken for its own', async () => {
  const a = open();
  await makeKeys(a);
  const file = new MasterKeyFile(path);
  const others = newKey();
  // Its connection was lost when it had committed: another one settled, and began the next.
  const late = openKeyStore({
    app: database.app,
    masterKey: file,
    onNewMasterKey: () => {
      file.adoptNext();
      file.writeNext(others);
    },
  });
  stores.push(late);
  await late.exchangeMasterKey([]);
  expect(await inForce()).toBe(masterKeyId(fileKey()));
  expect(file.read().next).toEqual(others);
});

test('nothing is exchanged where the file could not be replaced after it', async () => {
  const a = open();
  const before = await makeKeys(a);
  const fixed = but(new MasterKeyFile(path), { isReplaceable: () => false });
  await expect(open(fixed).exchangeMasterKey([])).rejects.toBeInstanceOf(MasterKeyFixed);
  expect(existsSync(`${path}.next`)).toBe(false);
  expect(await keysOf(a)).toEqual(before);
});

test('the function takes all keys that stay or none', async () => {
  const a = open();
  const before = await makeKeys(a);
  const [from, to] = [await inForce(), newKey()];
  const wrapped = wrapKey(to, 'patient-1', newKey());
  const call = async (old: unknown, owners: string[], bytes: Buffer[]) =>
    query<{ outcome: string }>(`select outcome from keys.exchange($1, $2, '{}', '{}', $3, $4)`, [
      ...[old, masterKeyId(to), owners, bytes],
    ]);
  expect(await call(from, ['patient-1'], [wrapped])).toEqual([{ outcome: 'changed' }]);
  const twice = ['patient-1', 'patient-1', 'patient-1', 'patient-1'];
  expect(
    await call(
      from,
      twice,
      twice.map(() => wrapped),
    ),
  ).toEqual([{ outcome: 'changed' }]);
  expect(
    await call(
      'another',
      OWNERS,
      OWNERS.map(() => wrapped),
    ),
  ).toEqual([{ outcome: 'stale' }]);
  await expect(call(from, OWNERS, [wrapped])).rejects.toThrow('each wrapped in 60 bytes');
  await expect(
    call(
      from,
      OWNERS,
      OWNERS.map(() => Buffer.alloc(2)),
    ),
  ).rejects.toThrow('60 bytes');
  expect(await keysOf(a)).toEqual(before);
});

describe('killed on the way', () => {
  const gone = ['patient-1'];

  async function cutOff(cut: ExchangeOrders['cut']): Promise<void> {
    const orders: ExchangeOrders = { app: database.app, path, gone, cut };
    const script = join(__dirname, 'exchange-process.ts');
    const execArgv = ['-r', join(root, 'scripts', 'swc-register.cjs')];
    const env = { ...process.env, ANAMNESIS_EXCHANGE: JSON.stringify(orders) };
    const [, signal] = (await once(
      fork(script, { cwd: root, execArgv, env }),
      'exit',
    )) as unknown[];
    expect(signal).toBe('SIGKILL');
  }

  function startUp(told: Buffer[]): Promise<Host> {
    const url = process.env['EVENTSTORE_URL'];
    const config = readConfig({
      ANAMNESIS_DATA: join(folder, 'data'),
      ANAMNESIS_MASTER_KEY_FILE: path,
      DATABASE_URL: databaseUrl(database.app),
      DATABASE_ADMIN_URL: databaseUrl(database.admin),
      ...(url === undefined ? {} : { EVENTSTORE_URL: url }),
    });
    const silent = () => undefined;
    const log = { info: silent, warn: silent, error: silent };
    return openHost({ config, kind: 'live', log, onNewMasterKey: (key) => told.push(key) });
  }

  test.each(CUTS)('%s: the next start opens everything, with one file and one key', async (cut) => {
    const before = await makeKeys(open());
    const old = fileKey();
    await cutOff(cut);
    const isDone = !['before', 'written'].includes(cut);
    expect(existsSync(`${path}.next`)).toBe(['written', 'committed', 'told'].includes(cut));
    // One who comes beside, and changes nothing, opens everything as well.
    const expected = isDone ? [before[0], 'none', ...before.slice(2)] : before;
    expect(await keysOf(open())).toEqual(expected);

    const told: Buffer[] = [];
    const host = await startUp(told);
    expect(await keysOf(host.engine.keys)).toEqual(expected);
    expect(existsSync(`${path}.next`)).toBe(false);
    expect(await masterKeyInForce(host.engine.pool)).toBe(masterKeyId(fileKey()));
    expect(fileKey().equals(old)).toBe(!isDone);
    // Where the operator may not have heard of the new key, they hear of it now.
    expect(told).toEqual(['committed', 'told'].includes(cut) ? [fileKey()] : []);
    await host.engine.keys.exchangeMasterKey(gone);
    expect(await keysOf(host.engine.keys)).toEqual([before[0], 'none', ...before.slice(2)]);
    await host.close();
  });
});
