import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryEvent } from '@eventstore/db-client';
import { Client } from 'pg';
import { verifyLog, ZERO_HASH } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import { AppendCalls } from '../../src/store/eventstoredb-calls';
import { reachServer } from '../../src/store/eventstoredb-client';
import { eventsOf } from '../../src/store/eventstoredb-event';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from './stream-writer';

const url = process.env['EVENTSTORE_URL'];
const title = 'streams in EventStoreDB';
const skipped = `${title} (skipped: EVENTSTORE_URL names no server)`;

(url === undefined ? describe.skip : describe)(url === undefined ? skipped : title, () => {
  let database: TestDatabase;
  let store: EventStore;
  const server = reachServer(url ?? 'esdb://127.0.0.1:2113?tls=false');

  beforeAll(async () => {
    database = await createTestDatabase();
    store = await openEventStoreDb({ app: database.app, url: url ?? '' });
  });
  afterAll(async () => {
    await Promise.all([store.close(), server.close()]);
    await database.drop();
  });

  async function rows<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client(database.admin);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async function prefix(): Promise<string> {
    const [row] = await rows<{ prefix: string }>('select prefix from log.eventstore');
    return row?.prefix ?? '';
  }

  const parked = () =>
    rows<{ stream: string; version: string; why: string }>(
      'select stream, version, why from log.index_parked order by stream',
    );

  async function untilParked(count: number): Promise<void> {
    for (let tries = 0; (await parked()).length < count; tries += 1) {
      if (tries > 500) throw new Error('it was not parked');
      await sleep(20);
    }
  }

  test('an entry by another hand parks its stream there; others go on', async () => {
    const [broken, chained, sound] = ['a', 'b', 'c'].map(
      (name) => new StreamWriter(store, `episode-${name}`),
    );
    if (!broken || !chained || !sound) throw new Error('three were made');
    for (const writer of [broken, chained, sound]) await writer.append([{}, {}]);
    const { client, credentials } = server;
    const options = { expectedRevision: 1n, credentials };
    // Not by this service at all.
    const stray = binaryEvent({ id: randomUUID(), type: 'Stray', data: Buffer.from('{}') });
    await client.appendToStream(`${await prefix()}${broken.stream}`, stray, options);
    // As by this service, but resting on another past.
    const forged = Object.assign(new StreamWriter(store, chained.stream), {
      version: 1,
      prevHash: ZERO_HASH,
    }).command([{}]);
    const forgery = eventsOf(forged, randomUUID());
    const calls = new AppendCalls(server);
    await calls.append(`${await prefix()}${chained.stream}`, 1, forgery, 10_000);
    calls.close();
    await untilParked(2);
    expect(await parked()).toEqual([
      { stream: 'episode-a', version: '2', why: 'an entry was not written by this service' },
      { stream: 'episode-b', version: '2', why: 'an entry does not follow the one before it' },
    ]);
    await expect(broken.append()).rejects.toThrow(/is parked/);
    await expect(chained.append()).rejects.toThrow(/is parked/);
    expect(await sound.append()).toMatchObject({ outcome: 'appended', firstVersion: 2 });
    expect(await collect(store.readStream(broken.stream))).toHaveLength(2);
    expect(await verifyLog(store)).toMatchObject({ intact: true, events: 7, streams: 3 });
  });

  test('64 writers on one stream: each gets its turn, nothing is lost', async () => {
    const stream = `episode-${randomUUID()}`;
    const conflicts = { count: 0 };
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        for (;;) {
          const [last] = await collect(store.readStream(stream, { direction: 'backward' }));
          const writer = Object.assign(
            new StreamWriter(store, stream),
            last && { version: last.version, prevHash: last.hash },
          );
          const { outcome } = await store.append(writer.command());
          if (outcome === 'appended') return;
          conflicts.count += 1;
          await sleep(Math.random() * 200);
        }
      }),
    );
    const events = await collect(store.readStream(stream));
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 64 }, (_, n) => n));
    expect(conflicts.count).toBeGreaterThan(0);
    expect(await verifyLog(store)).toMatchObject({ intact: true });
  });

  test('an event that the server lost is a fault of its place; the others are proved', async () => {
    const writer = new StreamWriter(store);
    await writer.append([{}, {}]);
    await store.close();
    const { client, credentials } = server;
    const [head] = await rows<{ position: string }>('select position from log.head');
    await client.deleteStream(`${await prefix()}${writer.stream}`, { credentials });
    store = await openEventStoreDb({ app: database.app, url: url ?? '' });
    const { version } = writer;
    expect(await verifyLog(store)).toMatchObject({
      intact: false,
      events: Number(head?.position),
      faults: 2,
      firstBad: { stream: writer.stream, version: version - 1, why: 'missing' },
    });
    await expect(collect(store.readStream(writer.stream))).rejects.toThrow(/not on the server/);
  });

  test('what others write on the server is passed, and the place of it is kept', async () => {
    const { client, credentials } = server;
    const place = async (): Promise<bigint> => {
      const [row] = await rows<{ at: string }>('select commit_position as at from log.eventstore');
      return BigInt(row?.at ?? 0);
    };
    const before = await place();
    const strangers = Array.from({ length: 3_000 }, () =>
      binaryEvent({ id: randomUUID(), type: 'Stranger', data: Buffer.from('{}') }),
    );
    const { nextExpectedRevision } = await client.appendToStream(
      `other-${randomUUID()}`,
      strangers,
      {
        expectedRevision: 'no_stream',
        credentials,
      },
    );
    expect(nextExpectedRevision).toBe(2_999n);
    for (let tries = 0; (await place()) <= before; tries += 1) {
      if (tries > 250) throw new Error('its place did not move');
      await sleep(40);
    }
    const writer = new StreamWriter(store);
    expect(await writer.append()).toMatchObject({ outcome: 'appended' });
  });
});
