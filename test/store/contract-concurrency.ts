import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLog } from '../../src/store/chain';
import type { EventStore } from '../../src/store/event-store';
import type { OpenLogOf } from './contract';
import { collect, StreamWriter } from './stream-writer';

export function concurrencyContract(open: OpenLogOf): void {
  describe('concurrency', () => {
    test('readers meet every position once and in order while two nodes append', async () => {
      const log = await open();
      const nodes = [log.store, await log.second()];
      const writers = nodes.flatMap((node) =>
        Array.from({ length: 12 }, () => new StreamWriter(node)),
      );
      let writing = true;
      const readers = nodes.map((node) => followDensely(node, () => writing));
      const total = { events: 0 };
      await Promise.all(
        writers.map(async (writer, n) => {
          for (let round = 0; round < 20; round += 1) {
            // Delays that differ, so that batches of both nodes meet at all stages.
            await sleep((n * 7 + round * 3) % 5);
            const result = await writer.append(round % 4 === 0 ? [{}, {}, {}] : [{}]);
            total.events += result.lastPosition - result.firstPosition + 1;
          }
        }),
      );
      writing = false;
      expect(await Promise.all(readers)).toEqual(nodes.map(() => total.events));
      const verified = await verifyLog(log.store);
      expect(verified).toEqual({ events: total.events, streams: 24, faults: 0, intact: true });
      await log.close();
    });

    test('of sixteen racers on one version exactly one wins', async () => {
      const log = await open();
      const nodes = [log.store, await log.second()];
      const winner = new StreamWriter(log.store);
      for (let round = 0; round < 10; round += 1) {
        const commands = Array.from({ length: 16 }, () => winner.command());
        const results = await Promise.all(
          commands.map((command, n) => (nodes[n % 2] ?? log.store).append(command)),
        );
        const won = results.flatMap((result, n) => (result.outcome === 'appended' ? [n] : []));
        expect(won).toHaveLength(1);
        expect(results.filter((r) => r.outcome === 'conflict')).toHaveLength(15);
        const command = commands[won[0] ?? -1];
        if (!command) throw new Error('one has won');
        winner.moveTo(command, { lastVersion: round });
      }
      await log.close();
    });

    test('the same command from many at once is recorded once', async () => {
      const log = await open();
      const nodes = [log.store, await log.second()];
      const writer = new StreamWriter(log.store);
      const command = writer.command([{}, {}]);
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (nodes[n % 2] ?? log.store).append(command)),
      );
      expect(results.filter((r) => r.outcome === 'appended')).toHaveLength(1);
      expect(results.filter((r) => r.outcome === 'already')).toHaveLength(19);
      expect(new Set(results.map((r) => 'firstPosition' in r && r.firstPosition)).size).toBe(1);
      expect(await collect(log.store.readStream(writer.stream))).toHaveLength(2);
      await log.close();
    });

    test('commands on one stream that rest on each other may be sent without waiting', async () => {
      const log = await open();
      const writer = new StreamWriter(log.store);
      const commands = Array.from({ length: 10 }, (_, version) => {
        const command = writer.command();
        writer.moveTo(command, { lastVersion: version });
        return command;
      });
      const results = await Promise.all(commands.map((command) => log.store.append(command)));
      expect(results.map((r) => r.outcome)).toEqual(commands.map(() => 'appended'));
      await log.close();
    });

    test('a listener hears of growth, its own and that of another node', async () => {
      const log = await open();
      const heard: number[] = [];
      const bell = (await log.second()).onAppended((position) => heard.push(position));
      const { lastPosition } = await new StreamWriter(log.store).append([{}, {}]);
      await until(() => heard.includes(lastPosition));
      bell.close();
      await new StreamWriter(log.store).append();
      await sleep(50);
      expect(Math.max(...heard)).toBe(lastPosition);
      await log.close();
    });
  });
}

/** Polls the log as a projector does, and counts; throws on a gap or another order. */
async function followDensely(store: EventStore, writing: () => boolean): Promise<number> {
  let position = 0;
  for (;;) {
    const last = !writing();
    for await (const event of store.readAll({ after: position })) {
      if (event.position !== position + 1) {
        throw new Error(`after ${position} came ${event.position}`);
      }
      position = event.position;
    }
    if (last) return position;
    await sleep(1);
  }
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > giveUpAtMs) throw new Error('it did not come about in 5 s');
    await sleep(5);
  }
}
