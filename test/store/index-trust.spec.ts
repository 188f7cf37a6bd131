import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database';

/** Needs no server: what the database says of a log there. */
describe('the index of a log in EventStoreDB', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client(database.app);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const isTrusted = async (): Promise<boolean | undefined> => {
    const { rows } = await client.query<{ trusted: boolean }>(
      'select log.is_index_trusted() as trusted',
    );
    return rows[0]?.trusted;
  };
  const adopt = () => client.query('select log.adopt_eventstore(17, 17)');

  it('is trusted from the beginning: nothing of a new log is on the server', async () => {
    await adopt();
    expect(await isTrusted()).toBe(true);
  });

  it('is not trusted after a crash because somebody opens it again', async () => {
    const admin = new Client(database.admin);
    await admin.connect();
    // What the recovery from a crash does to an unlogged table.
    await admin.query('truncate log.index_trusted');
    await admin.end();
    await adopt();
    expect(await isTrusted()).toBe(false);
  });
});
