import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { verifyLog } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from '../store/stream-writer';
import { serverCommand, TestServer } from './eventstoredb-server';

/** Another number by ANAMNESIS_STREAMS, where a shorter run will do. */
const STREAMS = Number(process.env['ANAMNESIS_STREAMS'] ?? 200_000);
const LONG_EVENTS = 20_000;
const COMMAND_EVENTS = 500;
const IN_FLIGHT = 256;
const RACERS = 64;
const EVENT_BYTES_MAX = 1024 * 1024;
/** Minutes on a machine that does nothing else. */
const LONGEST_MS = 60 * 60_000;

const title = serverCommand
  ? 'EventStoreDB, many streams and long ones'
  : 'EventStoreDB, many streams (skipped: EVENTSTORE_COMMAND does not say how to start a server)';

jest.setTimeout(LONGEST_MS);

(serverCommand ? describe : describe.skip)(title, () => {
  let server: TestServer;
  let database: TestDatabase;
  let store: EventStore;
  const figures: string[] = [];

  beforeAll(async () => {
    server = await TestServer.on();
    await server.start();
    database = await createTestDatabase();
    store = await openEventStoreDb({ app: database.app, url: server.url });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await server.kill();
    process.stdout.write(figures.map((line) => `  ${line}\n`).join(''));
  });

  async function timed<T>(what: string, count: number, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const result = await work();
    const seconds = (performance.now() - startMs) / 1_000;
    const memoryMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
    const rate = Math.round(count / seconds).toLocaleString('en');
    figures.push(`${what}: ${seconds.toFixed(1)} s, ${rate}/s, this process ${memoryMiB} MiB`);
    return result;
  }

  const head = async (): Promise<number> => (await store.head()).position;

  /** The figures that `projections` tells. */
  async function untilIndexed(events: number): Promise<void> {
    for (;;) {
      const state = await store.index?.state();
      if (state?.lagEvents === 0 && (await head()) === events) return;
      await sleep(50);
    }
  }

  it(`${STREAMS} streams of one entry: each has its place, and is found again`, async () => {
    const before = await head();
    let unplaced = 0;
    await timed(`append to ${STREAMS} new streams`, STREAMS, async () => {
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < STREAMS) {
          next += 1;
          const result = await store.append(new StreamWriter(store).command([{}], {}));
          if (result.outcome === 'unplaced') unplaced += 1;
          else if (result.outcome !== 'appended') throw new Error(result.outcome);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    });
    figures.push(`answered before they had a place: ${unplaced}`);
    await untilIndexed(before + STREAMS);
    const found = await timed('read in the order of streams', STREAMS, async () => {
      const streams = new Set<string>();
      for await (const portion of store.readByStream({ upTo: before + STREAMS }))
        for (const { stream } of portion) streams.add(stream);
      return streams.size;
    });
    expect(found).toBe(STREAMS);
  });

  it(`a stream of ${LONG_EVENTS} entries: written, read, gone on with at its end`, async () => {
    const writer = new StreamWriter(store);
    const before = await head();
    await timed('write the long stream', LONG_EVENTS, async () => {
      const contents = Array.from({ length: COMMAND_EVENTS }, () => ({}));
      for (let n = 0; n < LONG_EVENTS; n += COMMAND_EVENTS) {
        const command = writer.command(contents, {});
        const result = await store.append(command);
        if (result.outcome === 'conflict') throw new Error('it has one writer');
        writer.moveTo(command, result);
      }
    });
    await untilIndexed(before + LONG_EVENTS);
    const events = await timed('read the long stream', LONG_EVENTS, () =>
      collect(store.readStream(writer.stream)),
    );
    expect(events.map(({ version }) => version)).toEqual(events.map((_, n) => n));
    expect(events).toHaveLength(LONG_EVENTS);
    const [last] = await collect(store.readStream(writer.stream, { direction: 'backward', to: 9 }));
    expect(last?.version).toBe(9);
    expect(await writer.append()).toMatchObject({ firstVersion: LONG_EVENTS });
    expect((await store.streamHeads([writer.stream])).get(writer.stream)).toBe(LONG_EVENTS);
  });

  it('an entry of 1 MiB among 32 small ones: all are taken, and read to the byte', async () => {
    const large = new StreamWriter(store);
    const overhead = Buffer.byteLength(large.command([{ data: '""' }]).events[0]?.header ?? '');
    const data = `"${'x'.repeat(EVENT_BYTES_MAX - overhead - 2)}"`;
    await timed('append 1 MiB beside 32 writers', 33, () =>
      Promise.all([
        large.append([{ data }]),
        ...Array.from({ length: 32 }, () => new StreamWriter(store).append()),
      ]),
    );
    const [stored] = await collect(store.readStream(large.stream));
    expect(stored?.data).toBe(data);
  });

  it(`${RACERS} writers at once on one stream: each gets its turn`, async () => {
    const stream = `episode-${randomUUID()}`;
    let conflicts = 0;
    await timed(`${RACERS} writers, one entry each, one stream`, RACERS, () =>
      Promise.all(
        Array.from({ length: RACERS }, async () => {
          for (;;) {
            const [last] = await collect(store.readStream(stream, { direction: 'backward' }));
            const writer = Object.assign(
              new StreamWriter(store, stream),
              last && { version: last.version, prevHash: last.hash },
            );
            const { outcome } = await store.append(writer.command([{}], {}));
            if (outcome !== 'conflict') return;
            conflicts += 1;
            await sleep(Math.random() * 200);
          }
        }),
      ),
    );
    figures.push(`conflicts among them: ${conflicts}`);
    const versions = (await collect(store.readStream(stream))).map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: RACERS }, (_, n) => n));
  });

  it('the whole log is proved, and indexed anew at the same places', async () => {
    const events = await head();
    const verified = await timed('verify', events, () => verifyLog(store));
    expect(verified).toMatchObject({ intact: true, events });
    const places = async (): Promise<string> => {
      const client = new Client(database.admin);
      await client.connect();
      const { rows } = await client.query<{ all: string }>(
        `select md5(string_agg(seq || stream || version || logged_at, ',' order by seq)) as all
          from log.log_index`,
      );
      await client.end();
      return rows[0]?.all ?? '';
    };
    const before = await places();
    await store.close();
    const client = new Client(database.admin);
    await client.connect();
    await client.query(`set session_replication_role = replica; truncate log.log_index;
      update log.head set position = 0, logged_at = 'epoch', floor = 'epoch';
      update log.eventstore set commit_position = -1, prepare_position = -1`);
    await client.end();
    await timed('index the whole log anew', events, async () => {
      store = await openEventStoreDb({ app: database.app, url: server.url });
      while ((await head()) < events) await sleep(20);
    });
    expect(await places()).toBe(before);
  });
});
