import { StoreMisuse } from '../../src/store/event-store';
import type { OpenLogOf } from './contract';
import { collect, StreamWriter } from './stream-writer';

export function timeContract(open: OpenLogOf): void {
  describe('time', () => {
    test('an empty log has position 0 and every past moment resolves to 0', async () => {
      const log = await open();
      expect(await log.store.head()).toMatchObject({ position: 0, kind: 'test' });
      expect(await log.store.resolveAt('2020-01-01T00:00:00.000Z')).toEqual({ position: 0 });
      await log.close();
    });

    test('a moment that was answered never gains an event', async () => {
      const log = await open();
      const writer = new StreamWriter(log.store);
      for (let n = 0; n < 20; n += 1) {
        const { loggedAt, lastPosition } = await writer.append();
        // In microseconds, as log times are: so they compare as text.
        const at = new Date().toISOString().replace('Z', '000Z');
        const answer = await log.store.resolveAt(at);
        // Within a millisecond of the append, either is right.
        if (at > loggedAt) expect(answer).toEqual({ position: lastPosition });
        // Logged by a clock that has stopped: still later than what was answered.
        const next = await writer.append([{}], { clock: '2021-05-05T00:00:00Z' });
        expect(next.loggedAt > at).toBe(true);
        expect(await log.store.resolveAt(at)).toEqual(answer);
      }
      await log.close();
    });

    test('each moment of the past has its own answer, to the microsecond', async () => {
      const log = await open('demo');
      const writer = new StreamWriter(log.store);
      for (const day of ['01', '02', '03']) {
        await writer.append([{}, {}], { clock: `2026-03-${day}T10:00:00.000500Z` });
      }
      const at = async (moment: string) => log.store.resolveAt(moment);
      expect(await at('2026-02-01T00:00:00Z')).toEqual({ position: 0 });
      expect(await at('2026-03-01T10:00:00.000499Z')).toEqual({ position: 0 });
      expect(await at('2026-03-01T10:00:00.000500Z')).toEqual({ position: 2 });
      expect(await at('2026-03-02T11:00:00+01:00')).toEqual({ position: 2 });
      expect(await at('2026-03-02T12:00:00+01:00')).toEqual({ position: 4 });
      expect(await at('2026-03-03T23:59:59Z')).toEqual({ position: 6 });
      await log.close();
    });

    test('log time goes up with each command, whatever the clock says', async () => {
      const log = await open('test');
      const writer = new StreamWriter(log.store);
      await writer.append([{}], { clock: '2026-03-02T10:00:00Z' });
      await writer.append([{}], { clock: '2026-03-01T10:00:00Z' });
      await writer.append([{}], { clock: '2026-03-02T10:00:00Z' });
      const times = (await collect(log.store.readAll({ after: 0 }))).map((e) => e.loggedAt);
      expect(times).toEqual([
        '2026-03-02T10:00:00.000000Z',
        '2026-03-02T10:00:00.000001Z',
        '2026-03-02T10:00:00.000002Z',
      ]);
      await log.close();
    });

    test('the future is refused, with the time by the clock of the log', async () => {
      const log = await open();
      const soon = new Date(Date.now() + 60_000).toISOString();
      const answer = await log.store.resolveAt(soon);
      expect(answer).toMatchObject({ refused: 'future' });
      if (!('refused' in answer)) throw new Error('it was refused');
      expect(Math.abs(Date.parse(answer.now) - Date.now())).toBeLessThan(5_000);
      // By a demo's clock that runs ahead, what it has logged is past.
      await new StreamWriter(log.store).append([{}], { clock: soon });
      expect(await log.store.resolveAt(soon)).toEqual({ position: 1 });
      await expect(log.store.resolveAt('teatime')).rejects.toBeInstanceOf(StoreMisuse);
      await log.close();
    });

    test('a live log takes no clock from its caller', async () => {
      const log = await open('live');
      const writer = new StreamWriter(log.store);
      const past = writer.append([{}], { clock: '2026-03-02T10:00:00Z' });
      await expect(past).rejects.toBeInstanceOf(StoreMisuse);
      const { loggedAt } = await writer.append();
      expect(Math.abs(Date.parse(loggedAt) - Date.now())).toBeLessThan(5_000);
      expect(await log.store.head()).toMatchObject({ position: 1, kind: 'live', loggedAt });
      await log.close();
    });
  });
}
