import { Client } from 'pg';
import { OWNER_LOCKS, tryLock, type OwnerLock } from '../../src/store/advisory-lock';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('what only one process does at a time', () => {
  // The keys of the table, which `Object.keys` widens to string.
  const locks = Object.keys(OWNER_LOCKS) as OwnerLock[];
  let database: TestDatabase;
  let one: Client;
  let other: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    [one, other] = [new Client(database.app), new Client(database.app)];
    await Promise.all([one.connect(), other.connect()]);
  });
  afterAll(async () => {
    await Promise.all([one.end(), other.end()]);
    await database.drop();
  });

  it('has a lock of its own: each can have another owner', async () => {
    for (const lock of locks) {
      expect([lock, await tryLock(one, lock)]).toEqual([lock, true]);
      expect([lock, await tryLock(other, lock)]).toEqual([lock, false]);
    }
    await one.query('select pg_advisory_unlock_all ()');
    for (const [index, lock] of locks.entries()) {
      expect([lock, await tryLock(index % 2 === 0 ? one : other, lock)]).toEqual([lock, true]);
    }
  });
});
