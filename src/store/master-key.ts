import type { ClientBase } from 'pg';
import { masterKeyId } from './sealing';

/** Where the master key is kept when it may be exchanged; two places while it is. Synchronous. */
export interface MasterKeyFile {
  /** What is kept in its place and beside it; null where there is none that can be read. */
  read(): { readonly current: Buffer | null; readonly next: Buffer | null };
  /** Whether another one can be kept beside it, and put in its place. */
  isReplaceable(): boolean;
  /** Keeps another one beside it; durable when it returns. */
  writeNext(key: Buffer): void;
  /** Puts the one beside it in its place; what was there is overwritten and gone. */
  adoptNext(): void;
  /** Lets go of the one beside it. */
  dropNext(): void;
}

export type MasterKey = Buffer | MasterKeyFile;

/** A key was wrapped by another master key than any that is to be had here. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

/** The master key was given as bytes, or its file cannot be replaced: whoever gave it has to. */
export class MasterKeyFixed extends Error {
  override readonly name = 'MasterKeyFixed';
}

interface NamedKey {
  readonly key: Buffer;
  readonly id: string;
}

/** The master key of this process, read anew when another one turns out to be in force. */
export class MasterKeyRing {
  readonly file: MasterKeyFile | null;
  #present: NamedKey;

  /** Throws `WrongMasterKey` when none is kept. */
  constructor(masterKey: MasterKey) {
    this.file = Buffer.isBuffer(masterKey) ? null : masterKey;
    const kept = Buffer.isBuffer(masterKey) ? masterKey : masterKey.read().current;
    if (!kept) throw new WrongMasterKey('there is no master key');
    this.#present = named(kept);
  }

  /** What this process takes to be in force. */
  present(): NamedKey {
    return this.#present;
  }

  /** The one of this name, which is in force from now on. Throws `WrongMasterKey`. */
  named(id: string): Buffer {
    if (this.#present.id === id) return this.#present.key;
    const { current = null, next = null } = this.file?.read() ?? {};
    const kept = [current, next].flatMap((key) => (key ? [named(key)] : [])).find(isNamed(id));
    if (!kept) {
      throw new WrongMasterKey(`master key ${id} is in force, and here is ${this.#present.id}`);
    }
    this.#present = kept;
    return kept.key;
  }
}

function named(key: Buffer): NamedKey {
  return { key, id: masterKeyId(key) };
}

function isNamed(id: string) {
  return (one: NamedKey): boolean => one.id === id;
}

/** The name of the master key in force; null: nothing is wrapped yet. */
export async function masterKeyInForce(client: Pick<ClientBase, 'query'>): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>('select id from keys.master');
  return rows[0]?.id ?? null;
}

/**
 * Brings an exchange that was interrupted to its end: the key beside takes the place of the old one
 * when it is in force, and is dropped when the old one is. Only under the lock of exchanges.
 * `onNew` hears of a key before it is put in place: nobody may have heard of it yet.
 */
export function settleMasterKey(
  file: MasterKeyFile,
  inForce: string | null,
  onNew: (key: Buffer) => void,
): void {
  const { current, next } = file.read();
  if (!next) return;
  if (masterKeyId(next) === inForce) {
    onNew(next);
    file.adoptNext();
  } else if (current && (inForce === null || masterKeyId(current) === inForce)) {
    file.dropNext();
  }
  // Where neither is in force nothing is touched: whoever gives the right one may need both.
}
