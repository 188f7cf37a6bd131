import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { verifyLog } from '../../src/store/chain';
import { Unavailable, type EventStore } from '../../src/store/event-store';
import { openPostgresStore } from '../../src/store/postgres';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startDatabaseProxy, type DatabaseProxy } from './database-proxy';
import { collect, StreamWriter } from './stream-writer';

describe('the log in PostgreSQL, when something breaks', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let store: EventStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startDatabaseProxy(database.app);
    store = await openPostgresStore({ app: proxy.app });
  });
  afterAll(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });

  test.each(['cut', 'silence'] as const)(
    'an answer lost by %s: one set of events, and the first answer',
    async (how) => {
      const writer = new StreamWriter(store);
      await writer.append();
      const { position } = await store.head();
      const command = writer.command([{}, {}]);
      const others = Array.from({ length: 5 }, () => new StreamWriter(store));
      proxy.loseAnswerTo(command.stream, how);
      const [result] = await Promise.all([
        store.append(command),
        ...others.map((other) => other.append()),
      ]);
      // It was committed by the call whose answer was lost, and found by its id.
      expect(result).toMatchObject({ outcome: 'already', firstVersion: 1, lastVersion: 2 });
      expect(await store.append(command)).toEqual(result);
      expect(await collect(store.readStream(writer.stream))).toHaveLength(3);
      expect((await store.head()).position).toBe(position + 7);
    },
    15_000,
  );

  test('killed connections are replaced unseen, reads, appends and the doorbell', async () => {
    const heard: number[] = [];
    const bell = store.onAppended((position) => heard.push(position));
    const writer = new StreamWriter(store);
    const other = await openPostgresStore({ app: database.app });
    for (let round = 0; round < 3; round += 1) {
      await killConnections(database, proxy.app.user);
      const { lastPosition } = await writer.append();
      expect(await collect(store.readStream(writer.stream))).toHaveLength(round + 1);
      const foreign = await new StreamWriter(other).append();
      expect(foreign.firstPosition).toBe(lastPosition + 1);
      await until(() => heard.includes(foreign.lastPosition));
    }
    bell.close();
    await other.close();
  });

  test('a reading of the whole that is cut off goes on where it was', async () => {
    const content = { data: JSON.stringify({ words: 'x'.repeat(8_000) }) };
    const writer = new StreamWriter(store, 'episode-long');
    for (let n = 0; n < 2; n += 1) await writer.append(Array.from({ length: 500 }, () => content));
    const versions: number[] = [];
    let cuts = 0;
    const upTo = (await store.head()).position;
    const range = { upTo, from: 'episode-long', before: 'episode-longer' };
    for await (const events of store.readByStream(range)) {
      versions.push(...events.map(({ version }) => version));
      if (versions.length < 200 * (cuts + 1) || cuts === 3) continue;
      cuts += 1;
      await killConnections(database, proxy.app.user);
    }
    expect(cuts).toBe(3);
    expect(versions).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  });

  test('a database that stays away: Unavailable in bounded time, and work goes on after', async () => {
    const writer = new StreamWriter(store);
    await writer.append();
    const command = writer.command();
    proxy.cutOff();
    const startMs = performance.now();
    const took = async (work: Promise<unknown>): Promise<number> => {
      await expect(work).rejects.toBeInstanceOf(Unavailable);
      return performance.now() - startMs;
    };
    const sent = took(store.append(command));
    await sleep(50);
    const queued = took(new StreamWriter(store).append());
    const read = took(collect(store.readStream(writer.stream)));
    expect(await read).toBeLessThan(8_000);
    expect(await queued).toBeLessThan(4_000);
    expect(await sent).toBeLessThan(13_000);

    proxy.restore();
    expect(await store.append(command)).toMatchObject({ outcome: 'appended', firstVersion: 1 });
    expect(await collect(store.readStream(writer.stream))).toHaveLength(2);
  }, 20_000);

  test('a batch that is slow to commit holds back later ones: no reader passes it', async () => {
    const slow = new Client(database.app);
    await slow.connect();
    const { position } = await store.head();
    await slow.query('begin');
    const { rows } = await slow.query<{ first_position: string }>(
      `select first_position from log.append(array['episode-slow'], array[-1],
        array[decode(repeat('00', 32), 'hex')], array[1], array[gen_random_uuid()], array['T'],
        array['{}'::json], array['{}'::json], array[null::bytea],
        array[decode(repeat('07', 32), 'hex')], null)`,
    );
    expect(Number(rows[0]?.first_position)).toBe(position + 1);
    const behind = new StreamWriter(store).append();
    await sleep(200);
    expect(await collect(store.readAll({ after: position }))).toEqual([]);
    await slow.query('commit');
    expect((await behind).firstPosition).toBe(position + 2);
    await slow.end();
  });

  test('nothing was lost, doubled or bent by all that', async () => {
    const verified = await verifyLog(store);
    // The event that was put in by hand above has no proper header.
    expect(verified.faults).toBe(1);
    expect(verified.firstBad).toMatchObject({ stream: 'episode-slow', why: 'changed' });
  });
});

async function killConnections(database: TestDatabase, user: string): Promise<void> {
  const admin = new Client(database.admin);
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = $1 and usename = $2 and pid <> pg_backend_pid()`,
    [database.name, user],
  );
  await admin.end();
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > giveUpAtMs) throw new Error('it did not come about in 5 s');
    await sleep(5);
  }
}
