import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries';
import { dataPathFor, type PostgresOwner } from './postgres-owner';
import { StartupError, errorCode, errorText } from './startup-error';

/** Passwords of the two roles, kept in `<dataDir>/postgres.json` (mode 0600). */
export interface ClusterSecrets {
  readonly superuserPassword: string;
  readonly appPassword: string;
}

/** What PostgreSQL's programs see of our environment: nothing, so no secret of ours either. */
export const postgresEnv = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };

/** Makes the data folder, private to its user, or says why it cannot be written. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.write-test.${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be written (${errorText(error)}): ` +
        'make it writable or name another one in ANAMNESIS_DATA.',
    );
  }
}

/** Reads the passwords of this data folder; makes them where there are none yet. */
export async function clusterSecrets(dataDir: string): Promise<ClusterSecrets> {
  const file = join(dataDir, 'postgres.json');
  try {
    if (!existsSync(file)) {
      if (existsSync(join(dataDir, 'postgres')))
        throw new StartupError(
          `${file} is missing, but it holds the passwords of the data beside it: restore it.`,
        );
      const secrets: ClusterSecrets = {
        superuserPassword: randomBytes(24).toString('base64url'),
        appPassword: randomBytes(24).toString('base64url'),
      };
      // Renamed into place, so that a crash leaves no half-written file.
      await writeFile(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
      await rename(`${file}.new`, file);
    }
    // Written just above, by this or an earlier start.
    return JSON.parse(await readFile(file, 'utf8')) as ClusterSecrets;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `${file} cannot be read (${errorText(error)}): start as the user who started first.`,
    );
  }
}

/**
 * Runs initdb for a new data folder. It works in `postgres.new` and is renamed when complete, so
 * an interrupted first start is simply repeated. Existing data are only checked for their version.
 * `durable: false` (test runs) skips the flush to disk.
 */
export async function ensureCluster(options: {
  readonly dataDir: string;
  readonly socketDir: string;
  readonly binaries: PostgresBinaries;
  readonly owner: PostgresOwner | undefined;
  readonly secrets: ClusterSecrets;
  readonly durable: boolean;
}): Promise<void> {
  const { dataDir, socketDir, binaries, owner } = options;
  const final = join(dataDir, 'postgres');
  if (existsSync(final)) return checkVersion(final, binaries.major);
  const folder = join(dataDir, 'postgres.new');
  // initdb reads the password from a file that its own user must be able to open.
  const passwordFile = join(socketDir, 'initdb-password');
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    await writeFile(passwordFile, options.secrets.superuserPassword, { mode: 0o600 });
    for (const path of owner ? [folder, passwordFile] : [])
      await chown(path, owner?.uid ?? 0, owner?.gid ?? 0);
    await promisify(execFile)(
      binaries.initdb,
      [
        ...['-D', dataPathFor(owner, folder), '--encoding=UTF8', '--data-checksums'],
        // PostgreSQL's own C.UTF-8: the same order on every system, for ever.
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        ...['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...(options.durable ? [] : ['--no-sync']),
      ],
      { cwd: folder, env: postgresEnv, ...owner },
    );
    await rename(folder, final);
  } catch (error) {
    throw new StartupError(`PostgreSQL's data folder cannot be set up: ${firstError(error)}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function checkVersion(folder: string, major: string): Promise<void> {
  const found = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    throw new StartupError(
      errorCode(error) === 'EACCES'
        ? `The data in ${folder} belong to another user: start as that user, or as root.`
        : `${folder} is not a PostgreSQL data folder (${errorText(error)}).`,
    );
  });
  if (found.trim() === major) return;
  throw new StartupError(
    `The data in ${dirname(folder)} were written by PostgreSQL ${found.trim()}, and this version ` +
      `of Anamnesis runs ${major}: start the earlier version and move the log by export.`,
  );
}

/** What a failed program said, in one line; a program that did not run has only its error. */
function firstError(error: unknown): string {
  const stderr =
    typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  const line = stderr.split('\n').find((text) => /error|fatal|could not/i.test(text));
  return (line ?? errorText(error)).trim();
}
