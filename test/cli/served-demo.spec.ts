import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_QUERIES } from '../../src/cli/serve-banner';
import { root, run, start, until, type Command } from './command';

/** The demo on a database of its own, as `npm start` runs it; commands beside it and after it. */
const dataDir = join(mkdtempSync(join(tmpdir(), 'served-')), 'data');
const env = { ANAMNESIS_DATA: dataDir, PORT: '0', LOG_LEVEL: 'error' };
const sample = join(root, 'samples', 'clinic-sheet');
const importSample = [
  'import',
  'history',
  `${sample}.csv`,
  '--mapping',
  `${sample}.yaml`,
  '--json',
];

async function served(...args: string[]): Promise<Command> {
  const service = start(['serve', '--demo', ...args], env);
  const isUp = () => service.out().includes('Stop it with Ctrl-C.');
  await until(() => isUp() || service.child.exitCode !== null, 60_000);
  return service;
}

async function stopped(service: Command): Promise<number | null> {
  service.child.kill('SIGTERM');
  return (await service.ended).code;
}

async function position(): Promise<number> {
  const { out } = await run(['status', '--json'], env);
  return (JSON.parse(out) as { log: { position: number } }).log.position;
}

test('the demo is served, asked, extended beside the service, and made anew', async () => {
  const service = await served();
  expect(service.out()).toMatch(/Anamnesis answers at http:\/\/127\.0\.0\.1:\d+\/graphql/);
  // A token stands on its line alone, to be copied.
  expect(service.out()).toMatch(/therapist \(demo-therapist-1\):\n[\w-]+\.[\w-]+\.[\w-]+\n/);

  for (const { role, query } of SAMPLE_QUERIES) {
    const pasted = await run(['query', '-', '--role', role.toLowerCase()], env, query);
    expect(pasted).toMatchObject({ code: 0, err: '' });
    expect(service.out()).toContain(query);
  }
  const list =
    '{ caseload(first: 3) { asOf { position } edges { node { episodeId nextSession { at } flags } } } }';
  const sheet = await run(['query', '-', '--role', 'manager', '--format', 'csv'], env, list);
  const [moment, columns, ...rows] = sheet.out.trimEnd().split('\n');
  expect(sheet).toMatchObject({ code: 0, err: '' });
  expect([moment, columns]).toEqual([
    expect.stringMatching(/^# position,\d+$/),
    'episodeId,nextSession.at,flags',
  ]);
  expect(rows).toHaveLength(3);
  const status = await run(['status', '--json'], env);
  expect(JSON.parse(status.out)).toMatchObject({
    database: 'embedded',
    service: { pid: service.child.pid },
    log: { kind: 'demo' },
    readModels: { lagEvents: 0 },
  });
  const imported = await run(importSample, env);
  expect(imported).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(imported.out)).toMatchObject({ imported: 30, failed: [] });
  const second = await run(['serve', '--demo'], env);
  expect(second.code).toBe(3);
  expect(second.err).toMatch(/^Another Anamnesis \(pid \d+\) already uses .*\n$/);
  const { position: before } = JSON.parse(imported.out) as { position: number };
  expect(await stopped(service)).toBe(0);
  expect(existsSync(join(dataDir, 'service.json'))).toBe(false);

  // Without a service: the same question, answered in the command's own process.
  const alone = await run(['query', '-'], env, '{ me { subject } }');
  expect(JSON.parse(alone.out)).toEqual({ data: { me: { subject: 'demo-manager-1' } } });

  const fresh = await served('--fresh');
  expect(fresh.out()).toContain('Making the sample clinic');
  expect(await position()).toBeLessThan(before);
  expect(await stopped(fresh)).toBe(0);
}, 120_000);

test('what is not a demo is neither served as one nor deleted', async () => {
  const live = join(mkdtempSync(join(tmpdir(), 'served-')), 'data');
  const own = { ...env, ANAMNESIS_DATA: live };
  const imported = await run(importSample, own);
  expect(JSON.parse(imported.out)).toMatchObject({ imported: 30 });
  for (const flags of [['--demo'], ['--demo', '--fresh']]) {
    const refused = await run(['serve', ...flags], own);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('this log was created as live');
  }
  const again = await run(importSample, own);
  expect(JSON.parse(again.out)).toMatchObject({ imported: 0, already: 30 });
}, 60_000);

test('an empty demo says how its first administrator is made', async () => {
  const own = { ...env, ANAMNESIS_DATA: join(mkdtempSync(join(tmpdir(), 'served-')), 'data') };
  const service = start(['serve', '--demo', '--empty'], own);
  await until(() => service.out().includes('Stop it with Ctrl-C.'), 60_000);
  expect(service.out()).toContain('grant-admin --issuer anamnesis-demo');
  const grant = ['grant-admin', '--issuer', 'anamnesis-demo', '--subject', 'demo-administrator-1'];
  const granted = await run([...grant, '--name', 'Sample Administrator'], own);
  expect(granted).toMatchObject({ code: 0, err: '' });
  const ask = ['query', '-', '--role', 'administrator'];
  const me = await run(ask, own, '{ me { roles { role } } }');
  expect(JSON.parse(me.out)).toEqual({ data: { me: { roles: [{ role: 'ADMINISTRATOR' }] } } });
  expect(await stopped(service)).toBe(0);
}, 60_000);
