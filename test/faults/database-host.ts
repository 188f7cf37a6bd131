import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedConnection } from '../../src/platform/connection-settings';

const root = join(__dirname, '..', '..');

/** PostgreSQL, durable as in earnest, with its keeper: processes of their own, to be killed. */
export interface HostedDatabase {
  readonly host: ChildProcess;
  readonly pid: number;
  readonly admin: EmbeddedConnection;
  readonly app: EmbeddedConnection;
}

/** Starts it in a folder, with what is there. */
export async function hostDatabase(dataDir: string): Promise<HostedDatabase> {
  const script = join(root, 'test', 'platform', 'host-process.ts');
  const hook = join(root, 'scripts', 'swc-register.cjs');
  const host = spawn(process.execPath, ['-r', hook, script, dataDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: host.stdout });
  const [line] = (await once(lines, 'line')) as [string]; // one line of JSON, by the script
  return { ...(JSON.parse(line) as Omit<HostedDatabase, 'host'>), host };
}

/** Kills PostgreSQL and what looks after it, with no chance to write anything. */
export async function killHosted({ host, pid }: HostedDatabase): Promise<void> {
  const gone = once(host, 'exit');
  host.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await gone;
}
