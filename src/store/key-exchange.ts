import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client, type ClientBase, type ClientConfig } from 'pg';
import { waitForLock } from './advisory-lock';
import { Unavailable } from './event-store';
import {
  MasterKeyFixed,
  masterKeyInForce,
  settleMasterKey,
  type MasterKeyFile,
  type MasterKeyRing,
} from './master-key';
import { isRefusal } from './postgres-settings';
import { masterKeyId, newKey, unwrapKey, wrapKey } from './sealing';

export interface Exchange {
  readonly app: ClientConfig;
  readonly ring: MasterKeyRing;
  /** Owners whose keys are deleted for ever. */
  readonly gone: readonly string[];
  /** Owners who get another key when they next need one. */
  readonly anew: readonly string[];
  readonly onNewMasterKey?: ((key: Buffer) => void) | undefined;
}

/** Keys wrapped in one turn of the event loop: some milliseconds. */
const KEYS_A_TURN = 500;
/** So often all keys are wrapped again because one was made meanwhile. */
const TRIES_MAX = 5;

/**
 * Wraps every key that stays by a new master key and deletes those of `gone`, in one transaction.
 * The new one is on disk before, and takes the place of the old one after it: wherever this is
 * interrupted, one of the two files opens everything, and the next start finishes it.
 *
 * Throws `MasterKeyFixed` where there is no file; then, and when the database refuses, all is as
 * it was. When the connection is lost the outcome is unknown, and nothing is touched.
 */
export async function exchangeMasterKey(exchange: Exchange): Promise<void> {
  const { app, ring, onNewMasterKey = () => undefined } = exchange;
  const { file } = ring;
  if (!file) throw new MasterKeyFixed('the master key was given as it is, not where it is kept');
  const client = new Client({ ...app, connectionTimeoutMillis: 5_000 });
  // A lost connection is told by the query that meets it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Of a machine that went without a word: nobody can start as long as it holds the lock.
    await client.query(
      `select set_config('tcp_keepalives_idle', '10', false),
        set_config('tcp_keepalives_interval', '5', false),
        set_config('tcp_keepalives_count', '3', false)`,
    );
    // Held by the very connection that exchanges: when it is lost, another may go on.
    await waitForLock(client, 'masterKey');
    settleMasterKey(file, await masterKeyInForce(client), onNewMasterKey);
    // Another process may have erased them meanwhile.
    if (exchange.gone.length > 0 && (await allErased(client, exchange.gone))) return;
    if (!file.isReplaceable()) throw new MasterKeyFixed('the key file cannot be replaced there');
    const next = newKey();
    await putInForce(client, exchange, file, next);
    onNewMasterKey(next);
    // When the connection was lost just now, another may have done it, and begun the next one.
    if (file.read().next?.equals(next)) file.adoptNext();
    ring.named(masterKeyId(next));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether the keys of all of these were erased. */
export async function allErased(
  client: Pick<ClientBase, 'query'>,
  owners: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ left: boolean }>(
    `select exists (
        select from unnest($1::text[]) g (owner)
        where not exists (select from keys.erased e where e.owner = g.owner)
      ) as left`,
    [owners],
  );
  return rows[0]?.left === false;
}

async function putInForce(
  client: Client,
  { ring, gone, anew }: Exchange,
  file: MasterKeyFile,
  next: Buffer,
): Promise<void> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const wrapped = await wrapAnew(client, ring, { gone, anew }, next);
    if (tries === 1) file.writeNext(next);
    if ((await commit(client, file, wrapped)) === 'done') return;
  }
  file.dropNext();
  throw new Unavailable('Keys are made faster than they are wrapped anew.', 1_000);
}

interface Wrapped {
  readonly from: string;
  readonly to: string;
  readonly gone: readonly string[];
  readonly anew: readonly string[];
  readonly owners: readonly string[];
  readonly keys: readonly Buffer[];
}

async function wrapAnew(
  client: Client,
  ring: MasterKeyRing,
  { gone, anew }: Pick<Exchange, 'gone' | 'anew'>,
  next: Buffer,
): Promise<Wrapped> {
  const from = (await masterKeyInForce(client)) ?? ring.present().id;
  const { rows } = await client.query<{ owner: string; wrapped: Buffer; by: string }>(
    'select owner, wrapped, master_key_id as by from keys.person_key where owner <> all ($1)',
    [[...gone, ...anew]],
  );
  const keys: Buffer[] = [];
  for (const [index, { owner, wrapped, by }] of rows.entries()) {
    keys.push(wrapKey(next, owner, unwrapKey(ring.named(by), owner, wrapped)));
    if (index % KEYS_A_TURN === 0) await nextTurn();
  }
  const owners = rows.map(({ owner }) => owner);
  return { from, to: masterKeyId(next), gone, anew, owners, keys };
}

/** `changed`: a key was made since they were read. */
async function commit(
  client: Client,
  file: MasterKeyFile,
  { from, to, gone, anew, owners, keys }: Wrapped,
): Promise<'done' | 'changed' | 'stale'> {
  try {
    const { rows } = await client.query<{ outcome: 'done' | 'changed' | 'stale' }>(
      `select outcome from keys.exchange($1, $2, $3, $4, $5, $6)`,
      [from, to, gone, anew, owners, keys],
    );
    // The function gives one row.
    return rows[0]!.outcome;
  } catch (error) {
    if (isRefusal(error)) file.dropNext();
    throw error;
  }
}
