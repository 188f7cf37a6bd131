import { readCaseload } from '../../src/projections/read-caseload';
import { inSnapshot } from '../../src/projections/snapshot';
import { startTestEngine, type TestEngine } from '../support/engine';
import { openEpisode, openWorld } from './histories';
import { query, terminate, until } from './nodes';

const PAGE = {
  filter: { therapistId: null, clinics: null, conditions: null },
  first: 200,
  after: null,
};

describe('a read', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await startTestEngine();
    const world = await openWorld(engine);
    for (let n = 0; n < 5; n++) await openEpisode(engine, world);
    await engine.settled();
    await until(() => engine.projector.isOwner, 'an owner');
  });
  afterAll(() => engine.close());

  it('is whole, also when the tables were exchanged after it began', async () => {
    const tableSet = async () => {
      const sql = `select to_regclass ('read.checkpoint')::oid::text as oid`;
      return (await query<{ oid: string }>(engine.database, sql))[0]?.oid;
    };
    const before = await tableSet();
    const rebuilds: Promise<unknown>[] = [];
    const rows = await inSnapshot(engine.pool, async (snapshot) => {
      if (rebuilds.length === 0) rebuilds.push(engine.projector.rebuild());
      await until(async () => (await tableSet()) !== before, 'other tables');
      return readCaseload(snapshot, PAGE);
    });
    await Promise.all(rebuilds);
    const [{ n } = { n: '?' }] = await query<{ n: string }>(
      engine.database,
      'select count(*)::text as n from read.caseload',
    );
    expect(n).not.toBe('0');
    expect(rows).toHaveLength(Number(n));
  });

  it('whose connection is lost while it is busy elsewhere fails, and the next one does not', async () => {
    const reading = inSnapshot(engine.pool, async (snapshot) => {
      const { rows } = await snapshot.query<{ pid: number }>('select pg_backend_pid () as pid');
      expect(await terminate(engine.database, 'select pg_backend_pid')).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await snapshot.query('select 1');
      return rows;
    });
    await expect(reading).rejects.toThrow();
    expect(await inSnapshot(engine.pool, (snapshot) => readCaseload(snapshot, PAGE))).toHaveLength(
      5,
    );
  });
});
