import { Pool, type ClientBase, type ClientConfig } from 'pg';
import { gathered } from './gathered';
import { masterKeyId, newKey, unwrapKey, wrapKey } from './sealing';

/**
 * The keys of owners (`patient-<id>`, `staff-<id>`, `organisation`), 32 bytes each. Kept wrapped by
 * the master key and read for each use: once a row is deleted, no node can open a text any more.
 */
export interface KeyStore {
  /** Null when the owner has no key, or none any more. Calls in flight are gathered. */
  keyOf(owner: string): Promise<Buffer | null>;
  /** The owner's key, made when missing, durable when it resolves. Racers get the same one. */
  ensureKey(owner: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** A key was wrapped by another master key than the one given. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

/**
 * Names another master key than the given one by which keys are wrapped (16 hex digits, as
 * `masterKeyId`); null: there is none, and everything that is kept can be opened.
 */
export async function otherMasterKeyId(
  client: Pick<ClientBase, 'query'>,
  masterKey: Buffer,
): Promise<string | null> {
  const { rows } = await client.query<{ other: string }>(
    'select master_key_id as other from keys.person_key where master_key_id <> $1 limit 1',
    [masterKeyId(masterKey)],
  );
  return rows[0]?.other ?? null;
}

/**
 * Keys in `keys.person_key`. Throws `WrongMasterKey` or `SealBroken` to whoever asks for a key that
 * does not open, and the driver's error when the database is away.
 */
export function openKeyStore(options: {
  readonly app: ClientConfig;
  readonly masterKey: Buffer;
  readonly onIdleError?: (error: Error) => void;
}): KeyStore {
  const { app, masterKey } = options;
  const keyId = masterKeyId(masterKey);
  const pool = new Pool({ ...app, max: 2, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  // An idle connection that dies is replaced at its next use: not a reason to end the process.
  pool.on('error', (error) => options.onIdleError?.(error));

  const keyIn = ({ owner, wrapped, master_key_id: by }: KeyRow): Buffer | Error => {
    if (by !== keyId) {
      return new WrongMasterKey(
        `the key of ${owner} was wrapped by master key ${by}, not ${keyId}`,
      );
    }
    try {
      return unwrapKey(masterKey, owner, wrapped);
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
    const key = (await read([owner])).get(owner) ?? null;
    if (key instanceof Error) throw key;
    return key;
  };

  return {
    keyOf,
    async ensureKey(owner) {
      const known = await keyOf(owner);
      if (known) return known;
      await pool.query({
        name: 'make-person-key',
        text: `insert into keys.person_key (owner, wrapped, master_key_id) values ($1, $2, $3)
          on conflict do nothing`,
        values: [owner, wrapKey(masterKey, owner, newKey()), keyId],
      });
      const made = await keyOf(owner);
      if (!made) throw new Error(`the key of ${owner} was deleted while it was made`);
      return made;
    },
    close: () => pool.end(),
  };
}

interface KeyRow {
  readonly owner: string;
  readonly wrapped: Buffer;
  readonly master_key_id: string;
}

/** Keys in memory, for tests; `forget` does what erasure does. */
export function memoryKeyStore(): KeyStore & { forget(owner: string): void } {
  const keys = new Map<string, Buffer>();
  return {
    keyOf: (owner) => Promise.resolve(keys.get(owner) ?? null),
    ensureKey: (owner) => {
      const key = keys.get(owner) ?? newKey();
      keys.set(owner, key);
      return Promise.resolve(key);
    },
    forget: (owner) => keys.delete(owner),
    close: () => Promise.resolve(),
  };
}
