import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { ConnectionSettings } from '../src/platform/connection-settings';

/** Clock ticks of Linux a second, as /proc counts them on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time so far in ms: of this process with its threads, and of the database's. */
export interface CpuMs {
  readonly service: number;
  /** NaN where there is no /proc to read it from. */
  readonly database: number;
}

export type CpuClock = () => CpuMs;

/**
 * What both have used: on a machine with other work the clock on the wall tells of that work.
 * The database's is counted in hundredths of a second: a reading of few ms means nothing.
 */
export async function openCpuClock(admin: ConnectionSettings): Promise<CpuClock> {
  const client = new Client(admin);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid () as pid');
  const postmaster = fieldsOf(rows[0]?.pid ?? 0)?.parent ?? NaN;
  await client.end();
  // Reading all of /proc takes a millisecond or two, which are nobody's but this clock's.
  let ownMs = 0;
  return () => {
    const service = ofService() - ownMs;
    const database = ofDatabase(postmaster);
    ownMs = ofService() - service;
    return { service, database };
  };
}

function ofService(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Of the postmaster, the children it has and, through it, those that ended. */
function ofDatabase(postmaster: number): number {
  const own = fieldsOf(postmaster);
  if (!own) return NaN;
  const children = readdirSync('/proc').flatMap((name) => {
    const found = /^\d+$/.test(name) ? fieldsOf(Number(name)) : null;
    return found?.parent === postmaster ? [found.ticks] : [];
  });
  const ticks = children.reduce((sum, each) => sum + each, own.ticks + own.ticksOfEnded);
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

/** Of /proc/PID/stat (proc(5)): ppid is field 4, utime to cstime are 14 to 17. */
function fieldsOf(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, may have spaces in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent = NaN, ...ticks] = [1, 11, 12, 13, 14].map((index) => Number(fields[index]));
    const [user = NaN, system = NaN, endedUser = NaN, endedSystem = NaN] = ticks;
    return { parent, ticks: user + system, ticksOfEnded: endedUser + endedSystem };
  } catch {
    return null;
  }
}
