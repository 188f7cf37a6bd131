import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { OWNER_LOCKS } from '../../src/store/advisory-lock';
import { verifyLog } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import type { EventStore } from '../../src/store/event-store';
import { migrate } from '../../src/platform/migrate';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { StreamWriter } from '../store/stream-writer';
import { hostDatabase, killHosted } from './database-host';
import { serverCommand, TestServer } from './eventstoredb-server';
import { CLEAN, StoreWriters, verdictOf } from './store-writers';
import { startTcpProxy } from './tcp-proxy';

const root = join(__dirname, '..', '..');
const TAKEN_OVER_WITHIN_MS = 10_000;

const title = serverCommand
  ? 'EventStoreDB, a real server'
  : 'EventStoreDB, a real server (skipped: EVENTSTORE_COMMAND does not say how to start one)';

(serverCommand ? describe : describe.skip)(title, () => {
  let server: TestServer;
  let database: TestDatabase;
  const stores: EventStore[] = [];
  const warnings: string[] = [];

  beforeAll(async () => {
    server = await TestServer.on();
    await server.start();
  });
  afterAll(() => server.kill());
  beforeEach(async () => {
    warnings.length = 0;
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await database.drop();
  });

  async function open(url = server.url): Promise<EventStore> {
    const log = {
      warn: (facts: object, words: string) => warnings.push(words + JSON.stringify(facts)),
    };
    const store = await openEventStoreDb({ app: database.app, url, log });
    stores.push(store);
    return store;
  }

  async function expectClean(writers: StoreWriters, store: EventStore): Promise<void> {
    await writers.stop();
    await until(async () => (await store.head()).position >= writers.answered);
    expect(writers.broken).toEqual([]);
    expect(await verdictOf(writers.told, store)).toMatchObject(CLEAN);
    expect(await verifyLog(store)).toMatchObject({ intact: true, faults: 0 });
  }

  it('killed and started again under 32 writers, three times', async () => {
    const store = await open();
    const writers = new StoreWriters(store, 32);
    for (let round = 0; round < 3; round += 1) {
      const before = writers.answered;
      await until(() => writers.answered > before + 200);
      await server.kill();
      await sleep(500);
      await server.start();
    }
    const before = writers.answered;
    await until(() => writers.answered > before + 200);
    await expectClean(writers, store);
  });

  it('stays away: UNAVAILABLE, and the same command again once it is back', async () => {
    const store = await open();
    const writers = new StoreWriters(store, 4);
    await until(() => writers.answered > 20);
    await server.kill();
    await until(() => writers.unavailable > 0);
    await server.start();
    const before = writers.answered;
    await until(() => writers.answered > before + 20);
    await expectClean(writers, store);
  });

  it('frozen for 3 s and for 15 s under 16 writers', async () => {
    const store = await open();
    const writers = new StoreWriters(store, 16);
    for (const forMs of [3_000, 15_000]) {
      const before = writers.answered;
      await until(() => writers.answered > before + 100);
      server.freeze();
      await sleep(forMs);
      server.thaw();
    }
    expect(writers.unavailable).toBeGreaterThan(0);
    const before = writers.answered;
    await until(() => writers.answered > before + 100);
    await expectClean(writers, store);
  });

  it('the connection is cut after the append and before the answer: recorded once', async () => {
    const proxy = await startTcpProxy(server.port);
    const store = await open(`esdb://127.0.0.1:${proxy.port}?tls=false`);
    const writers = new StoreWriters(store, 8);
    for (let round = 0; round < 10; round += 1) {
      const before = writers.answered;
      await until(() => writers.answered > before + 20);
      // In the data of each event, so in some append.
      proxy.loseAnswerTo('painBefore');
    }
    await expectClean(writers, store);
    expect(warnings.join('\n')).toContain('append: no answer');
    await Promise.all(stores.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  it('a consumer that is too slow is dropped by the server, and follows again', async () => {
    const proxy = await startTcpProxy(server.port);
    // First there, so it owns the index; the writers do not go through the proxy.
    await open(`esdb://127.0.0.1:${proxy.port}?tls=false`);
    await sleep(500);
    const store = await open();
    const writers = new StoreWriters(store, 32);
    await until(() => writers.answered > 100);
    proxy.holdAnswers();
    const large = new StreamWriter(store);
    const filling = { data: `"${'x'.repeat(60_000)}"` };
    for (let n = 0; n < 20; n += 1) {
      const command = large.command(Array.from({ length: 40 }, () => filling));
      const result = await store.append(command);
      if (result.outcome === 'conflict') throw new Error('it has one writer');
      large.moveTo(command, result);
    }
    proxy.releaseAnswers();
    // Until then whoever asks for its head is told that the index is behind.
    const heads = () => store.streamHeads([large.stream]).catch(() => new Map<string, number>());
    await until(async () => (await heads()).get(large.stream) === 799);
    expect(warnings.join('\n')).toContain('subscription lost');
    await expectClean(writers, store);
    await Promise.all(stores.splice(0).map((one) => one.close()));
    await proxy.close();
  });

  it('the owner of the index is killed: another takes over, nothing is lost or doubled', async () => {
    const owner = await startIndexing();
    const store = await open();
    const writers = new StoreWriters(store, 16);
    await until(() => writers.answered > 200);
    const before = writers.answered;
    const killedAtMs = performance.now();
    owner.kill('SIGKILL');
    await until(() => placedSince(writers, killedAtMs + 250));
    expect(performance.now() - killedAtMs).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    await until(() => writers.answered > before + 200);
    await expectClean(writers, store);
  });

  it('killed in the middle of catching up, again and again: each event once', async () => {
    const store = await open();
    const writers = new StoreWriters(store, 16);
    await until(() => writers.answered > 2_000);
    await writers.stop();
    await until(async () => (await store.head()).position >= writers.answered);
    await Promise.all(stores.splice(0).map((one) => one.close()));
    // As if nothing had been indexed yet: the log on the server is the same.
    await asAdmin(database, FORGET);
    for (let round = 0; round < 4; round += 1) {
      const owner = await startIndexing();
      await sleep(30 * round);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
    }
    const again = await open();
    await until(async () => (await again.head()).position >= writers.answered);
    const { lost, doubled, reordered } = await verdictOf(writers.told, again);
    expect([lost, doubled, reordered]).toEqual([[], [], []]);
    expect(await verifyLog(again)).toMatchObject({ intact: true, faults: 0 });
  });

  it('PostgreSQL is killed: what was answered has its position, what was not gets one', async () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'anamnesis-fault-')), 'data');
    let hosted = await hostDatabase(dataDir);
    try {
      await migrate(hosted.admin);
      await asAdmin(hosted, "select log.initialise('live')");
      // By its socket, which is in the same folder after each start.
      const store = await openEventStoreDb({ app: hosted.app, url: server.url });
      stores.push(store);
      const writers = new StoreWriters(store, 16);
      for (let round = 0; round < 3; round += 1) {
        const before = writers.answered;
        await until(() => writers.answered > before + 200);
        await killHosted(hosted);
        hosted = await hostDatabase(dataDir);
      }
      const before = writers.answered;
      await until(() => writers.answered > before + 200);
      await expectClean(writers, store);
      await Promise.all(stores.splice(0).map((one) => one.close()));
    } finally {
      await killHosted(hosted);
    }
  });

  /** A process of its own that indexes; resolves when it is the owner. */
  async function startIndexing(): Promise<ChildProcess> {
    const orders = JSON.stringify({ app: database.app, url: server.url });
    const child = fork(join(__dirname, 'indexing-process.ts'), {
      cwd: root,
      execArgv: ['-r', join(root, 'scripts', 'swc-register.cjs')],
      env: { ...process.env, ANAMNESIS_INDEX_ORDERS: orders },
    });
    await until(async () => (await asAdmin(database, OWNED)) > 0);
    return child;
  }
});

/** The advisory lock of the index's owner in this database. */
const OWNED = `select from pg_locks where locktype = 'advisory' and objid = ${OWNER_LOCKS.index}
  and database = (select oid from pg_database where datname = current_database())`;

/** What only a superuser can do: the log is only added to. */
const FORGET = `set session_replication_role = replica; truncate log.log_index;
  update log.head set position = 0;
  update log.eventstore set commit_position = -1, prepare_position = -1`;

async function asAdmin({ admin }: Pick<TestDatabase, 'admin'>, sql: string): Promise<number> {
  const client = new Client(admin);
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Whether something was answered with its position after a time. */
function placedSince({ told }: StoreWriters, atMs: number): boolean {
  return told.some(
    (entry) => entry.kind === 'answered' && entry.position !== null && entry.atMs > atMs,
  );
}

async function until(holds: () => boolean | Promise<boolean>, withinMs = 240_000): Promise<void> {
  const giveUpAtMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAtMs) throw new Error(`it did not come about in ${withinMs} ms`);
    await sleep(20);
  }
}
