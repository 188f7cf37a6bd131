import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, start, until, type Command } from '../cli/command';
import globalWebTeardown from './global-web-teardown';

/** What the run started: read by global-web-teardown, which Jest loads in the same process. */
declare global {
  var anamnesisWebRun: { dataDir: string; service: Command } | undefined;
}

/** Loaded machines take their time over nine months of a clinic. */
const START_MS_MAX = 600_000;

/**
 * Builds the pages if needed, and starts the demo in a folder of its own; the specs find its
 * address in ANAMNESIS_WEB_URL. Throws with what the service said when it does not come up.
 */
export default async function globalWebSetup(): Promise<void> {
  const built = spawnSync(process.execPath, [join(root, 'scripts', 'web.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The pages could not be built: ${built.stderr}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'anamnesis-web-'));
  const settings = { ANAMNESIS_DATA: join(dataDir, 'data'), PORT: '0', LOG_LEVEL: 'error' };
  const service = start(['serve', '--demo'], settings);
  globalThis.anamnesisWebRun = { dataDir, service };
  try {
    process.env['ANAMNESIS_WEB_URL'] = await addressOf(service);
  } catch (error) {
    // Jest runs no teardown after a failed setup.
    await globalWebTeardown();
    throw error;
  }
}

/** Where it answers, once it does. */
async function addressOf(service: Command): Promise<string> {
  const isUp = () => service.out().includes('Stop it with Ctrl-C.');
  await until(() => isUp() || service.child.exitCode !== null, START_MS_MAX);
  const url = /Open Anamnesis in a browser: (http:\S+)\//.exec(service.out())?.[1];
  if (url === undefined) throw new Error(`The service did not start: ${service.out()}`);
  return url;
}
