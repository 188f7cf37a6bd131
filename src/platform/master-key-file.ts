import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isKey } from './config';
import { errorCode, StartupError, errorText } from './startup-error';

/**
 * The file of the master key and, while it is exchanged, a second one beside it (`.next`). Every
 * step is on disk when it returns; a step that fails throws `StartupError` and has changed nothing.
 */
export class MasterKeyFile {
  readonly #next: string;

  constructor(readonly path: string) {
    this.#next = `${path}.next`;
  }

  /** The two keys; null for a file that is missing or holds none. */
  read(): { readonly current: Buffer | null; readonly next: Buffer | null } {
    return { current: keyIn(this.path), next: keyIn(this.#next) };
  }

  isReplaceable(): boolean {
    try {
      accessSync(this.path, constants.W_OK);
      accessSync(dirname(this.path), constants.W_OK);
      return !isMountPoint(this.path);
    } catch {
      return false;
    }
  }

  writeNext(key: Buffer): void {
    this.#step('made', () => {
      // One that was left here was judged before: it is in no use.
      rmSync(this.#next, { force: true });
      writeNewFile(this.#next, key);
    });
  }

  /** The old key's bytes are overwritten where they lie, as far as the disk does that. */
  adoptNext(): void {
    this.#step('put in place', () => {
      const old = existsSync(this.path) ? openSync(this.path, 'r+') : null;
      try {
        renameSync(this.#next, this.path);
        flushFolder(dirname(this.path));
        if (old === null) return;
        writeSync(old, Buffer.alloc(readFileSync(old).length), 0, undefined, 0);
        fsyncSync(old);
      } finally {
        if (old !== null) closeSync(old);
      }
    });
  }

  dropNext(): void {
    this.#step('removed', () => {
      rmSync(this.#next, { force: true });
      flushFolder(dirname(this.path));
    });
  }

  #step(done: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new StartupError(`The key file ${this.#next} cannot be ${done}: ${errorText(error)}.`);
    }
  }
}

/** Writes a key to a new file, flushed. Never overwrites: a key may have sealed something. */
export function writeNewFile(file: string, key: Buffer): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, `${key.toString('base64')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  flushFolder(dirname(file));
}

/** A new name is on disk only after its folder was flushed, too (fsync(2)). */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Whether the file is mounted by itself (a secret of a container): nothing can be renamed to it,
 * and what is beside it may not outlive the container. Linux says so; elsewhere it is taken for no.
 */
function isMountPoint(file: string): boolean {
  if (process.platform !== 'linux') return false;
  const place = join(realpathSync(dirname(file)), basename(file));
  // proc_pid_mountinfo(5): the fifth field, blanks in octal.
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[4]?.replace(/\\(\d{3})/g, blank) === place);
}

function blank(_escaped: string, octal: string): string {
  return String.fromCharCode(Number.parseInt(octal, 8));
}

function keyIn(file: string): Buffer | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return isKey(text) ? Buffer.from(text, 'base64') : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new StartupError(`The key file ${file} cannot be read: ${errorText(error)}.`);
  }
}
