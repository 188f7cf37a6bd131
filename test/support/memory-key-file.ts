import { newKey } from '../../src/store/sealing';
import type { MasterKeyFile } from '../../src/store/master-key';

/** A master key that can be exchanged, kept in memory: of all nodes of one test. */
export class MemoryKeyFile implements MasterKeyFile {
  #current: Buffer = newKey();
  #next: Buffer | null = null;

  read(): { readonly current: Buffer; readonly next: Buffer | null } {
    return { current: this.#current, next: this.#next };
  }

  isReplaceable(): boolean {
    return true;
  }

  writeNext(key: Buffer): void {
    this.#next = key;
  }

  adoptNext(): void {
    if (!this.#next) throw new Error('there is no next key');
    this.#current = this.#next;
    this.#next = null;
  }

  dropNext(): void {
    this.#next = null;
  }
}
