import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './postgres-process';
import { StartupError, errorCode, errorText } from './startup-error';

/** The service that holds a data folder, as written in `<dataDir>/service.json`. */
export interface RunningService {
  readonly pid: number;
  /** The kernel's start time of that process: a pid alone may have gone to a stranger. */
  readonly startTicks: string;
  /** Where it answers, once it does. */
  readonly url?: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** One process's hold on a data folder. */
export interface DataDirClaim {
  /** Says where the service answers, for commands that ask it. */
  announce(url: string): void;
  /** Gives the folder back. Safe to call twice. */
  release(): void;
}

/**
 * Claims a data folder (which must exist) for this process. A claim of a process that no longer
 * runs is taken over. Throws `StartupError` when another service holds it.
 */
export function claimDataDir(dataDir: string): DataDirClaim {
  const file = join(dataDir, 'service.json');
  const own = `${file}.${process.pid}`;
  const claim: RunningService = {
    pid: process.pid,
    startTicks: startTicks(process.pid),
    startedAt: new Date().toISOString(),
  };
  writeClaim(own, claim);
  try {
    setAsideStaleClaim(dataDir, file);
    // A link fails where the name exists: of two claims at one moment, one wins.
    linkSync(own, file);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw refusal(dataDir, readClaim(file));
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
  let held = true;
  return {
    announce(url) {
      writeClaim(own, { ...claim, url });
      renameSync(own, file);
    },
    release() {
      if (held) rmSync(file, { force: true });
      held = false;
    },
  };
}

/** The running service of a data folder, if there is one. */
export function runningService(dataDir: string): RunningService | undefined {
  const claim = readClaim(join(dataDir, 'service.json'));
  return claim && isAlive(claim.pid) && startTicks(claim.pid) === claim.startTicks
    ? claim
    : undefined;
}

/** Throws `StartupError` when another process than this one holds the folder. */
export function assertNotClaimed(dataDir: string): void {
  const service = runningService(dataDir);
  if (service && service.pid !== process.pid) throw refusal(dataDir, service);
}

function refusal(dataDir: string, service: RunningService | undefined): StartupError {
  const where = service?.url ? ` and answers at ${service.url}` : '';
  return new StartupError(
    `Another Anamnesis (pid ${service?.pid ?? 'unknown'}) already uses ${dataDir}${where}: ` +
      'stop it, or name another data folder in ANAMNESIS_DATA.',
  );
}

function setAsideStaleClaim(dataDir: string, file: string): void {
  const stale = readClaim(file);
  const running = runningService(dataDir);
  if (running) throw refusal(dataDir, running);
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // Between reading and renaming, another process may have taken over: then it keeps its claim.
  const taken = readClaim(aside);
  if (taken && taken.pid !== stale?.pid) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function writeClaim(file: string, claim: RunningService): void {
  try {
    writeFileSync(file, `${JSON.stringify(claim)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new StartupError(`${file} cannot be written: ${errorText(error)}`);
  }
}

function readClaim(file: string): RunningService | undefined {
  try {
    // Written by this module only; a file cut short by a crash does not parse and counts as none.
    return JSON.parse(readFileSync(file, 'utf8')) as RunningService;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)); empty where there is no /proc. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in brackets, may hold spaces; state, field 3, follows it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
