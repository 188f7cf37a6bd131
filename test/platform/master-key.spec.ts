import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey } from '../../src/platform/master-key';
import { MasterKeyFile } from '../../src/platform/master-key-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anamnesis-key-'));
  mkdirSync(join(folder, 'data'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function config(masterKeyFile = join(folder, 'data.key'), masterKey?: Buffer) {
  return { dataDir: join(folder, 'data'), masterKeyFile, masterKey };
}

test('the first start makes a key only its owner can read; later starts load it', () => {
  const first = loadMasterKey(config(), { create: true });
  expect(first.created).toBe(true);
  expect(first.key).toHaveLength(32);
  expect(statSync(join(folder, 'data.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'data.key'), 'utf8').trim()).toBe(first.key.toString('base64'));
  for (const create of [true, false])
    expect(loadMasterKey(config(), { create })).toEqual({ key: first.key, created: false });
});

test('a key in the environment is used and nothing is written', () => {
  const key = Buffer.alloc(32, 1);
  expect(loadMasterKey(config(undefined, key), { create: true })).toEqual({ key, created: false });
  expect(() => statSync(join(folder, 'data.key'))).toThrow('ENOENT');
});

test('without the key of existing data, start is refused', () => {
  expect(() => loadMasterKey(config(), { create: false })).toThrow(/key is missing .*data\.key/);
});

test.each([0o640, 0o604, 0o644])('a key file of mode %o is refused', (mode) => {
  loadMasterKey(config(), { create: true });
  chmodSync(join(folder, 'data.key'), mode);
  expect(() => loadMasterKey(config(), { create: true })).toThrow(/others .*run chmod 600/);
});

test('a file that holds no key is refused, not replaced', () => {
  writeFileSync(join(folder, 'data.key'), 'short\n', { mode: 0o600 });
  expect(() => loadMasterKey(config(), { create: true })).toThrow('32 bytes in base64');
  expect(readFileSync(join(folder, 'data.key'), 'utf8')).toBe('short\n');
});

test('a key file inside the data folder is refused, also through a symbolic link', () => {
  symlinkSync(join(folder, 'data'), join(folder, 'link'));
  for (const file of [join(folder, 'data', 'a.key'), join(folder, 'link', 'sub', 'a.key')])
    expect(() => loadMasterKey(config(file), { create: true })).toThrow('inside the data folder');
});

test('a place that cannot be written is named', () => {
  const file = join(folder, 'none', 'a.key');
  expect(() => loadMasterKey(config(file), { create: true })).toThrow(`${file} cannot be made`);
});

test('a key takes the place of another, whose bytes are overwritten', () => {
  loadMasterKey(config(), { create: true });
  const path = join(folder, 'data.key');
  linkSync(path, join(folder, 'old'));
  const file = new MasterKeyFile(path);
  const next = Buffer.alloc(32, 2);
  file.writeNext(Buffer.alloc(32, 1));
  file.writeNext(next);
  expect(statSync(`${path}.next`).mode & 0o777).toBe(0o600);
  expect(file.read().next).toEqual(next);
  file.adoptNext();
  expect(loadMasterKey(config(), { create: false }).key).toEqual(next);
  expect(existsSync(`${path}.next`)).toBe(false);
  expect(readFileSync(join(folder, 'old')).every((byte) => byte === 0)).toBe(true);
});

test('a key beside it is let go without a trace', () => {
  const { key } = loadMasterKey(config(), { create: true });
  const file = new MasterKeyFile(join(folder, 'data.key'));
  file.writeNext(Buffer.alloc(32, 1));
  file.dropNext();
  file.dropNext();
  expect(file.read()).toEqual({ current: key, next: null });
  rmSync(join(folder, 'data.key'));
  expect(file.read()).toEqual({ current: null, next: null });
  expect(() => file.adoptNext()).toThrow('cannot be put in place');
});

// Mounts a file on itself, where the system lets a user do that in a name space of their own.
const SPACE = ['--user', '--map-root-user', '--mount'];
const canMount = spawnSync('unshare', [...SPACE, 'true']).status === 0;
const mounted = canMount
  ? 'a file that is mounted by itself cannot be replaced'
  : 'a file that is mounted by itself (skipped: this user may mount nothing here)';
(canMount ? test : test.skip)(mounted, () => {
  const path = join(folder, 'data of a clinic.key');
  loadMasterKey(config(path), { create: true });
  expect(new MasterKeyFile(path).isReplaceable()).toBe(true);
  const root = join(__dirname, '..', '..');
  const script = `const { MasterKeyFile } = require('./src/platform/master-key-file');
    process.stdout.write(String(new MasterKeyFile(process.argv[1]).isReplaceable()));`;
  const node = `"${process.execPath}" -r ./scripts/swc-register.cjs -e "$SCRIPT" "$FILE"`;
  const { stdout, stderr } = spawnSync(
    'unshare',
    [...SPACE, 'sh', '-c', `mount --bind "$FILE" "$FILE" && ${node}`],
    { cwd: root, env: { ...process.env, SCRIPT: script, FILE: path }, encoding: 'utf8' },
  );
  expect([stdout, stderr]).toEqual(['false', '']);
});
