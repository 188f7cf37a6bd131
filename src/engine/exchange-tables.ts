import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { AnyReadModel } from '../projections/read-model';
import { LIVE_SCHEMA, tablesState, versionsOf } from './read-tables';
import { errorCode } from '../platform/startup-error';
import { inTransaction } from './transaction';

/** Where tables are built, and where those go whose place they take. */
export const NEXT_SCHEMA = 'read_next';
export const OLD_SCHEMA = 'read_old';

/**
 * Tables can be exchanged only between readers; whoever comes meanwhile waits behind the exchange.
 * So it waits this long at most, and tries again.
 */
const LOCK_WAIT_MS = 500;
const TRIES_MAX = 40;
/** SQLSTATE of a lock that was not to be had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Names of models of the same version whose rows differ; only where both sets are comparable. */
export async function compare(client: Client, built: readonly AnyReadModel[]): Promise<string[]> {
  if ((await tablesState(client, LIVE_SCHEMA, built)) === 'absent') return [];
  const { rows } = await client.query<{ models: Record<string, number> }>(
    `select models from ${LIVE_SCHEMA}.checkpoint`,
  );
  const before = rows[0]?.models ?? {};
  const differing: string[] = [];
  for (const { name, version } of built) {
    if (before[name] !== version) continue;
    const result = await client.query<{ differs: boolean }>(
      `select exists (table ${LIVE_SCHEMA}.${name} except table ${NEXT_SCHEMA}.${name})
        or exists (table ${NEXT_SCHEMA}.${name} except table ${LIVE_SCHEMA}.${name}) as differs`,
    );
    if (result.rows[0]?.differs) differing.push(name);
  }
  return differing;
}

/** Gives the new tables their names in one transaction: the whole set, or those that were built. */
export async function exchange(
  owner: Client,
  models: readonly AnyReadModel[],
  built: readonly AnyReadModel[],
): Promise<void> {
  if (built.length === models.length) {
    await exchangeAll(owner);
    return;
  }
  for (let tries = 1; ; tries++) {
    try {
      await inTransaction(owner, () => exchangeSome(owner, models, built));
      return;
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE || tries >= TRIES_MAX) throw error;
    }
    // Who waited behind this gets its turn.
    await sleep(LOCK_WAIT_MS);
  }
}

/** Statements sent as one are one transaction. */
async function exchangeAll(owner: Client): Promise<void> {
  await owner.query(`
    do $$ begin
      if to_regnamespace ('${LIVE_SCHEMA}') is not null then
        alter schema ${LIVE_SCHEMA} rename to ${OLD_SCHEMA};
      end if;
    end $$;
    alter schema ${NEXT_SCHEMA} rename to ${LIVE_SCHEMA};`);
}

/** The checkpoint goes with them: by that readers see that tables were exchanged under them. */
async function exchangeSome(
  owner: Client,
  models: readonly AnyReadModel[],
  built: readonly AnyReadModel[],
): Promise<void> {
  const moved = [...built.map(({ name }) => name), 'checkpoint', 'parked'];
  const out = moved.map((table) => `alter table ${LIVE_SCHEMA}.${table} set schema ${OLD_SCHEMA};`);
  const into = moved.map(
    (table) => `alter table ${NEXT_SCHEMA}.${table} set schema ${LIVE_SCHEMA};`,
  );
  await owner.query(`
    set local lock_timeout = ${LOCK_WAIT_MS};
    create schema ${OLD_SCHEMA};
    insert into ${NEXT_SCHEMA}.parked table ${LIVE_SCHEMA}.parked on conflict (stream) do update
      set since = least(parked.since, excluded.since);
    update ${NEXT_SCHEMA}.checkpoint set models = '${versionsOf(models)}';
    ${out.join('\n')}
    ${into.join('\n')}
    drop schema ${NEXT_SCHEMA};`);
}
