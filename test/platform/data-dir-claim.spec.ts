import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNotClaimed, claimDataDir, runningService } from '../../src/platform/data-dir-claim';
import { prepareDataDir } from '../../src/platform/postgres-cluster';
import { StartupError } from '../../src/platform/startup-error';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'anamnesis-claim-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

test('a claim names its process and address, and leaves nothing when released', () => {
  const claim = claimDataDir(dataDir);
  expect(runningService(dataDir)).toMatchObject({ pid: process.pid });
  claim.announce('http://127.0.0.1:4000');
  expect(runningService(dataDir)).toMatchObject({ url: 'http://127.0.0.1:4000' });
  expect(statSync(join(dataDir, 'service.json')).mode & 0o777).toBe(0o600);
  expect(() => {
    assertNotClaimed(dataDir);
  }).not.toThrow();
  claim.release();
  claim.release();
  expect(runningService(dataDir)).toBeUndefined();
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a folder in use is refused, the claim kept', () => {
  const claim = claimDataDir(dataDir);
  expect(() => claimDataDir(dataDir)).toThrow(StartupError);
  expect(() => claimDataDir(dataDir)).toThrow(`(pid ${process.pid}) already uses ${dataDir}`);
  expect(readdirSync(dataDir)).toEqual(['service.json']);
  claim.release();
});

test('the claim of a process that died is taken over', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'exit');
  writeFileSync(join(dataDir, 'service.json'), JSON.stringify({ pid: dead.pid, startTicks: '1' }));
  expect(runningService(dataDir)).toBeUndefined();
  const claim = claimDataDir(dataDir);
  expect(runningService(dataDir)?.pid).toBe(process.pid);
  claim.release();
});

test('a living stranger with the same pid does not hold the folder', () => {
  // Process 1 always lives; it did not start at tick "x".
  writeFileSync(join(dataDir, 'service.json'), JSON.stringify({ pid: 1, startTicks: 'x' }));
  expect(runningService(dataDir)).toBeUndefined();
  claimDataDir(dataDir).release();
});

test('a claim cut short by a crash counts as none', () => {
  writeFileSync(join(dataDir, 'service.json'), '{"pid":');
  claimDataDir(dataDir).release();
  expect(existsSync(join(dataDir, 'service.json'))).toBe(false);
});

test('an unwritable data folder is refused by one sentence', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  const complaint = prepareDataDir(join(file, 'data')).catch((error: unknown) => error);
  expect(await complaint).toBeInstanceOf(StartupError);
  expect(String(await complaint)).toMatch(/The data folder .*file\/data cannot be written.*name/);
});
