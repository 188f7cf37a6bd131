import { Client } from 'pg';
import { query, until } from '../engine/nodes';
import { startApi, type ApiHost } from './api-host';
import { OUTCOMES } from './read-texts';
import { PEOPLE, readyEpisode, setScene } from './scene';

/** Statements on the table of outcomes that wait for its lock. */
const WAITING = `select pid from pg_stat_activity
  where datname = current_database () and state = 'active' and wait_event_type = 'Lock'
    and query like '%read.episode_span%'`;
const PATIENCE_MS = 60_000;

describe('who leaves before the answer', () => {
  let api: ApiHost;
  let address: string;
  let locker: Client;
  let position: string;
  beforeAll(async () => {
    api = await startApi();
    await readyEpisode(api, await setScene(api));
    position = String(await api.engine.settled());
    // Connections anew, with a time-out so long that nothing ends by it here.
    const { pool } = api.engine;
    Object.assign(pool.options, { statement_timeout: 600_000 });
    const open = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    for (const client of open) client.release(true);
    address = await api.app.getHttpAdapter().getInstance().listen({ port: 0 });
    locker = new Client(api.engine.database.admin);
    await locker.connect();
  }, 60_000);
  afterAll(async () => {
    await locker.end();
    await api.close();
  });

  const waiting = async () => (await query(api.engine.database, WAITING)).length;
  const send = async (subject: string, path: string, body: object, signal?: AbortSignal) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await api.token(subject)}`,
      },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  const lock = () => locker.query('begin; lock table read.episode_span in access exclusive mode');

  it.each([
    ['a query', '/graphql', 'CLINIC', { query: OUTCOMES }],
    ['an export', '/export', 'THERAPIST', { query: 'outcomes', format: 'csv' }],
  ])(
    'leaves no statement in the database: %s',
    async (_name, path, groupBy, asked) => {
      // Of the past: that is read of the spans, and each was not asked before.
      const body = { ...asked, variables: { groupBy, asOf: { position } } };
      await lock();
      try {
        const leaving = new AbortController();
        const left = expect(send(PEOPLE.manager, path, body, leaving.signal)).rejects.toThrow();
        await until(async () => (await waiting()) === 1, 'the statement runs', PATIENCE_MS);
        leaving.abort();
        await left;
        // The lock is still held: it did not end by itself.
        await until(async () => (await waiting()) === 0, 'the statement is cancelled', PATIENCE_MS);
      } finally {
        await locker.query('rollback');
      }
      const next = await send(PEOPLE.manager, path, body);
      expect(next.status).toBe(200);
      expect(await next.text()).not.toContain('errors');
      expect(api.logged.join('')).not.toContain('"level":50');
    },
    120_000,
  );

  it('takes nothing from another who asks the same', async () => {
    const body = { query: OUTCOMES, variables: { groupBy: 'PAYER', asOf: { position } } };
    await lock();
    const leaving = new AbortController();
    const left = expect(send(PEOPLE.manager, '/graphql', body, leaving.signal)).rejects.toThrow();
    await until(async () => (await waiting()) === 1, 'the statement runs', PATIENCE_MS);
    const other = send(PEOPLE.manager, '/graphql', body);
    leaving.abort();
    await left;
    // Asked again for the one who stays.
    await until(async () => (await waiting()) === 1, 'a statement runs again', PATIENCE_MS);
    await locker.query('rollback');
    const answered = await other;
    expect([answered.status, (await answered.text()).includes('"errors"')]).toEqual([200, false]);
    expect(await waiting()).toBe(0);
  }, 120_000);
});
