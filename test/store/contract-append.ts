import { randomBytes, randomUUID } from 'node:crypto';
import { ZERO_HASH } from '../../src/store/chain';
import { StoreMisuse, type Append } from '../../src/store/event-store';
import type { OpenLog, OpenLogOf } from './contract';
import { collect, StreamWriter } from './stream-writer';

const EVENT_BYTES_MAX = 1024 * 1024;

export function appendContract(open: OpenLogOf): void {
  describe('append', () => {
    let log: OpenLog;
    beforeAll(async () => {
      log = await open();
    });
    afterAll(() => log.close());

    test('gives versions from 0 and the next positions, one log time a command', async () => {
      const writer = new StreamWriter(log.store);
      const before = await log.store.head();
      const first = await writer.append([{}, {}, {}]);
      const second = await writer.append();
      expect(first).toMatchObject({ outcome: 'appended', firstVersion: 0, lastVersion: 2 });
      expect(first.firstPosition).toBe(before.position + 1);
      expect(second).toMatchObject({ firstVersion: 3, firstPosition: first.lastPosition + 1 });
      const stored = await collect(log.store.readStream(writer.stream));
      expect(stored.map((e) => e.version)).toEqual([0, 1, 2, 3]);
      expect(stored.map((e) => e.loggedAt === first.loggedAt)).toEqual([true, true, true, false]);
      expect(second.loggedAt > first.loggedAt).toBe(true);
    });

    test('keeps header, data, sealed part and hash to the byte', async () => {
      const texts = [
        '{"z":1,  "a":2, "a":3}',
        JSON.stringify({ emoji: '🦴👩🏽‍⚕️', rtl: 'ألم في الظهر', nul: 'a\0b', lone: '\ud83e' }),
        '{"escaped":"\\u0000\\ud800","spaces":\t\n1.50e2}',
      ];
      const writer = new StreamWriter(log.store);
      const command = writer.command(texts.map((data) => ({ data, sealed: randomBytes(100) })));
      await log.store.append(command);
      const stored = await collect(log.store.readStream(writer.stream));
      expect(
        stored.map(({ id, type, header, data, sealed, hash }) => ({
          id,
          type,
          header,
          data,
          sealed,
          hash,
        })),
      ).toEqual(command.events);
    });

    test('refuses another version than the expected one, and says the actual one', async () => {
      const writer = new StreamWriter(log.store);
      const fresh = writer.command();
      expect(await log.store.append({ ...fresh, expected: 0 })).toEqual({
        outcome: 'conflict',
        actual: 'none',
      });
      await writer.append([{}, {}]);
      const next = writer.command();
      for (const expected of ['none', 0, 2] as const) {
        const result = await log.store.append({ ...next, expected });
        expect(result).toEqual({ outcome: 'conflict', actual: 1 });
      }
      expect((await log.store.append(next)).outcome).toBe('appended');
    });

    test('refuses a hash before that is not the stored one', async () => {
      const writer = new StreamWriter(log.store);
      const first = writer.command();
      const other = randomBytes(32);
      expect((await log.store.append({ ...first, prevHash: other })).outcome).toBe('conflict');
      await writer.append();
      const next = { ...writer.command(), prevHash: ZERO_HASH };
      expect(await log.store.append(next)).toEqual({ outcome: 'conflict', actual: 0 });
    });

    test('answers a repeated command as the first time, also after later ones', async () => {
      const writer = new StreamWriter(log.store);
      await writer.append();
      const command = writer.command([{}, {}]);
      const first = await log.store.append(command);
      expect(first).toMatchObject({ outcome: 'appended', firstVersion: 1, lastVersion: 2 });
      expect(await log.store.append(command)).toEqual({ ...first, outcome: 'already' });

      writer.moveTo(command, { lastVersion: 2 });
      await writer.append();
      expect(await log.store.append(command)).toEqual({ ...first, outcome: 'already' });
      // Decided anew since: more events under the same first id.
      const longer = { ...command, events: [...command.events, ...writer.command().events] };
      expect(await log.store.append(longer)).toEqual({ ...first, outcome: 'already' });
      expect(await collect(log.store.readStream(writer.stream))).toHaveLength(4);
    });

    test('one bad command does not fail those sent with it', async () => {
      const good = Array.from({ length: 6 }, () => new StreamWriter(log.store));
      const known = new StreamWriter(log.store);
      const knownId = known.command();
      await log.store.append(knownId);
      const stale = new StreamWriter(log.store);
      const bad: Append[] = [
        new StreamWriter(log.store).command([{ data: '{"broken":' }]),
        new StreamWriter(log.store).command([{ data: '{"raw":"\0"}' }]),
        { ...new StreamWriter(log.store).command(), events: knownId.events },
      ];
      const [appended, refused, conflict] = await Promise.all([
        Promise.all(good.map((writer) => writer.append())),
        Promise.allSettled(bad.map((command) => log.store.append(command))),
        log.store.append({ ...stale.command(), expected: 7 }),
      ]);
      expect(appended.map((r) => r.outcome)).toEqual(good.map(() => 'appended'));
      for (const result of refused) {
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreMisuse' } });
      }
      expect(conflict).toEqual({ outcome: 'conflict', actual: 'none' });
      const heads = await log.store.streamHeads(bad.map((c) => c.stream));
      expect([...heads.keys()]).toEqual([]);
    });

    test('takes an event of 1 MiB, refuses one byte more, neighbours unharmed', async () => {
      const [large, larger, small] = [1, 2, 3].map(() => new StreamWriter(log.store));
      if (!large || !larger || !small) throw new Error('three were made');
      const overhead = Buffer.byteLength(large.command([{ data: '""' }]).events[0]?.header ?? '');
      const filling = 'x'.repeat(EVENT_BYTES_MAX - overhead - 2);
      const [taken, refused, other] = await Promise.allSettled([
        large.append([{ data: `"${filling}"` }]),
        larger.append([{ data: `"${filling}y"` }]),
        small.append(),
      ]);
      expect(taken.status).toBe('fulfilled');
      expect(other.status).toBe('fulfilled');
      expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'StoreMisuse' } });
      const [stored] = await collect(log.store.readStream(large.stream));
      expect(stored?.data).toHaveLength(filling.length + 2);
    });

    test('refuses what breaks the contract, naming the rule', async () => {
      const command = new StreamWriter(log.store).command();
      const [event] = command.events;
      if (!event) throw new Error('one event was made');
      const broken: [Append, RegExp][] = [
        [{ ...command, events: [] }, /at least one event/],
        [{ ...command, events: Array.from({ length: 1_001 }, () => event) }, /at most 1,000/],
        [{ ...command, events: [event, event] }, /different ids/],
        [{ ...command, events: [{ ...event, id: 'seven' }] }, /UUID/],
        [{ ...command, events: [{ ...event, hash: randomBytes(31) }] }, /32 bytes/],
        [{ ...command, prevHash: randomBytes(33) }, /32 bytes/],
        [{ ...command, stream: '' }, /name/],
        [{ ...command, stream: 'a\0b' }, /NUL/],
        [{ ...command, expected: -1 }, /version from 0/],
        [{ ...command, clock: 'yesterday' }, /ISO 8601/],
        [{ ...command, events: [{ ...event, data: '"\ud83e"' }] }, /Unicode/],
      ];
      for (const [append, rule] of broken) {
        await expect(log.store.append(append)).rejects.toThrow(rule);
        await expect(log.store.append(append)).rejects.toBeInstanceOf(StoreMisuse);
      }
    });

    test('an id that is known in another stream is refused', async () => {
      const writer = new StreamWriter(log.store);
      const command = writer.command();
      await log.store.append(command);
      const elsewhere = { ...command, stream: `episode-${randomUUID()}` };
      await expect(log.store.append(elsewhere)).rejects.toBeInstanceOf(StoreMisuse);
    });
  });
}
