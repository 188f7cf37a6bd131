import type { ClientBase } from 'pg';

/**
 * What only one process does at a time, each with its number in the database: given here alone, so
 * that no two are the same.
 */
export const OWNER_LOCKS = {
  projector: 7_264_001,
  index: 7_264_002,
  conformance: 7_264_003,
  masterKey: 7_264_004,
} as const;
export type OwnerLock = keyof typeof OWNER_LOCKS;

/** Whether this connection owns it from now on, until it lets go or ends; nobody is waited for. */
export async function tryLock(client: ClientBase, lock: OwnerLock): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock ($1) as locked',
    [OWNER_LOCKS[lock]],
  );
  return rows[0]?.locked ?? false;
}

/** Owns it from now on, as above, once nobody else does. */
export async function waitForLock(client: ClientBase, lock: OwnerLock): Promise<void> {
  await client.query('select pg_advisory_lock ($1)', [OWNER_LOCKS[lock]]);
}
