import { appendResult, type AppendRow } from './append-call';
import { checkAppend } from './check-append';
import { StoreMisuse, Unavailable, type Append, type AppendResult } from './event-store';
import { describeError, isRefusal } from './postgres-settings';

export interface AppenderLimits {
  readonly batchCommandsMax: number;
  readonly batchBytesMax: number;
  readonly queueCommandsMax: number;
  readonly queueBytesMax: number;
  /** How long a command may wait before it is sent; then nothing of it was done. */
  readonly queueWaitMaxMs: number;
}

export const APPENDER_LIMITS: AppenderLimits = {
  batchCommandsMax: 256,
  batchBytesMax: 1024 * 1024,
  queueCommandsMax: 10_000,
  queueBytesMax: 64 * 1024 * 1024,
  queueWaitMaxMs: 2_000,
};

const RETRY_AFTER_MS = 500;

interface Waiting {
  readonly command: Append;
  readonly bytes: number;
  readonly queuedAtMs: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Gathers concurrent appends into one durable call at a time: while one batch is being flushed to
 * disk, the next fills. So the cost of a flush is shared, and a single writer still waits for one.
 */
export class BatchingAppender {
  private queue: Waiting[] = [];
  private queuedBytes = 0;
  private sending = false;
  private scheduled = false;
  private closed = false;
  private expiry: NodeJS.Timeout | null = null;
  private idle: (() => void) | null = null;

  constructor(
    private readonly send: (commands: readonly Append[]) => Promise<readonly AppendRow[]>,
    private readonly onAppended: (position: number) => void,
    private readonly limits: AppenderLimits = APPENDER_LIMITS,
  ) {}

  async append(command: Append): Promise<AppendResult> {
    const bytes = checkAppend(command);
    const { queueCommandsMax, queueBytesMax } = this.limits;
    if (this.closed) throw new Unavailable('the event store is closed', RETRY_AFTER_MS);
    if (this.queue.length >= queueCommandsMax || this.queuedBytes + bytes > queueBytesMax) {
      throw new Unavailable('too many appends are waiting', RETRY_AFTER_MS);
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ command, bytes, queuedAtMs: performance.now(), resolve, reject });
      this.queuedBytes += bytes;
      this.schedule();
    });
  }

  /** Takes no more, and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.closed = true;
    if (!this.sending && this.queue.length === 0) return;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
    });
  }

  /**
   * The next batch starts in the next turn of the event loop: by then, whoever was answered by the
   * last one has come back with its next append. At once, it would go alone.
   */
  private schedule(): void {
    if (this.queue.length > 0) this.expiry ??= this.startExpiry();
    if (this.scheduled || this.sending) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    const batch = this.take();
    if (batch.length > 0) {
      this.sending = true;
      await this.deliver(batch);
      this.sending = false;
    }
    if (this.queue.length > 0) this.schedule();
    else this.idle?.();
  }

  /**
   * The longest waiting first. One command a stream: a later one may rest on it, and the log judges
   * a batch by the heads before it. One clock a batch, since it is logged at one time.
   */
  private take(): Waiting[] {
    const { batchCommandsMax, batchBytesMax } = this.limits;
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    for (const [i, waiting] of this.queue.entries()) {
      const { command } = waiting;
      const full =
        batch.length >= batchCommandsMax ||
        (batch.length > 0 && bytes + waiting.bytes > batchBytesMax) ||
        (batch[0] !== undefined && batch[0].command.clock !== command.clock);
      if (full) {
        left.push(...this.queue.slice(i));
        break;
      }
      if (streams.has(command.stream)) {
        left.push(waiting);
        continue;
      }
      streams.add(command.stream);
      batch.push(waiting);
      bytes += waiting.bytes;
    }
    this.queue = left;
    this.queuedBytes -= bytes;
    return batch;
  }

  private async deliver(batch: readonly Waiting[]): Promise<void> {
    try {
      this.answer(batch, await this.send(batch.map(({ command }) => command)));
    } catch (error) {
      if (!isRefusal(error)) {
        // Each gets its own error: a stack that several callers add to would mislead.
        for (const { reject } of batch) reject(error instanceof Error ? error : new Error());
      } else if (batch.length === 1) {
        const message = `append refused: ${describeError(error)}`;
        for (const { reject } of batch) reject(new StoreMisuse(message));
      } else {
        // One of them is bad and nothing was kept: alone, each gets what it deserves.
        for (const one of batch) await this.deliver([one]);
      }
    }
  }

  private answer(batch: readonly Waiting[], rows: readonly AppendRow[]): void {
    let position = 0;
    for (const [i, waiting] of batch.entries()) {
      const row = rows[i];
      const result = row ? appendResult(row) : new Error('the log did not answer a command');
      if (result instanceof Error) {
        waiting.reject(result);
        continue;
      }
      if (result.outcome === 'appended') position = Math.max(position, result.lastPosition);
      waiting.resolve(result);
    }
    if (position > 0) this.onAppended(position);
  }

  private startExpiry(): NodeJS.Timeout {
    return setTimeout(() => {
      this.expiry = null;
      this.refuseExpired();
      if (this.queue.length > 0) this.expiry = this.startExpiry();
    }, this.limits.queueWaitMaxMs / 4).unref();
  }

  private refuseExpired(): void {
    const oldestMs = performance.now() - this.limits.queueWaitMaxMs;
    const expired = this.queue.filter(({ queuedAtMs }) => queuedAtMs < oldestMs);
    if (expired.length === 0) return;
    this.queue = this.queue.filter(({ queuedAtMs }) => queuedAtMs >= oldestMs);
    for (const { bytes, reject } of expired) {
      this.queuedBytes -= bytes;
      reject(new Unavailable('the event store is too busy or away', RETRY_AFTER_MS));
    }
    if (!this.sending && this.queue.length === 0) this.idle?.();
  }
}
