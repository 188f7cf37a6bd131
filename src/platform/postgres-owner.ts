import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, parse, resolve } from 'node:path';
import { StartupError } from './startup-error';

/** The unprivileged user that runs PostgreSQL when the service itself runs as root. */
export interface PostgresOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so a service started by root hands its database to another
 * user: the owner of data that exist, else the owner of the folder the data will be in (a root
 * shell in somebody's folder), else `nobody`. `undefined` means: run as whoever we are.
 */
export function postgresOwner(dataDir: string): PostgresOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (process.platform !== 'linux')
    throw new StartupError(
      'PostgreSQL refuses to run as root: start Anamnesis as an ordinary user.',
    );
  for (const folder of [join(dataDir, 'postgres'), nearestExisting(dirname(dataDir))]) {
    if (!existsSync(folder)) continue;
    const { uid, gid } = statSync(folder);
    if (uid !== 0) return { uid, gid };
  }
  return nobody();
}

/**
 * The path by which PostgreSQL is told its data folder. Under another uid it may not be able to
 * walk there (a clone in /root, mode 0700), and the permissions of the user's folders are not ours
 * to change. Linux lets a process enter its own working directory without walking the path: Node
 * enters the folder as root, then drops to the owner, and `/proc/self/cwd` names it from within.
 */
export function dataPathFor(owner: PostgresOwner | undefined, folder: string): string {
  return owner ? '/proc/self/cwd' : folder;
}

/** Whether `owner` may walk to `file` and read it (and run it, where it is a program). */
export function canReach(owner: PostgresOwner, file: string): boolean {
  const root = parse(file).root;
  for (let at = resolve(file); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const shift = uid === owner.uid ? 6 : gid === owner.gid ? 3 : 0;
    const needed = at === file ? 0o5 : 0o1;
    if (((mode >> shift) & needed) !== needed) return false;
    if (at === root) return true;
  }
}

function nearestExisting(path: string): string {
  let at = resolve(path);
  while (!existsSync(at)) at = dirname(at);
  return at;
}

function nobody(): PostgresOwner {
  const line = existsSync('/etc/passwd')
    ? /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
    : null;
  // 65534 is the kernel's own overflow uid, and `nobody` on every common distribution.
  return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) };
}
