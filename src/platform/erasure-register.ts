import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { errorCode, errorText, StartupError } from './startup-error';

/**
 * Whose keys were erased, one owner a line, in a file beside the master key: outside of what is
 * backed up, so that a restored database is told what it has forgotten.
 */
export class ErasureRegister {
  constructor(readonly path: string) {}

  read(): readonly string[] {
    try {
      const lines = readFileSync(this.path, 'utf8').split('\n');
      return [...new Set(lines.filter((line) => line !== ''))];
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw new StartupError(
        `The erasure register ${this.path} cannot be read: ${errorText(error)}.`,
      );
    }
  }

  /** On disk when it returns. Throws `StartupError`. */
  add(owners: readonly string[]): void {
    try {
      const handle = openSync(this.path, 'a', 0o600);
      try {
        // A line that was cut off by a crash ends here.
        writeSync(handle, `\n${owners.join('\n')}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      throw new StartupError(
        `The erasure register ${this.path} cannot be written: ${errorText(error)}.`,
      );
    }
  }
}
