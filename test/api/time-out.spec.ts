import { Moments } from '../../src/api/moments';
import { startApi, type ApiHost } from './api-host';
import { query, until } from '../engine/nodes';

const RUNNING = `select query from pg_stat_activity
  where datname = current_database () and state = 'active' and query like '%pg_sleep%'
    and pid <> pg_backend_pid ()`;

describe('a read that takes too long', () => {
  let api: ApiHost;
  beforeAll(async () => {
    api = await startApi();
    await api.employ('aude', 'AUDITOR');
    await api.engine.settled();
  });
  afterAll(() => api.close());

  const running = async () => (await query<{ query: string }>(api.engine.database, RUNNING)).length;

  it('is ended in the database, and told so; the next one is answered', async () => {
    const { pool } = api.engine;
    const { rows } = await pool.query<{ statement_timeout: string }>('show statement_timeout');
    expect(rows[0]?.statement_timeout).toBe('15s');
    const moments = api.app.get(Moments);
    const slow = moments.snapshot(async (snapshot) => {
      // The pool's own time-out, made short for this one transaction.
      await snapshot.query(`set local statement_timeout = '1500ms'`);
      await snapshot.query('select pg_sleep(60)');
    });
    const ended = expect(slow).rejects.toMatchObject({ extensions: { code: 'TOO_COSTLY' } });
    await until(async () => (await running()) === 1, 'the statement runs');
    await ended;
    expect(await running()).toBe(0);
    const next = moments.snapshot((_snapshot, position) => Promise.resolve(position));
    expect(await next).toBe((await api.engine.store.head()).position);
  });
});
