import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { errorCode } from './startup-error';

/** A running PostgreSQL, as its own postmaster.pid describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

/** Whether a process with this id runs (it may be another user's). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    // A container's first process may not collect the dead: they stay listed as zombies.
    return !/\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The PostgreSQL that already serves this data folder: the service was killed and the database
 * lived on. The pid in postmaster.pid may since have gone to a stranger, so the process itself is
 * asked which folder it is in.
 */
export function runningPostmaster(folder: string): Postmaster | undefined {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  // Lines: pid, data folder, start time, port, socket folder, … (postmaster's lock file format,
  // src/include/utils/pidfile.h).
  const [pid, , , port, socketDir] = readFileSync(file, 'utf8').split('\n');
  if (!pid || !isAlive(Number(pid)) || !worksIn(Number(pid), folder)) return undefined;
  return { pid: Number(pid), port: Number(port), socketDir: socketDir ?? '' };
}

/**
 * Process ids that work in this data folder: the postmaster and its children. A PostgreSQL that
 * was killed leaves children for a moment, and it must not be started beside them. Linux only;
 * elsewhere PostgreSQL's own shared-memory check is the guard, and the list is empty.
 */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, folder));
}

function worksIn(pid: number, folder: string): boolean {
  try {
    if (process.platform === 'linux')
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
    if (process.platform === 'win32') return true;
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(folder);
  } catch {
    // Gone meanwhile, or another user's process: not ours.
    return false;
  }
}

/**
 * Stops a postmaster: fast shutdown (open transactions are rolled back, a checkpoint is written),
 * and after `fastTimeoutMs` an immediate one, from which the next start recovers. (Windows has no
 * signals: there the process is ended at once, and the next start recovers as well.)
 * Returns how it went; `stuck` leaves it running after 5 s more.
 */
export async function stopPostmaster(
  pid: number,
  fastTimeoutMs: number,
): Promise<'fast' | 'immediate' | 'stuck'> {
  signal(pid, 'SIGINT');
  if (await gone(pid, fastTimeoutMs)) return 'fast';
  signal(pid, 'SIGQUIT');
  return (await gone(pid, 5_000)) ? 'immediate' : 'stuck';
}

/** Waits until the process ended; false when it still runs after `timeoutMs`. */
async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > giveUpAt) return false;
    await sleep(20);
  }
  return true;
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself a moment ago: what was wanted.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
