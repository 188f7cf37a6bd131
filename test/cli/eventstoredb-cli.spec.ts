import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryEvent } from '@eventstore/db-client';
import { Client } from 'pg';
import { AppendCalls } from '../../src/store/eventstoredb-calls';
import { reachServer } from '../../src/store/eventstoredb-client';
import { eventsOf } from '../../src/store/eventstoredb-event';
import type { EventStore } from '../../src/store/event-store';
import { openStore } from '../../src/store/open';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from '../store/stream-writer';
import { databaseUrl, run, type Ended } from './command';

const url = process.env['EVENTSTORE_URL'];
const title = 'the command, with the log in EventStoreDB';
const skipped = `${title} (skipped: EVENTSTORE_URL names no server)`;
/** Each command is a process that compiles its sources first. */
jest.setTimeout(180_000);

(url === undefined ? describe.skip : describe)(url === undefined ? skipped : title, () => {
  let database: TestDatabase;
  const dataDir = join(mkdtempSync(join(tmpdir(), 'cli-')), 'data');

  beforeAll(async () => {
    database = await createTestDatabase({ kind: 'live' });
  });
  afterAll(() => database.drop());

  function anamnesis(there: boolean, ...args: string[]): Promise<Ended> {
    return run(args, {
      DATABASE_URL: databaseUrl(database.app),
      DATABASE_ADMIN_URL: databaseUrl(database.admin),
      ANAMNESIS_DATA: dataDir,
      ...(there ? { EVENTSTORE_URL: url ?? '' } : {}),
    });
  }

  async function withStore<T>(there: boolean, work: (store: EventStore) => Promise<T>): Promise<T> {
    const eventStoreUrl = there ? url : undefined;
    const store = await openStore({ app: database.app, eventStoreUrl });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  async function rows<Row extends object>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const client = new Client(database.admin);
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  const all = (store: EventStore) => collect(store.readAll({ after: 0 }));

  it('migrate-log moves the log there and back, verified by the chain', async () => {
    const administrator = ['--issuer', 'https://login.example', '--subject', 'ada', '--name', 'A'];
    expect(await anamnesis(false, 'grant-admin', ...administrator)).toMatchObject({ code: 0 });
    const here = await withStore(false, all);
    const [events, streams] = [here.length, new Set(here.map(({ stream }) => stream)).size];
    expect(events).toBeGreaterThan(0);
    const intact = `Intact: ${events} events in ${streams} streams.`;

    const nowhere = await anamnesis(false, 'migrate-log', '--to', 'eventstoredb');
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('EVENTSTORE_URL');
    const there = await anamnesis(true, 'migrate-log', '--to', 'eventstoredb');
    expect(there.out).toContain(`Copied ${events} events. ${intact} The log is in EventStoreDB`);
    expect(there.code).toBe(0);
    expect(await withStore(true, all)).toEqual(here);
    // Whoever starts without the server begins no second log.
    expect((await anamnesis(false, 'verify')).err).toContain('is in EventStoreDB');
    expect(await anamnesis(true, 'verify')).toMatchObject({ code: 0, out: `${intact}\n` });

    await withStore(true, (store) => new StreamWriter(store).append([{}, {}]));
    const back = await anamnesis(true, 'migrate-log', '--to', 'postgres', '--json');
    expect(back.code).toBe(0);
    expect(JSON.parse(back.out)).toMatchObject({
      to: 'postgres',
      copied: 2,
      verification: { intact: true, events: events + 2 },
    });
    expect((await withStore(false, all)).slice(0, events)).toEqual(here);
    const again = await anamnesis(true, 'migrate-log', '--to', 'postgres');
    expect(again.code).toBe(1);
    expect(again.err).toContain('Nothing was switched');
    expect(await anamnesis(true, 'migrate-log', '--to', 'eventstoredb')).toMatchObject({ code: 0 });
  });

  it('unpark lets a stream go on whose entries fit, and says why another one cannot', async () => {
    const [sound, broken] = await withStore(true, async (store) => {
      const writers = [new StreamWriter(store), new StreamWriter(store)] as const;
      for (const writer of writers) await writer.append([{}, {}]);
      return writers;
    });
    const park = 'select log.park_stream($1, 2, 0, $2)';
    await rows(park, [sound.stream, 'as if it had been judged wrongly']);
    await rows(park, [broken.stream, 'as if it had been judged wrongly']);
    const server = reachServer(url ?? '');
    const [log] = await rows<{ prefix: string }>('select prefix from log.eventstore');
    const options = { expectedRevision: 1n, credentials: server.credentials };
    const next = eventsOf(sound.command([{}], {}), randomUUID());
    const calls = new AppendCalls(server);
    await calls.append(`${log?.prefix}${sound.stream}`, 1, next, 10_000);
    const stray = binaryEvent({ id: randomUUID(), type: 'Stray', data: Buffer.from('{}') });
    await server.client.appendToStream(`${log?.prefix}${broken.stream}`, stray, options);
    await server.close();
    // Its indexer passes them: they are parked.
    await withStore(true, (store) => new StreamWriter(store).append());

    const reason = ['--reason', 'looked at by hand'];
    const goes = await anamnesis(true, 'unpark', sound.stream, ...reason);
    expect(goes.code).toBe(0);
    expect(goes.out).toContain('1 entry got a position');
    const stays = await anamnesis(true, 'unpark', broken.stream, ...reason);
    expect(stays.code).toBe(1);
    expect(stays.err).toContain('not written by this');
    const unknown = await anamnesis(true, 'unpark', sound.stream, ...reason);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('is not parked');
    expect(await rows('select stream, reason, entries from log.index_unparked')).toEqual([
      { stream: sound.stream, reason: 'looked at by hand', entries: 1 },
    ]);
    await withStore(true, async (store) => {
      expect(await collect(store.readStream(sound.stream))).toHaveLength(3);
      expect(await store.index?.state()).toMatchObject({
        lagEvents: 0,
        trusted: true,
        parked: [{ stream: broken.stream, version: 2 }],
      });
    });
    expect(await anamnesis(true, 'verify')).toMatchObject({ code: 0 });
  });
});
