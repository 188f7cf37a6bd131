import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { StoredEvent } from '../../src/store/event-store';
import type { OpenLog, OpenLogOf } from './contract';
import { collect, StreamWriter, type EventContent } from './stream-writer';

const LARGE_STREAM_EVENTS = 20_000;
const LOG_EVENTS = 50_000;
const MIB = 1024 * 1024;

export function readContract(open: OpenLogOf): void {
  describe('read', () => {
    let log: OpenLog;
    let large: StreamWriter;
    let small: StreamWriter[];
    beforeAll(async () => {
      log = await open();
      large = new StreamWriter(log.store, 'episode-large');
      // Names whose order differs between bytes, UTF-16 and a dictionary.
      small = ['b', 'B', 'ä', '\u{ff61}', '\u{1f9b4}'].map((n) => new StreamWriter(log.store, n));
      const contents = Array.from({ length: 1_000 }, (): EventContent => ({}));
      for (let n = 0; n < LARGE_STREAM_EVENTS; n += 1_000) {
        await large.append(contents);
        for (const writer of small) await writer.append();
      }
    });
    afterAll(() => log.close());

    test('a stream of 20,000 events, forward, backward and in part', async () => {
      const versions = async (options?: object): Promise<number[]> =>
        (await collect(log.store.readStream(large.stream, options))).map((e) => e.version);
      const all = Array.from({ length: LARGE_STREAM_EVENTS }, (_, n) => n);
      expect(await versions()).toEqual(all);
      expect(await versions({ direction: 'backward' })).toEqual([...all].reverse());
      expect(await versions({ from: 1_500, to: 1_502 })).toEqual([1_500, 1_501, 1_502]);
      expect(await versions({ from: 1_500, to: 1_502, direction: 'backward' })).toEqual([
        1_502, 1_501, 1_500,
      ]);
      expect(await versions({ from: LARGE_STREAM_EVENTS })).toEqual([]);
      expect(await versions({ atPosition: 1_007 })).toHaveLength(1_002);
    });

    test('a stream that does not exist is empty and has no head', async () => {
      expect(await collect(log.store.readStream('nowhere'))).toEqual([]);
      const heads = await log.store.streamHeads(['nowhere', large.stream, 'b']);
      expect([...heads].sort()).toEqual([
        ['b', 19],
        [large.stream, LARGE_STREAM_EVENTS - 1],
      ]);
      expect(await log.store.streamHeads([])).toEqual(new Map());
    });

    test('a reader that leaves in the middle does no harm', async () => {
      for (let n = 0; n < 20; n += 1) {
        for await (const event of log.store.readAll({ after: 0 })) {
          if (event.position === 100) break;
        }
      }
      expect((await log.store.head()).position).toBe(LARGE_STREAM_EVENTS + 100);
    });

    test('the log after a position, to a limit', async () => {
      const positions = async (after: number, limit?: number): Promise<number[]> => {
        const range = limit === undefined ? { after } : { after, limit };
        return (await collect(log.store.readAll(range))).map((e) => e.position);
      };
      expect(await positions(20_090)).toEqual(
        [91, 92, 93, 94, 95, 96, 97, 98, 99, 100].map((n) => 20_000 + n),
      );
      expect(await positions(0, 3)).toEqual([1, 2, 3]);
      expect(await positions(0, 3_000)).toHaveLength(3_000);
      expect(await positions(20_100)).toEqual([]);
    });

    test('stream by stream in the order of bytes, up to a position', async () => {
      const streams = new Map<string, number>();
      for (const event of await portions(log.store.readByStream({ upTo: 2_010 }))) {
        expect(event.version).toBe(streams.get(event.stream) ?? 0);
        streams.set(event.stream, event.version + 1);
      }
      expect([...streams]).toEqual([
        ['B', 2],
        ['b', 2],
        ['episode-large', 2_000],
        ['ä', 2],
        ['\u{ff61}', 2],
        ['\u{1f9b4}', 2],
      ]);
      const range = { upTo: 2_010, from: 'b', before: '\u{ff61}' };
      const names = (await portions(log.store.readByStream(range))).map(({ stream }) => stream);
      expect([...new Set(names)]).toEqual(['b', 'episode-large', 'ä']);
      expect(await portions(log.store.readByStream({ upTo: 0 }))).toEqual([]);
    });

    test('what is read fast is what is read slowly', async () => {
      const name = "episode-O'Hara \\ ä";
      const content = {
        data: '{"words":"\\"\\\\\\nä\u{1f9b4}"}',
        sealed: Buffer.from([0, 255, 9]),
      };
      await new StreamWriter(log.store, name).append([content, {}]);
      const all = await collect(log.store.readAll({ after: 0 }));
      const upTo = all.length;
      const byStream = await collect(log.store.readStreams([...new Set(all.map((e) => e.stream))]));
      const without = (event: object, ...names: string[]) =>
        Object.fromEntries(Object.entries(event).filter(([key]) => !names.includes(key)));
      const clear = byStream.map((event) => without(event, 'id', 'sealed', 'hash', 'loggedAt'));
      const unclear = ['id', 'sealed', 'hash', 'loggedAt'];
      const read = await portions(log.store.readByStream({ upTo }));
      expect(read.map((event) => without(event, ...unclear))).toEqual(clear);
      const chains = await portions(log.store.readChains({ upTo }));
      expect(chains.map((event) => without(event, 'loggedAt'))).toEqual(
        byStream.map((event) => without(event, 'loggedAt')),
      );
      const places = await portions(log.store.readPlaces({ upTo }));
      expect(places).toEqual(
        all.map(({ position, stream, version, loggedAt }) => {
          const loggedAtUs = Date.parse(loggedAt) * 1_000 + Number(loggedAt.slice(23, 26));
          return { position, stream, version, loggedAtUs };
        }),
      );
      const sample = await log.store.streamsAt([upTo, 1, upTo + 1]);
      expect([...sample].sort()).toEqual(["episode-O'Hara \\ ä", large.stream].sort());
    });

    test('a reader of the whole that leaves in the middle does no harm', async () => {
      for (let n = 0; n < 20; n += 1) {
        for await (const events of log.store.readByStream({ upTo: 20_000 })) {
          if (events.length > 0) break;
        }
      }
      expect(await portions(log.store.readPlaces({ upTo: 10 }))).toHaveLength(10);
    });

    test('some streams at once, each up to a position', async () => {
      const wanted = ['ä', 'nowhere', 'b', 'B', 'b', large.stream];
      const read = await collect(log.store.readStreams(wanted, { atPosition: 2_010 }));
      expect(read.map((e) => `${e.stream} ${e.version}`)).toEqual([
        'B 0',
        'B 1',
        'b 0',
        'b 1',
        ...Array.from({ length: 2_000 }, (_, n) => `episode-large ${n}`),
        'ä 0',
        'ä 1',
      ]);
      expect(await collect(log.store.readStreams([]))).toEqual([]);
    });

    test('what lies next to a position, among some streams', async () => {
      const around = (streams: readonly string[] | object, position: number, upTo = 20_100) =>
        log.store.entriesAround({ streams, position, upTo, countMax: 5 });
      const [b, capital] = [
        await collect(log.store.readStream('b')),
        await collect(log.store.readStream('B')),
      ];
      const placeOf = ({ stream, version, position, loggedAt }: StoredEvent) => ({
        ...{ stream, version, position },
        loggedAtUs: Date.parse(loggedAt) * 1_000 + Number(loggedAt.slice(23, 26)),
      });
      const [third, fourth] = [placeOf(b[2]!), placeOf(b[3]!)];
      for (const position of [third.position, fourth.position - 1]) {
        expect(await around(['b', 'nowhere'], position)).toEqual({
          ...{ last: third, next: fourth, later: 5 },
        });
      }
      const beside = placeOf(capital[2]!);
      expect(await around(['b', 'B'], third.position, fourth.position)).toEqual({
        ...{ last: third, next: beside, later: 2 },
      });
      expect(await around(['b', 'B'], third.position, third.position)).toEqual({
        ...{ last: third, next: null, later: 0 },
      });
      expect(await around(['b'], 0)).toMatchObject({ last: null, next: { version: 0 } });
      expect(await around(['b'], 20_100)).toMatchObject({ next: null, later: 0 });
      expect(await around([], 10)).toEqual({ last: null, next: null, later: 0 });
      // Of all that is named in a part of the order of bytes.
      const range = { from: 'b', before: 'episode-' };
      expect(await around(range, third.position)).toMatchObject({ last: third, next: fourth });
      expect(await around({}, 20_099)).toMatchObject({
        last: { position: 20_099 },
        next: { position: 20_100 },
        later: 1,
      });
    });

    test('events by id, unknown ones absent', async () => {
      const [first] = await collect(log.store.readStream('b', { to: 0 }));
      const [last] = await collect(log.store.readStream('b', { direction: 'backward', to: 99 }));
      if (!first || !last) throw new Error('both were appended');
      const read = await log.store.readByIds([last.id, randomUUID(), first.id, 'no id']);
      expect(read).toEqual([first, last]);
    });

    test('a slow consumer of 50,000 events holds back the reading, not the memory', async () => {
      const own = await open();
      const contents = Array.from({ length: 1_000 }, () => ({ data: `"${'x'.repeat(1_000)}"` }));
      for (let n = 0; n < LOG_EVENTS; n += 1_000)
        await new StreamWriter(own.store).append(contents);
      const before = retainedBytes();
      let read = 0;
      let peak = 0;
      for await (const event of own.store.readAll({ after: 0 })) {
        read = event.position;
        if (read % 10_000 !== 5_000) continue;
        await sleep(100);
        peak = Math.max(peak, retainedBytes() - before);
      }
      expect(read).toBe(LOG_EVENTS);
      // The whole of it is above 50 MiB; two pages are below 10.
      expect(peak).toBeLessThan(20 * MIB);
      await own.close();
    });
  });
}

async function portions<T>(source: AsyncIterable<readonly T[]>): Promise<T[]> {
  return (await collect(source)).flat();
}

/** What is alive after a collection of garbage. */
function retainedBytes(): number {
  setFlagsFromString('--expose-gc');
  // Node gives `gc` only to contexts that are made after the flag.
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
