import { DatabaseError } from 'pg';
import type { AppendRow } from '../../src/store/append-call';
import { APPENDER_LIMITS, BatchingAppender } from '../../src/store/batching-appender';
import { Unavailable, type Append } from '../../src/store/event-store';
import { openMemoryStore } from '../../src/store/memory';
import { StreamWriter } from './stream-writer';

const command = (clock?: string): Append =>
  new StreamWriter(openMemoryStore()).command([{}], clock === undefined ? {} : { clock });

/** A log that answers when told to, and remembers what it was sent. */
class SlowLog {
  readonly batches: (readonly Append[])[] = [];
  private position = 0;
  private readonly answers: (() => void)[] = [];

  readonly send = async (batch: readonly Append[]): Promise<readonly AppendRow[]> => {
    this.batches.push(batch);
    await new Promise<void>((resolve) => this.answers.push(resolve));
    return batch.map((): AppendRow => {
      this.position += 1;
      const at = { first_position: this.position, last_position: this.position };
      const version = { actual: -1, first_version: 0, last_version: 0 };
      return { outcome: 'appended', ...version, ...at, logged_at: '2026-03-01T10:00:00.000000Z' };
    });
  };

  answer(): void {
    this.answers.shift()?.();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('batching appender', () => {
  test('what comes while a batch is under way goes in the next one', async () => {
    const log = new SlowLog();
    const rung: number[] = [];
    const appender = new BatchingAppender(log.send, (position) => rung.push(position));
    const first = appender.append(command());
    await turn();
    const others = [1, 2, 3].map(() => appender.append(command()));
    await turn();
    expect(log.batches.map((batch) => batch.length)).toEqual([1]);
    log.answer();
    await first;
    await turn();
    expect(log.batches.map((batch) => batch.length)).toEqual([1, 3]);
    log.answer();
    await Promise.all(others);
    expect(rung).toEqual([1, 4]);
  });

  test('a batch has at most 256 commands and 1 MiB, one clock and one command a stream', async () => {
    const log = new SlowLog();
    const appender = new BatchingAppender(log.send, () => undefined);
    const large = (): Append =>
      new StreamWriter(openMemoryStore()).command([{ data: `"${'x'.repeat(600_000)}"` }]);
    const twice = command();
    const commands = [
      ...Array.from({ length: 300 }, () => command()),
      large(),
      large(),
      twice,
      twice,
      command('2026-03-01T10:00:00Z'),
      command('2026-03-01T10:00:01Z'),
    ];
    const all = Promise.all(commands.map((one) => appender.append(one)));
    for (let n = 0; n < 10; n += 1) {
      await turn();
      log.answer();
    }
    await all;
    expect(log.batches.map((batch) => batch.length)).toEqual([256, 45, 2, 1, 1, 1]);
  });

  test('a queue that is full refuses at once, by count and by bytes, and recovers', async () => {
    const log = new SlowLog();
    const limits = { ...APPENDER_LIMITS, queueCommandsMax: 3, queueBytesMax: 5_000 };
    const appender = new BatchingAppender(log.send, () => undefined, limits);
    const sent = appender.append(command());
    await turn();
    const queued = [1, 2, 3].map(() => appender.append(command()));
    await expect(appender.append(command())).rejects.toBeInstanceOf(Unavailable);
    log.answer();
    await turn();
    log.answer();
    await Promise.all([sent, ...queued]);
    const heavy = new StreamWriter(openMemoryStore()).command([{ data: `"${'x'.repeat(5_000)}"` }]);
    await expect(appender.append(heavy)).rejects.toMatchObject({ retryAfterMs: 500 });
    const after = appender.append(command());
    await turn();
    log.answer();
    expect(await after).toMatchObject({ outcome: 'appended' });
  });

  test('a command that waited too long is refused without having been sent', async () => {
    const log = new SlowLog();
    const limits = { ...APPENDER_LIMITS, queueWaitMaxMs: 40 };
    const appender = new BatchingAppender(log.send, () => undefined, limits);
    const sent = appender.append(command());
    await turn();
    await expect(appender.append(command())).rejects.toBeInstanceOf(Unavailable);
    log.answer();
    expect(await sent).toMatchObject({ outcome: 'appended' });
    expect(log.batches).toHaveLength(1);
  });

  test('a refused batch is taken apart; an unknown outcome is told to all of it', async () => {
    const sizes: number[] = [];
    const bad = command();
    const refusal = new DatabaseError('invalid input syntax for type json', 0, 'error');
    refusal.code = '22P02';
    refusal.detail = 'Token "Johanna" is invalid.';
    const log = new SlowLog();
    const appender = new BatchingAppender(
      (batch) => {
        sizes.push(batch.length);
        if (batch.includes(bad)) return Promise.reject(refusal);
        const rows = log.send(batch);
        log.answer();
        return rows;
      },
      () => undefined,
    );
    const results = await Promise.allSettled(
      [command(), bad, command()].map((one) => appender.append(one)),
    );
    expect(sizes).toEqual([3, 1, 1, 1]);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { name: 'StoreMisuse' } });
    // The detail may quote what was sent.
    expect(JSON.stringify(results[1])).not.toContain('Johanna');

    const away = new BatchingAppender(
      () => Promise.reject(new Unavailable('away', 1)),
      () => undefined,
    );
    const lost = await Promise.allSettled([1, 2].map(() => away.append(command())));
    expect(lost.map((r) => r.status)).toEqual(['rejected', 'rejected']);
  });

  test('closing answers what was taken and takes no more', async () => {
    const log = new SlowLog();
    const appender = new BatchingAppender(log.send, () => undefined);
    const taken = appender.append(command());
    const closed = appender.close();
    await expect(appender.append(command())).rejects.toBeInstanceOf(Unavailable);
    await turn();
    log.answer();
    expect(await taken).toMatchObject({ outcome: 'appended' });
    await closed;
  });
});
