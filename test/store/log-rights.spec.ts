import { Client } from 'pg';
import { openPostgresStore } from '../../src/store/postgres';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { StreamWriter } from './stream-writer';

const INSUFFICIENT_PRIVILEGE = '42501';

describe('rights on the log', () => {
  let database: TestDatabase;
  let app: Client;
  let owner: Client;
  beforeAll(async () => {
    database = await createTestDatabase({ kind: 'live' });
    const store = await openPostgresStore({ app: database.app });
    await new StreamWriter(store).append([{}, {}]);
    await store.close();
    app = new Client(database.app);
    owner = new Client(database.admin);
    await app.connect();
    await owner.connect();
    await owner.query('set role anamnesis_log');
  });
  afterAll(async () => {
    await app.end();
    await owner.end();
    await database.drop();
  });

  test.each([
    `insert into log.event select * from log.event`,
    `update log.event set type = 'SessionMissed'`,
    `delete from log.event`,
    `truncate log.event`,
    `drop table log.event`,
    `alter table log.event disable trigger all`,
    `alter table log.event add column note text`,
    `create index on log.event (type)`,
    `insert into log.head values (9, now(), now(), 'demo')`,
    `update log.head set position = 0`,
    `update log.head set kind = 'demo'`,
    `delete from log.head`,
    `truncate log.head`,
    `alter table log.head disable trigger all`,
    `select log.initialise('demo')`,
    `create table log.own (a int)`,
    `create or replace function log.append() returns void language sql as ''`,
    `alter function log.resolve_at owner to anamnesis_app`,
    `set role anamnesis_log`,
    `update keys.person_key set wrapped = ''`,
    `delete from keys.person_key`,
    `truncate keys.person_key`,
    `insert into keys.person_key values ('patient-1', '', 'a')`,
    `insert into keys.master (id) values ('a')`,
    `update keys.master set id = 'a'`,
    `delete from keys.erased`,
    `insert into keys.erased values ('patient-1')`,
    `set session_replication_role = replica`,
  ])('the service may not: %s', async (sql) => {
    await expect(app.query(sql)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  test.each([
    [`update log.event set type = 'SessionMissed'`, /refused/],
    [`delete from log.event`, /refused/],
    [`truncate log.event`, /refused/],
    [`delete from log.head`, /refused/],
    [`truncate log.head`, /refused/],
    [`update log.head set kind = 'demo'`, /stays a live log/],
    [`select log.initialise('test')`, /cannot become test/],
    [`insert into log.head select * from log.head`, /head_is_one_row/],
  ])('not even its owner, by mistake: %s', async (sql, reason) => {
    await expect(owner.query(sql)).rejects.toThrow(reason);
  });

  test('a log is initialised as the same kind again without harm', async () => {
    await owner.query(`select log.initialise('live')`);
    const { rows } = await app.query('select kind, position from log.head');
    expect(rows).toEqual([{ kind: 'live', position: '2' }]);
  });

  test.each([
    [
      'lengths',
      `array['s'], array[-1, -1], array['\\x'::bytea], array[1], array[gen_random_uuid()]`,
    ],
    ['start', `array['s'], array[-1], array['\\x'::bytea], array[2], array[gen_random_uuid()]`],
    [
      'order',
      `array['s', 't'], array[-1, -1], array['\\x'::bytea, '\\x'], array[1, 1],
        array[gen_random_uuid()]`,
    ],
  ])('append refuses a batch that does not fit together: %s', async (_, commands) => {
    const sql = `select * from log.append(${commands}, array['T'], array['{}'::json],
      array['{}'::json], array[null::bytea], array[decode(repeat('00', 32), 'hex')], null)`;
    await expect(app.query(sql)).rejects.toThrow(/does not fit together/);
  });
});
