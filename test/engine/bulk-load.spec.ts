import { bulkLoad } from '../../bench/bulk-load';
import { makeTemplates, type Templates } from '../../bench/templates';
import { verifyLog } from '../../src/store/chain';
import { openPostgresStore } from '../../src/store/postgres';
import type { StoredEvent } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestEngine } from '../support/engine';

const EVENTS = 1_500;
const MASTER_KEY = Buffer.alloc(32, 7);

// With the log elsewhere there is nothing to load it into.
const here = process.env['EVENTSTORE_URL'] === undefined;
const title = here
  ? 'a log made in bulk'
  : 'a log made in bulk (skipped: it is made in PostgreSQL)';

(here ? describe : describe.skip)(title, () => {
  let templates: Templates;
  const databases: TestDatabase[] = [];

  const load = async () => {
    const database = await createTestDatabase();
    databases.push(database);
    const plan = { templates, events: EVENTS, masterKey: MASTER_KEY };
    return { database, facts: await bulkLoad(database.admin, plan) };
  };

  beforeAll(async () => {
    const engine = await startTestEngine({ start: '2019-09-02T08:00:00.000Z' });
    const shape = { patterns: 4, clinics: 2, goals: 4, visits: 3 };
    templates = await makeTemplates(engine, shape);
    await engine.close();
  }, 60_000);
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('is verified, folded without a flaw, opened by its keys, and goes on', async () => {
    const { database, facts } = await load();
    const engine = await startTestEngine({
      database,
      masterKey: MASTER_KEY,
      start: '2024-11-04T09:00:00.000Z',
    });
    const verified = await verifyLog(engine.store);
    expect(verified).toMatchObject({ intact: true, events: facts.events });
    await engine.settled();
    const parked = await engine.pool.query('select stream, error from read.parked');
    expect(parked.rows).toEqual([]);
    const { rows } = await engine.pool.query<{ n: number; open: number }>(
      `select count(*) as n, count(*) filter (where discharged_on is null) as open
        from read.episode_span where to_position is null`,
    );
    expect(rows[0]?.n).toBe(facts.episodes);
    expect(rows[0]?.open).toBeGreaterThan(0);
    await engine.close();
  });

  it('is the same again, but for the nonces of what is sealed', async () => {
    const events = async () => {
      const { database } = await load();
      const store = await openPostgresStore({ app: database.app });
      const list: Partial<StoredEvent>[] = [];
      for await (const event of store.readAll({ after: 0 })) {
        list.push({ ...event, sealed: null, hash: Buffer.alloc(0) });
      }
      await store.close();
      return list;
    };
    const once = await events();
    expect(once.length).toBeGreaterThanOrEqual(EVENTS);
    expect(await events()).toEqual(once);
  });
});
