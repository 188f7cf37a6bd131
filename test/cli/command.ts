import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EmbeddedConnection } from '../../src/platform/connection-settings';

export const root = join(__dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command under way: a process of its own, as a person would start it. */
export interface Command {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  out(): string;
  readonly ended: Promise<Ended>;
}

/** Starts `anamnesis …` from the sources; settings are environment variables. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input?: string,
): Command {
  const register = join(root, 'scripts', 'swc-register.cjs');
  const program = join(root, 'src', 'cli', 'main.ts');
  const child = spawn(process.execPath, ['-r', register, program, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...env },
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  child.stdin.end(input ?? '');
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    return { code: code ?? null, ...text };
  });
  return { child, out: () => text.out, ended };
}

/** The same, to its end. */
export function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input?: string,
): Promise<Ended> {
  return start(args, env, input).ended;
}

/** A connection as DATABASE_URL: libpq takes the folder of a socket as `host`. */
export function databaseUrl({ user, password, database, host, port }: EmbeddedConnection): string {
  const secret = encodeURIComponent(password);
  const at = `host=${encodeURIComponent(host)}&port=${port}`;
  return `postgres://${user}:${secret}@localhost/${database}?${at}`;
}

/** Asks until it is so; throws after the time-out. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`It was not so within ${timeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
