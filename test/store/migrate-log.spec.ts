import { verifyLog } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import { moveLog } from '../../src/store/migrate-log';
import { openStore } from '../../src/store/open';
import type { EventStore, StoredEvent } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from './stream-writer';

const url = process.env['EVENTSTORE_URL'];
const title = 'a log is moved';
const skipped = `${title} (skipped: EVENTSTORE_URL names no server)`;

(url === undefined ? describe.skip : describe)(url === undefined ? skipped : title, () => {
  let database: TestDatabase;
  const writers: StreamWriter[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function withStore<T>(
    eventStoreUrl: string | undefined,
    work: (store: EventStore) => Promise<T>,
  ): Promise<T> {
    const store = await openStore({ app: database.app, eventStoreUrl });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** Goes on where the streams are, whichever store they were written by. */
  async function write(store: EventStore): Promise<void> {
    const fresh = Array.from({ length: 5 }, () => new StreamWriter(store));
    const known = writers.map((writer) =>
      Object.assign(new StreamWriter(store, writer.stream), {
        version: writer.version,
        prevHash: writer.prevHash,
      }),
    );
    for (const writer of [...known, ...fresh]) {
      await writer.append([{}, { sealed: Buffer.from('sealed') }]);
      await writer.append([{}], { clock: '2026-02-03T04:05:06Z' });
    }
    writers.splice(0, writers.length, ...known, ...fresh);
  }

  const all = (store: EventStore): Promise<StoredEvent[]> => collect(store.readAll({ after: 0 }));
  const move = (to: 'eventstoredb' | 'postgres') =>
    moveLog({ admin: database.admin, app: database.app, url: url ?? '', to });

  it('to EventStoreDB, back, and there again: the same events at the same positions', async () => {
    const here = await withStore(undefined, async (store) => {
      await write(store);
      return all(store);
    });
    expect(await move('eventstoredb')).toMatchObject({
      copied: 15,
      verification: { intact: true },
    });
    await expect(withStore(undefined, all)).rejects.toThrow(/is in EventStoreDB/);
    const there = await withStore(url, async (store) => {
      expect(await all(store)).toEqual(here);
      await write(store);
      return all(store);
    });
    expect(there).toHaveLength(45);
    expect(await move('postgres')).toMatchObject({ copied: 30, verification: { intact: true } });
    await expect(withStore(url, all)).rejects.toThrow(/is in PostgreSQL/);
    const back = await withStore(undefined, async (store) => {
      expect(await all(store)).toEqual(there);
      await write(store);
      return all(store);
    });
    expect(await move('eventstoredb')).toMatchObject({ copied: 45 });
    await withStore(url, async (store) => {
      expect(await all(store)).toEqual(back);
      expect(await verifyLog(store)).toMatchObject({ intact: true, events: 90, streams: 15 });
      expect(await store.resolveAt('2026-02-03T00:00:00Z')).toEqual({ position: 0 });
      await write(store);
    });
  });

  it('is refused where the log is already, and while a service indexes it', async () => {
    await expect(move('eventstoredb')).rejects.toThrow(/is in eventstoredb already/);
    const store = await openEventStoreDb({ app: database.app, url: url ?? '' });
    await new StreamWriter(store).append();
    await expect(move('postgres')).rejects.toThrow(/stop it first/);
    await store.close();
  });
});
