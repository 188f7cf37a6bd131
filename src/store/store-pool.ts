import { Pool, type ClientConfig } from 'pg';
import { describeError, storeConnection, type StoreLog } from './postgres-settings';

/**
 * Connections for reading a log. One that breaks while it is idle is replaced at its next use: no
 * reason to end the process.
 */
export function openStorePool(
  app: ClientConfig,
  log: StoreLog,
  settings: { readonly name: string; readonly queryTimeoutMs: number; readonly max: number },
): Pool {
  const { name, queryTimeoutMs, max } = settings;
  const pool = new Pool({ ...storeConnection(app, { name, queryTimeoutMs }), max });
  pool.on('error', (error) => {
    log.warn({ error: describeError(error) }, `${name}: idle connection lost`);
  });
  return pool;
}
