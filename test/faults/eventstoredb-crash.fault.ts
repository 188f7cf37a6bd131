import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { verifyLog } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import { Unavailable, type EventStore } from '../../src/store/event-store';
import { migrate } from '../../src/platform/migrate';
import { StreamWriter } from '../store/stream-writer';
import { hostDatabase, killHosted, type HostedDatabase } from './database-host';
import { serverCommand, TestServer } from './eventstoredb-server';

const title = serverCommand
  ? 'EventStoreDB, its index after a crash of PostgreSQL'
  : 'EventStoreDB, its index after a crash (skipped: EVENTSTORE_COMMAND starts no server)';

/** What a writer was told of an entry. */
interface Told {
  readonly id: string;
  readonly position: number;
  readonly loggedAt: string;
}

(serverCommand ? describe : describe.skip)(title, () => {
  let server: TestServer;
  let hosted: HostedDatabase;
  let store: EventStore;
  const dataDir = join(mkdtempSync(join(tmpdir(), 'anamnesis-fault-')), 'data');
  const told: Told[] = [];
  let recorded = 0;

  beforeAll(async () => {
    server = await TestServer.on();
    await server.start();
    hosted = await hostDatabase(dataDir);
    await migrate(hosted.admin);
    await asAdmin(`select log.initialise('live')`);
    // Nothing is flushed by the way: all that is not flushed on purpose is lost.
    await asAdmin(`alter system set wal_writer_delay = '10s'`);
    await asAdmin('select pg_reload_conf()');
    store = await openEventStoreDb({ app: hosted.app, url: server.url });
    await untilTrusted();
  });
  afterAll(async () => {
    server.thaw();
    await store.close();
    await killHosted(hosted);
    await server.kill();
  });

  async function asAdmin<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client(hosted.admin);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function untilTrusted(): Promise<void> {
    for (let tries = 0; tries < 3_000; tries += 1) {
      const [row] = await asAdmin<{ is: boolean }>('select log.is_index_trusted() as is');
      if (row?.is) return;
      await sleep(20);
    }
    throw new Error('the index was not completed');
  }

  /** Eight writers of ten entries each. */
  async function write(): Promise<StreamWriter[]> {
    const writers = Array.from({ length: 8 }, () => new StreamWriter(store));
    await Promise.all(
      writers.map(async (writer) => {
        for (let n = 0; n < 10; n += 1) {
          const command = writer.command([{}], {});
          const result = await store.append(command);
          if (result.outcome === 'conflict') throw new Error('it has one writer');
          writer.moveTo(command, result);
          recorded += 1;
          // Its position came too late for the answer, as it may on a machine that does much else.
          if (result.outcome === 'unplaced') continue;
          // One event was made.
          const { id } = command.events[0]!;
          told.push({ id, position: result.lastPosition, loggedAt: result.loggedAt });
        }
      }),
    );
    return writers;
  }

  /** With what it had not flushed lost; gives back the last position that it still knows. */
  async function crash(): Promise<number> {
    await killHosted(hosted);
    hosted = await hostDatabase(dataDir);
    const [head] = await asAdmin<{ position: string }>('select position from log.head');
    return Number(head?.position);
  }

  async function expectAsTold(): Promise<void> {
    const events = new Map<string, Told>();
    for await (const { id, position, loggedAt } of store.readAll({ after: 0 })) {
      events.set(id, { id, position, loggedAt });
    }
    expect(told.map(({ id }) => events.get(id))).toEqual(told);
    expect(await verifyLog(store)).toMatchObject({ intact: true, events: recorded });
  }

  it('lost rows come again at the position and the log time that were told', async () => {
    for (let round = 0; round < 3; round += 1) {
      await write();
      server.freeze();
      // Its owner cannot index meanwhile.
      expect(await crash()).toBeLessThan(recorded);
      server.thaw();
      await untilTrusted();
      await expectAsTold();
    }
  });

  it('a moment that was answered is answered the same: what it rests on was flushed', async () => {
    const writers = await write();
    const [now] = await asAdmin<{ at: Date }>('select clock_timestamp() as at');
    const at = now?.at.toISOString() ?? '';
    const past = told.at(-40)?.loggedAt ?? '';
    const answers = [await store.resolveAt(past), await store.resolveAt(at)];
    const flushed = recorded;
    await write();
    server.freeze();
    const head = await crash();
    expect(head).toBeGreaterThanOrEqual(flushed);
    expect(head).toBeLessThan(recorded);
    // Until the lost rows are there again, a new moment and heads would be answered wrongly.
    const later = new Date(Date.now() + 5).toISOString();
    await sleep(20);
    await expect(store.resolveAt(later)).rejects.toBeInstanceOf(Unavailable);
    const streams = writers.map(({ stream }) => stream);
    await expect(store.streamHeads(streams)).rejects.toBeInstanceOf(Unavailable);
    server.thaw();
    await untilTrusted();
    expect([await store.resolveAt(past), await store.resolveAt(at)]).toEqual(answers);
    expect(await store.resolveAt(later)).toEqual({ position: recorded });
    expect((await store.streamHeads(streams)).size).toBe(streams.length);
    await expectAsTold();
  });
});
