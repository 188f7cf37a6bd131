import { setTimeout as sleep } from 'node:timers/promises';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import { Unavailable, type EventStore } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from '../store/stream-writer';
import { freePorts } from './eventstoredb-server';
import { startTcpProxy, type TcpProxy } from './tcp-proxy';

/** The 10 s that a command is tried, one call that was begun before they were over, and some. */
const TOLD_WITHIN_MS = 20_000;

/** What needs no server: one that is not there, and one that never says a word. */
describe.each(['nobody listens', 'it never answers', 'it hangs up'])('EventStoreDB: %s', (how) => {
  let database: TestDatabase;
  let store: EventStore;
  let proxy: TcpProxy | null = null;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = how === 'nobody listens' ? null : await startTcpProxy(null);
    if (how === 'it hangs up') proxy?.cutOff();
    const [free] = await freePorts(1);
    const url = `esdb://127.0.0.1:${proxy?.port ?? free}?tls=false`;
    store = await openEventStoreDb({ app: database.app, url });
  });
  afterAll(async () => {
    await proxy?.close();
    await database.drop();
  });

  it('opens, tells what is indexed, and answers commands UNAVAILABLE in time', async () => {
    expect(await store.head()).toMatchObject({ position: 0, kind: 'test' });
    expect(await collect(store.readAll({ after: 0 }))).toEqual([]);
    const startMs = performance.now();
    const commands = Array.from({ length: 20 }, () => new StreamWriter(store).append());
    const results = await Promise.allSettled(commands);
    expect(performance.now() - startMs).toBeLessThan(TOLD_WITHIN_MS);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: expect.any(Unavailable) as Error,
      });
    }
  });

  it('closes at once', async () => {
    const closed = store.close().then(() => 'closed');
    expect(await Promise.race([closed, sleep(5_000, 'hangs')])).toBe('closed');
  });
});
