import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { chainHash, verifyLog, verifyStream, ZERO_HASH } from '../../src/store/chain';
import type { EventStore, NewEvent } from '../../src/store/event-store';
import { openPostgresStore } from '../../src/store/postgres';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { collect, StreamWriter } from './stream-writer';

describe('chain hash', () => {
  test('is SHA-256 over 0x01, the hash before, and each part after its length', () => {
    const header = '{"ä":1}';
    const data = '{}';
    const sealed = Buffer.from([9, 8, 7]);
    const bytes = Buffer.concat([
      Buffer.from([1]),
      Buffer.alloc(32, 5),
      Buffer.from([0, 0, 0, 8]),
      Buffer.from(header),
      Buffer.from([0, 0, 0, 2]),
      Buffer.from(data),
      Buffer.from([0, 0, 0, 3]),
      sealed,
    ]);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(chainHash(Buffer.alloc(32, 5), header, data, sealed).toString('hex')).toBe(expected);
  });

  test('knows no way to move bytes from one part to the next', () => {
    const hashes = [
      chainHash(ZERO_HASH, 'ab', 'c', null),
      chainHash(ZERO_HASH, 'a', 'bc', null),
      chainHash(ZERO_HASH, 'ab', '', Buffer.from('c')),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('verification finds what was changed behind the back of the log', () => {
  let database: TestDatabase;
  let store: EventStore;
  let owner: Client;
  const streams = ['episode-a', 'episode-b', 'episode-c'];

  beforeEach(async () => {
    database = await createTestDatabase();
    store = await openPostgresStore({ app: database.app });
    owner = new Client(database.admin);
    await owner.connect();
    // Who owns the server can switch the triggers off: the chain is what is left.
    await owner.query('set session_replication_role = replica');
    const writers = streams.map((stream) => new StreamWriter(store, stream));
    for (let n = 0; n < 5; n += 1) {
      for (const writer of writers) await writer.append([{ sealed: Buffer.from(`secret ${n}`) }]);
    }
  });
  afterEach(async () => {
    await owner.end();
    await store.close();
    await database.drop();
  });

  test('nothing in an untouched log, and it says how far it is', async () => {
    const progress: [number, number][] = [];
    const onProgress = (done: number, of: number): void => void progress.push([done, of]);
    const verified = await verifyLog(store, { onProgress });
    expect(verified).toEqual({ events: 15, streams: 3, faults: 0, intact: true });
    expect(progress).toEqual([[30, 30]]);
  });

  // episode-b version 2 is position 8.
  const at8 = { position: 8, stream: 'episode-b', version: 2 };
  test.each([
    ['data', `set data = '{"painBefore":6,"painAfter":2}'`],
    ['a space in data', `set data = '{"painBefore":6, "painAfter":3}'`],
    ['sealed', `set sealed = 'secret 9'`],
    ['no sealed part', 'set sealed = null'],
    ['hash', `set hash = sha256(hash)`],
    ['type', `set type = 'SessionMissed'`],
    ['id', 'set id = gen_random_uuid()'],
    ['header that is no envelope', `set header = '7'`],
  ])('changed: %s', async (_, change) => {
    await owner.query(`update log.event ${change} where seq = 8`);
    const { intact, firstBad } = await verifyLog(store);
    expect(intact).toBe(false);
    expect(firstBad).toEqual({ ...at8, why: 'changed' });
    expect(await verifyStream(store.readStream('episode-b'))).toEqual({ ...at8, why: 'changed' });
  });

  test('missing from the middle of a stream', async () => {
    await owner.query('delete from log.event where seq = 8');
    const { firstBad, faults } = await verifyLog(store);
    expect(firstBad).toEqual({ position: 8, stream: null, version: null, why: 'missing' });
    expect(faults).toBe(2);
    expect(await verifyStream(store.readStream('episode-b'))).toMatchObject({
      position: 11,
      version: 3,
      why: 'missing',
    });
  });

  test('missing from the end', async () => {
    await owner.query('delete from log.event where seq > 13');
    const { firstBad } = await verifyLog(store);
    expect(firstBad).toMatchObject({ position: 14, why: 'missing' });
  });

  test('missing, and the rest moved up to hide it', async () => {
    await owner.query('delete from log.event where seq = 8');
    for (const seq of [11, 14]) {
      await owner.query('update log.event set version = version - 1 where seq = $1', [seq]);
    }
    expect(await verifyStream(store.readStream('episode-b'))).toMatchObject({
      position: 11,
      why: 'reordered',
    });
  });

  test('inserted, with a hash and a header that fit where it stands', async () => {
    const forged = await forge('episode-b', 2);
    // All later versions and positions make room: only headers and hashes cannot be changed along.
    for (const seq of [14, 11, 8]) {
      await owner.query('update log.event set version = version + 1 where seq = $1', [seq]);
    }
    for (let seq = 15; seq >= 8; seq -= 1) {
      await owner.query('update log.event set seq = seq + 1 where seq = $1', [seq]);
    }
    await insert(forged, { position: 8, stream: 'episode-b', version: 2 });
    await owner.query('update log.head set position = 16');
    const { firstBad, faults } = await verifyLog(store);
    expect(firstBad).toEqual({ ...at8, why: 'inserted' });
    expect(faults).toBe(1);
  });

  test('added behind the head', async () => {
    const forged = await forge('episode-b', 5);
    await insert(forged, { position: 16, stream: 'episode-b', version: 5 });
    const { firstBad } = await verifyLog(store);
    expect(firstBad).toMatchObject({ position: 16, why: 'inserted' });
  });

  /** An event that fits, by header and hash, as that version of a stream. */
  async function forge(stream: string, version: number): Promise<NewEvent> {
    const forger = new StreamWriter(store, stream);
    const before = (await collect(store.readStream(stream)))[version - 1];
    forger.moveTo(
      { ...forger.command(), events: before ? [before] : [] },
      {
        lastVersion: version - 1,
      },
    );
    const [forged] = forger.command().events;
    if (!forged) throw new Error('one event was made');
    return forged;
  }

  async function insert(
    { id, type, header, data, hash }: NewEvent,
    { position, stream, version }: { position: number; stream: string; version: number },
  ): Promise<void> {
    await owner.query(
      `insert into log.event select $1, $2, $3, $4, $5, $6, $7, null, $8, logged_at
        from log.event where seq = $1::bigint - 1`,
      [position, stream, version, id, type, header, data, hash],
    );
  }

  test('two entries exchanged', async () => {
    await owner.query('update log.event set version = 99 where seq = 8');
    await owner.query('update log.event set version = 2 where seq = 11');
    await owner.query('update log.event set version = 3 where seq = 8');
    const { firstBad } = await verifyLog(store);
    expect(firstBad).toMatchObject({ position: 8, version: 3, why: 'reordered' });
  });

  test('moved to another stream', async () => {
    await owner.query(`update log.event set stream = 'episode-d', version = 0 where seq = 2`);
    const { firstBad } = await verifyLog(store);
    expect(firstBad).toMatchObject({ position: 2, stream: 'episode-d', why: 'reordered' });
  });

  test('log time that goes back', async () => {
    await owner.query(`update log.event set logged_at = '2020-01-01' where seq = 8`);
    const { firstBad } = await verifyLog(store);
    expect(firstBad).toEqual({ ...at8, why: 'reordered' });
  });
});
