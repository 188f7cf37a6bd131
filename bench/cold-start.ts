import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StaffId } from '../src/domain/ids';
import type { StaffCommand } from '../src/domain/staff/commands';
import { instantOf } from '../src/domain/time';
import { staffIdOf } from '../src/engine/ids';
import { openHost, type Host } from '../src/host';
import { readConfig, type Config } from '../src/platform/config';
import { runningService } from '../src/platform/data-dir-claim';
import { DEMO_ISSUER, openDemoIssuer } from '../src/platform/demo-issuer';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres';
import { migrate } from '../src/platform/migrate';
import { openEpisode, openWorld, type World } from '../test/engine/histories';
import { bulkLoad } from './bulk-load';
import { median, type BenchRow } from './rows';
import { asAdmin } from './server';
import { toStop } from './stopping';
import type { Templates } from './templates';

const REACH_SECONDS = 3;
const ROUNDS = 3;
const SERVICE = join(__dirname, '..', 'dist', 'cli', 'main.js');
const READ_MODELS_WITHIN_MS = 600_000;
const ANSWER_WITHIN_MS = 60_000;
const SUBJECT = 'bench-manager';
const FIRST_QUERY = '{ caseload(first: 20) { edges { cursor } } }';

/**
 * From the start of the service's process on existing data (its database is down as well) to its
 * first answer from a read model over HTTP, signed in. The files are in the system's cache.
 */
export async function benchColdStart(
  templates: () => Promise<Templates>,
  size: number,
): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-bench-'));
  const removeFolder = toStop(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const masterKey = randomBytes(32);
  const env = {
    ANAMNESIS_DATA: join(folder, 'data'),
    ANAMNESIS_MASTER_KEY: masterKey.toString('base64'),
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const config = readConfig(env);
  try {
    const events = await fillLog(config, await templates(), size, masterKey);
    const token = await prepare(config);
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      seconds.push(await startOnce(config, env, token));
    }
    return [
      {
        work: `cold start to the first answer, ${events.toLocaleString('en')} events`,
        ours: median(seconds),
        reference: null,
        referenceName: 'none',
        unit: 's',
        reach: REACH_SECONDS,
        note:
          'process, database, API, a caseload over HTTP; ' +
          `slowest of ${ROUNDS} starts ${Math.max(...seconds).toFixed(2)} s`,
      },
    ];
  } finally {
    await removeFolder();
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Makes the data folder and fills its log past the service. */
async function fillLog(
  config: Config,
  templates: Templates,
  size: number,
  masterKey: Buffer,
): Promise<number> {
  const starting = startEmbeddedPostgres({ dataDir: config.dataDir, log: silent });
  const stop = toStop(async () => (await starting).stop());
  try {
    const postgres = await starting;
    await migrate(postgres.admin);
    await asAdmin(postgres.admin, `select log.initialise('demo')`);
    const plan = { templates, events: size, masterKey };
    return (await bulkLoad(postgres.admin, plan)).events;
  } finally {
    await stop();
  }
}

/** Builds the read models, and adds somebody to ask and an open episode to be shown. */
async function prepare(config: Config): Promise<string> {
  const starting = openHost({ config, kind: 'demo', log: silent });
  const close = toStop(async () => (await starting).close());
  try {
    const host = await starting;
    const { engine } = host;
    const clock = { instant: () => instantOf(host.clock.now()) };
    const site = { transactor: engine.transactor, streams: engine.streams, clock };
    const world = await openWorld(site);
    await openEpisode(site, world);
    await employManager(host, world);
    const { position } = await engine.store.head();
    await engine.projector.visibility.waitFor(position, READ_MODELS_WITHIN_MS);
    const issuer = await openDemoIssuer(config.dataDir);
    return await issuer.mint({ subject: SUBJECT, name: 'Sample manager', ttlSeconds: 3_600 });
  } finally {
    await close();
  }
}

async function employManager({ engine }: Host, { clinicId }: World): Promise<void> {
  const id = staffIdOf(DEMO_ISSUER, SUBJECT);
  // Made by the function for just these ids.
  const staffId = id as StaffId;
  const name = 'Sample manager';
  const commands: StaffCommand[] = [
    { type: 'RegisterStaff', staffId, issuer: DEMO_ISSUER, subject: SUBJECT, name },
    { type: 'GrantRole', staffId, role: 'MANAGER', clinics: [clinicId] },
  ];
  for (const command of commands) {
    const { kind } = await engine.transactor.transact({
      category: 'staff',
      id,
      command,
      commandId: staffIdOf(SUBJECT, command.type),
      actor: { id: 'system:bootstrap', role: 'SYSTEM' },
      input: command,
    });
    if (kind !== 'accepted') throw new Error(`${command.type} was ${kind}`);
  }
}

/** Seconds. */
async function startOnce(
  { dataDir }: Config,
  env: Readonly<Record<string, string>>,
  token: string,
): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [SERVICE, 'serve', '--demo'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = toStop(() => ended(child));
  try {
    const url = await announced(child, realpathSync(dataDir), startMs);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: FIRST_QUERY }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = await response.text();
    const seconds = (performance.now() - startMs) / 1_000;
    if (!answer.includes('"cursor"')) throw new Error(`the service answered: ${answer}`);
    return seconds;
  } finally {
    await stop();
  }
}

/** The address that the service writes beside its data as soon as it answers there. */
async function announced(child: ChildProcess, dataDir: string, startMs: number): Promise<string> {
  while (performance.now() - startMs < ANSWER_WITHIN_MS) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    const service = runningService(dataDir);
    if (service?.pid === child.pid && service?.url !== undefined) return service.url;
    await sleep(5);
  }
  throw new Error('the service did not start');
}

/** Asks it to stop, which stops its database as well, and waits for that. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}
