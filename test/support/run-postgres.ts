import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../src/platform/postgres-process';

/** Folders of test runs: `anamnesis-test-<pid of jest>-<random>` in the temporary folder. */
const prefix = 'anamnesis-test-';

/**
 * A new folder for one run; its name says whose it is, so that a killed run can be cleaned up.
 * It becomes the temporary folder of every spec and what they start: all of it goes with the run.
 */
export function makeRunDir(): string {
  const runDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // Under root, PostgreSQL is another user, who has to reach its socket's folder in here.
  chmodSync(runDir, 0o711);
  process.env['TMPDIR'] = runDir;
  return runDir;
}

/** Ends at once what a run started and still runs, and deletes its folder. */
export function removeRunDir(runDir: string): void {
  if (!existsSync(runDir)) return;
  const pids = process.platform === 'linux' ? processesOf(runDir) : postmasterOf(runDir);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  rmSync(runDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Removes what runs left that were killed before they could clean up. */
export function sweepDeadRuns(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      removeRunDir(join(tmpdir(), name));
    } catch {
      // Another user's run: theirs to sweep.
    }
  }
}

/** Processes that work in the run's folder (databases) or inherited it as theirs (services). */
function processesOf(runDir: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    if (pid === process.pid) return false;
    try {
      if (readlinkSync(`/proc/${pid}/cwd`).startsWith(`${runDir}/`)) return true;
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return environment.includes(`TMPDIR=${runDir}`);
    } catch {
      // Gone meanwhile, or another user's: not of this run.
      return false;
    }
  });
}

function postmasterOf(runDir: string): number[] {
  const file = join(runDir, 'data', 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return [];
  return [Number.parseInt(readFileSync(file, 'utf8'), 10)].filter(isAlive);
}
