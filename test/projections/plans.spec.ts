import { Client, type Pool } from 'pg';
import { bulkLoad } from '../../bench/bulk-load';
import { makeTemplates } from '../../bench/templates';
import { STORE_CALLS, streamOf } from '../../src/cli/log-calls';
import { READ_CALLS } from '../../src/cli/read-calls';
import type { ReadAsks, ReadSample } from '../../src/cli/read-sample';
import { recordedStatements } from '../../src/cli/recorded-statements';
import type { LocalDate } from '../../src/domain/time';
import { openReadPool } from '../../src/platform/read-pool';
import { openPostgresStore } from '../../src/store/postgres';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestEngine } from '../support/engine';
import { tableReads, type TableRead } from './explained';
import { multiply } from './many-rows';

const MASTER_KEY = Buffer.alloc(32, 7);
const EVENTS = 2_500;
const CLINICS = 25;
/** Copies of the log that are recorded after the clinic that is asked about. */
const LOG_COPIES = 12;

/** Tables that do not grow with the log: reading all of one is no more next year. */
const SMALL: Readonly<Record<string, string>> = {
  'log.head': 'one row',
  'read.checkpoint': 'one row',
  'read.parked': 'streams that broke: none, or a few until an operator has looked',
  'read.caseload': 'open episodes only: as many as are treated at a time',
  'read.session_slot': 'open bookings only',
  'read.clinic_directory': 'a row a clinic',
  'read.staff_directory': 'a row a person who works there and a change of them',
  'reactor.checkpoint': 'a row a reactor',
  'reactor.rebuild': 'a row a rebuild that somebody asked for',
};

/** Questions about all clinics at once, and what of them has to be read. */
const WIDE: Readonly<Record<string, string>> = {
  'readPublished, now': 'a quarter of all clinics, and all that are not discharged',
};

/** These read all there is, by COPY. */
const WHOLE: Readonly<Record<string, string>> = {
  readByStream: 'to rebuild',
  readChains: 'to verify',
  readPlaces: 'to move a log',
};

/** What one clinic of so many may have of a table, twice: what is asked is a part of it. */
const SHARE_MAX = 2 / CLINICS;
/** Entries next to a position that are looked at whosesoever they are, on each side, and more. */
const LOG_ROWS_MAX = 5_000;

// With the log elsewhere there is nothing to load it into.
const here = process.env['EVENTSTORE_URL'] === undefined;
const title = here
  ? 'what the database does for a read'
  : 'what the database does for a read (skipped: the log is made in PostgreSQL)';

(here ? describe : describe.skip)(title, () => {
  let database: TestDatabase;
  let admin: Client;
  let pool: Pool;
  let store: EventStore;
  let sample: ReadSample;
  let sizes: ReadonlyMap<string, number>;

  beforeAll(async () => {
    database = await filledDatabase();
    admin = new Client(database.admin);
    await admin.connect();
    await multiply(admin, { rows: CLINICS - 1, log: LOG_COPIES });
    pool = openReadPool(database.admin, () => undefined);
    store = await openPostgresStore({ app: database.app });
    sample = await sampleOf(admin);
    sizes = await sizesOf(admin);
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await pool.end();
    await admin.end();
    await database.drop();
  });

  /** What each statement of a call reads that it should not. */
  const wrongs = async (name: string, call: () => Promise<unknown>): Promise<string[]> => {
    const found: string[] = [];
    for (const statement of await recordedStatements(call)) {
      if (!/^\s*\(?(select|with)\b/.test(statement.text) || statement.text.includes(';')) continue;
      const reads = await tableReads(admin, statement);
      const bad = reads.filter((read) => isTooMuch(name, read));
      found.push(...bad.map(({ how, table, rows }) => `${name}: ${how} of ${table}, ${rows} rows`));
    }
    return found;
  };
  const isTooMuch = (name: string, { table, how, rows }: TableRead): boolean => {
    if (table in SMALL) return false;
    if (how === 'Seq Scan') return true;
    if (name in WIDE) return false;
    return rows > (table === 'log.event' ? LOG_ROWS_MAX : (sizes.get(table) ?? 0) * SHARE_MAX);
  };
  const readsWrongs = async (wanted: (way: string) => boolean): Promise<string[]> => {
    const found: string[] = [];
    const snapshot = await pool.connect();
    for (const [name, ways] of Object.entries(READ_CALLS)) {
      for (const [way, call] of Object.entries(ways).filter(([each]) => wanted(each))) {
        const asks = { ...sample, pool, snapshot };
        found.push(...(await wrongs(`${name}, ${way}`, () => call(asks))));
      }
    }
    snapshot.release();
    return found;
  };

  it('of now, looks at no more than at one clinic', async () => {
    expect(await readsWrongs((way) => !way.startsWith('past'))).toEqual([]);
  }, 60_000);

  it('of the past, goes through no table that grows', async () => {
    const found = await readsWrongs((way) => way.startsWith('past'));
    expect(found.filter((each) => each.includes('Seq Scan'))).toEqual([]);
  }, 60_000);

  it('of the log, finds what it wants by an index', async () => {
    const found: string[] = [];
    const calls = Object.entries(STORE_CALLS).filter(([name]) => !(name in WHOLE));
    for (const [name, call] of calls) {
      found.push(...(await wrongs(name, () => call(store, sample))));
    }
    expect(found).toEqual([]);
  });

  it('next to a moment, does not go through the log to where a clinic was last heard of', async () => {
    const { rows } = await admin.query<{ id: string }>(
      'select episode_id as id from read.episode_cohort where clinic_id = $1',
      [sample.clinicId],
    );
    const clinic = rows.map(({ id }) => streamOf({ ...sample, episodeId: id as never }));
    const upTo = EVENTS * LOG_COPIES;
    const found: string[] = [];
    for (const streams of [clinic, [streamOf(sample)]]) {
      for (const position of [EVENTS / 2, upTo / 2, upTo - 10]) {
        const around = { streams, position, upTo, countMax: 1_000 };
        found.push(...(await wrongs(`at ${position}`, () => store.entriesAround(around))));
      }
    }
    expect(found).toEqual([]);
  });

  it('is seen when an index is missing', async () => {
    await admin.query('begin');
    await admin.query('drop index read.episode_cohort_1, read.episode_cohort_3');
    // By this connection: any other would wait for the lock.
    const asks = { ...sample, pool, snapshot: admin as unknown as ReadAsks['snapshot'] };
    const found = await wrongs('readCohort', async () => READ_CALLS['readCohort']?.['now']?.(asks));
    await admin.query('rollback');
    expect(found).toEqual([expect.stringContaining('readCohort: Seq Scan of read.episode_cohort')]);
  });
});

/** A clinic of five years, its read models made, everything else of it to be copied. */
async function filledDatabase(): Promise<TestDatabase> {
  const source = await startTestEngine({ start: '2019-09-02T08:00:00.000Z' });
  const shape = { patterns: 6, clinics: 1, goals: 3, visits: 5 };
  const templates = await makeTemplates(source, shape);
  await source.close();
  const database = await createTestDatabase();
  await bulkLoad(database.admin, { templates, events: EVENTS, masterKey: MASTER_KEY });
  // The test's database is not its to drop.
  const start = '2024-11-04T09:00:00.000Z';
  const engine = await startTestEngine({ database, masterKey: MASTER_KEY, start });
  await engine.settled();
  await engine.close();
  return database;
}

/** Somebody of the first clinic, who was discharged; and the last position but a few. */
async function sampleOf(admin: Client): Promise<ReadSample> {
  const { rows } = await admin.query<ReadSample>(
    `select s.episode_id as "episodeId", s.clinic_id as "clinicId",
        s.therapist_id as "therapistId", s.patient_id as "patientId",
        e.id, (select max(from_position) - 20 from read.patient_directory)::int as position
      from read.episode_span s join log.event e
        on e.stream = 'episode-' || s.episode_id and e.version = 1
      where s.to_position is null and s.phase = 'DISCHARGED' order by s.from_position limit 1`,
  );
  const [one] = rows;
  if (!one) throw new Error('nobody was discharged');
  return {
    ...one,
    evaluatedAt: '2024-11-04T09:00:00.000Z' as ReadSample['evaluatedAt'], // where the log ends
    from: '2023-07-01' as LocalDate, // a day that is on the calendar
    to: '2024-06-30' as LocalDate, // as above
    measure: 'PSFS',
    keyId: 'key',
    tokens: [one.patientId],
  };
}

async function sizesOf(admin: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await admin.query<{ name: string; rows: number }>(
    `select oid::regclass::text as name, reltuples as rows from pg_class
      where relkind = 'r' and reltuples > 0`,
  );
  return new Map(rows.map(({ name, rows: count }) => [name, count]));
}
