import { Pool, type ClientConfig } from 'pg';
import { gathered } from './gathered';
import { allErased, exchangeMasterKey } from './key-exchange';
import { MasterKeyRing, WrongMasterKey, type MasterKey } from './master-key';
import { newKey, unwrapKey, wrapKey } from './sealing';

/**
 * The keys of owners (`patient-<id>`, `staff-<id>`, `organisation`), 32 bytes each. Kept wrapped by
 * the master key and read for each use: once a row is deleted, no node can open a text any more.
 */
export interface KeyStore {
  /** Null when the owner has no key, or none any more. Calls in flight are gathered. */
  keyOf(owner: string): Promise<Buffer | null>;
  /**
   * The owner's key, made when missing, durable when it resolves. Racers get the same one. Throws
   * `KeyErased` for whose was erased: none is ever made again.
   */
  ensureKey(owner: string): Promise<Buffer>;
  /** Whether the owner's key was erased. */
  isErased(owner: string): Promise<boolean>;
  /** Whether `exchangeMasterKey` has where to keep another one. */
  canExchange(): boolean;
  /**
   * Puts a new master key in force and deletes the old one, with which what was deleted before can
   * still be opened where deleted bytes survive. The keys of `gone` are deleted for ever (nothing
   * is done when all of them were); that of searches is made anew. Throws `MasterKeyFixed` when
   * the master key cannot be replaced here.
   */
  exchangeMasterKey(gone: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Owner of the key that patients are found with: each exchange makes another one of it. */
export const SEARCH_OWNER = 'search';

/** The owner's key was erased: nothing can be sealed for them any more. */
export class KeyErased extends Error {
  override readonly name = 'KeyErased';
}

/** So often a key is made again while the master key is exchanged meanwhile. */
const TRIES_MAX = 5;

export interface KeyStoreOptions {
  readonly app: ClientConfig;
  /** Bytes: given once, as by the environment; else where it is kept, and may be exchanged. */
  readonly masterKey: MasterKey;
  readonly onIdleError?: (error: Error) => void;
  /** Hears of the master key that was put in force, before the old one is deleted. */
  readonly onNewMasterKey?: ((key: Buffer) => void) | undefined;
}

/**
 * Keys in `keys.person_key`. Throws `WrongMasterKey` or `SealBroken` to whoever asks for a key that
 * does not open, and the driver's error when the database is away.
 */
export function openKeyStore(options: KeyStoreOptions): KeyStore {
  const { app, masterKey, onNewMasterKey } = options;
  const ring = new MasterKeyRing(masterKey);
  const pool = new Pool({ ...app, max: 2, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  // An idle connection that dies is replaced at its next use: not a reason to end the process.
  pool.on('error', (error) => options.onIdleError?.(error));

  const keyIn = ({ owner, wrapped, master_key_id: by }: KeyRow): Buffer | Error => {
    try {
      return unwrapKey(ring.named(by), owner, wrapped);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  // Owners are gathered by chance: what is wrong with one key is told to those who asked for it.
  const read = gathered(async (owners): Promise<ReadonlyMap<string, Buffer | Error>> => {
    const { rows } = await pool.query<KeyRow>({
      name: 'person-keys',
      text: `select owner, wrapped, master_key_id from keys.person_key where owner = any ($1)`,
      values: [owners],
    });
    return new Map(rows.map((row) => [row.owner, keyIn(row)]));
  });

  const keyOf = async (owner: string): Promise<Buffer | null> => {
    let key = (await read([owner])).get(owner) ?? null;
    // What was read just before an exchange names the master key of before.
    if (key instanceof WrongMasterKey) key = (await read([owner])).get(owner) ?? null;
    if (key instanceof Error) throw key;
    return key;
  };

  return {
    keyOf,
    async ensureKey(owner) {
      for (let tries = 1; tries <= TRIES_MAX; tries++) {
        const known = await keyOf(owner);
        if (known) return known;
        await make(pool, ring, owner);
      }
      throw new WrongMasterKey(`the master key changes faster than the key of ${owner} is made`);
    },
    isErased: (owner) => allErased(pool, [owner]),
    canExchange: () => ring.file?.isReplaceable() ?? false,
    async exchangeMasterKey(gone) {
      // Whoever erased them may have ended before the old master key was gone.
      const isLeft = (ring.file?.read().next ?? null) !== null;
      if (gone.length > 0 && !isLeft && (await allErased(pool, gone))) return;
      await exchangeMasterKey({ app, ring, gone, anew: [SEARCH_OWNER], onNewMasterKey });
    },
    close: () => pool.end(),
  };
}

async function make(pool: Pool, ring: MasterKeyRing, owner: string): Promise<void> {
  const { key, id } = ring.present();
  const { rows } = await pool.query<Made>({
    name: 'make-person-key',
    text: `select outcome, in_force from keys.make($1, $2, $3)`,
    values: [owner, wrapKey(key, owner, newKey()), id],
  });
  if (rows[0]?.outcome === 'erased') throw new KeyErased(`the key of ${owner} was erased`);
  // Throws when the one in force is not to be had here.
  if (rows[0]?.outcome === 'stale') ring.named(rows[0].in_force);
}

interface Made {
  readonly outcome: 'made' | 'known' | 'erased' | 'stale';
  readonly in_force: string;
}

interface KeyRow {
  readonly owner: string;
  readonly wrapped: Buffer;
  readonly master_key_id: string;
}

/** Keys in memory, for trials and tests. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, Buffer>();
  const erased = new Set<string>();
  return {
    keyOf: (owner) => Promise.resolve(keys.get(owner) ?? null),
    ensureKey: (owner) => {
      if (erased.has(owner)) return Promise.reject(new KeyErased(`the key of ${owner} was erased`));
      const key = keys.get(owner) ?? newKey();
      keys.set(owner, key);
      return Promise.resolve(key);
    },
    isErased: (owner) => Promise.resolve(erased.has(owner)),
    canExchange: () => true,
    exchangeMasterKey: (gone) => {
      for (const owner of gone) {
        keys.delete(owner);
        erased.add(owner);
      }
      keys.delete(SEARCH_OWNER);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
