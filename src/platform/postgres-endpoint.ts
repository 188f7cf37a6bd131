import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  rmdirSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresOwner } from './postgres-owner';
import { StartupError, errorCode } from './startup-error';

/** Where clients reach embedded PostgreSQL. */
export interface Endpoint {
  /** Folder of the Unix socket; 127.0.0.1 on Windows. */
  readonly host: string;
  readonly port: number;
  /** A folder that only PostgreSQL's user (and root) can enter. */
  readonly privateDir: string;
}

/**
 * A private folder for the socket. A socket's path may have 107 bytes (sun_path, unix(7)), which a
 * data folder can exceed; so it lies in the system's temporary folder under a short name made from
 * the data folder's, the same at each start.
 * Throws `StartupError` when somebody else holds that name.
 */
export async function postgresEndpoint(
  dataDir: string,
  owner: PostgresOwner | undefined,
): Promise<Endpoint> {
  const privateDir = socketDirOf(dataDir, owner);
  try {
    mkdirSync(privateDir, { mode: 0o700 });
    if (owner) chownSync(privateDir, owner.uid, owner.gid);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST')
      throw new StartupError(`The folder for PostgreSQL's socket cannot be made: ${String(error)}`);
  }
  if (process.platform === 'win32')
    return { host: '127.0.0.1', port: await freePort(), privateDir };
  const found = lstatSync(privateDir);
  const uid = owner?.uid ?? process.getuid?.();
  // Anyone may create names in the temporary folder: a socket in a stranger's folder is a trap.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new StartupError(
      `${privateDir}, the folder for PostgreSQL's socket, belongs to another user: remove it.`,
    );
  return { host: privateDir, port: 5432, privateDir };
}

/**
 * The socket folder's path; `dataDir` is absolute, without symbolic links. Each user has a name of
 * its own, so that what one left behind does not stand in another's way.
 */
function socketDirOf(dataDir: string, owner: PostgresOwner | undefined): string {
  const uid = owner?.uid ?? process.getuid?.() ?? 0;
  const name = createHash('sha256').update(`${uid}:${dataDir}`).digest('hex').slice(0, 12);
  return join(socketParent(), `anamnesis-${name}`);
}

/** Server settings for this endpoint: a Unix socket and no TCP. */
export function listenSettings(endpoint: Endpoint): Record<string, string> {
  return process.platform === 'win32'
    ? { listen_addresses: endpoint.host, port: String(endpoint.port) }
    : {
        listen_addresses: '',
        port: String(endpoint.port),
        unix_socket_directories: endpoint.privateDir,
        unix_socket_permissions: '0700',
      };
}

/** Removes the sockets and lock files of a PostgreSQL that no longer runs. */
export function clearEndpoint({ privateDir }: Endpoint): void {
  if (privateDir === '' || !existsSync(privateDir)) return;
  for (const name of readdirSync(privateDir))
    if (name.startsWith('.s.PGSQL.')) rmSync(join(privateDir, name), { force: true });
}

/** Removes the private folder; one that holds anything else is left. */
export function removeEndpoint(endpoint: Endpoint): void {
  clearEndpoint(endpoint);
  try {
    if (endpoint.privateDir !== '') rmdirSync(endpoint.privateDir);
  } catch {
    // Another start uses it already, or it is gone: an empty folder less is all this is about.
  }
}

/** Some systems point TMPDIR at a long per-user path; then /tmp is short enough. */
function socketParent(): string {
  const socketName = '/anamnesis-0123456789ab/.s.PGSQL.5432.lock';
  return tmpdir().length + socketName.length <= 103 ? tmpdir() : '/tmp';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}
