import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZERO_HASH } from './chain';
import { checkAppend } from './check-append';
import { AppendCalls } from './eventstoredb-calls';
import { describeFailure, failureOf, within, type Server } from './eventstoredb-client';
import { eventsOf, sentBytes } from './eventstoredb-event';
import {
  StoreMisuse,
  Unavailable,
  type Append,
  type AppendResult,
  type ExpectedVersion,
} from './event-store';
import type { IndexWaits } from './index-waits';
import type { IndexRow } from './index-row';
import { indexBehind, type Known, type LogIndex } from './log-index';
import { OwnStreams } from './own-streams';
import { AWAY_MAX_MS, type StoreLog } from './postgres-settings';

/** The server takes less than 16 MiB at once (its option MaxAppendSize must allow that). */
const SENT_BYTES_MAX = 15 * 1024 * 1024;
const WAITING_MAX = 10_000;
const WAITING_BYTES_MAX = 64 * 1024 * 1024;
/** A call waits for a quorum and a flush to disk: seconds mean that something is wrong. */
const CALL_TIMEOUT_MS = 4_000;
const RETRY_FIRST_MS = 20;
const RETRY_MAX_MS = 1_000;
const RETRY_AFTER_MS = 2_000;
const BUSY_RETRY_AFTER_MS = 500;
/** How long an answer waits for its position before the indexer is asked, and after it. */
const POSITION_WITHIN_MS = 2_000;
const POSITION_AT_LAST_MS = 3_000;

export interface AppenderParts {
  readonly server: Server;
  readonly prefix: string;
  readonly index: LogIndex;
  readonly waits: IndexWaits;
  readonly log: StoreLog;
  /** Something was recorded and got no position in time: is the indexer still listening? */
  readonly onUnindexed: () => void;
}

/**
 * Appends at an explicit revision, and answers when the event has its position. When the outcome of
 * a call is unknown the same events are sent again to the same revision: then the server answers
 * the first result, also after a restart. One call at a time for a stream, since calls may overtake
 * each other on their way.
 */
export class EventStoreAppender {
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly own = new OwnStreams();
  private readonly calls: AppendCalls;
  private waiting = 0;
  private waitingBytes = 0;
  private closed = false;

  constructor(private readonly parts: AppenderParts) {
    this.calls = new AppendCalls(parts.server);
  }

  async append(command: Append): Promise<AppendResult> {
    const bytes = checkAppend(command);
    assertJson(command);
    if (sentBytes(bytes, command.events.length) > SENT_BYTES_MAX) {
      throw new StoreMisuse('append refused: its events have more than 15 MiB together');
    }
    if (this.closed) throw new Unavailable('the event store is closed', BUSY_RETRY_AFTER_MS);
    if (this.waiting >= WAITING_MAX || this.waitingBytes + bytes > WAITING_BYTES_MAX) {
      throw new Unavailable('too many appends are waiting', BUSY_RETRY_AFTER_MS);
    }
    this.waiting += 1;
    this.waitingBytes += bytes;
    try {
      return await this.run(command);
    } finally {
      this.waiting -= 1;
      this.waitingBytes -= bytes;
    }
  }

  /** Takes no more, and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.waiting > 0) await sleep(5);
    this.calls.close();
  }

  private async run(command: Append): Promise<AppendResult> {
    const { index, waits } = this.parts;
    const { stream, events } = command;
    // At least one event: checked before.
    const firstId = events[0]!.id.toLowerCase();
    const attempt = randomUUID();
    // Asked at once, but answered in turn.
    const asked = this.own.isNext(command) ? null : index.known(stream, firstId);
    asked?.catch(() => undefined);
    const placed = waits.forId(firstId);
    try {
      const sent = await this.inTurn(stream, async () => {
        const judged = asked && judge(command, await asked);
        return judged ?? (await this.send(command, attempt));
      });
      const result = await this.answer(command, sent, placed.row, attempt);
      this.own.note(command, result);
      return result;
    } finally {
      placed.forget();
    }
  }

  private async answer(
    command: Append,
    sent: 'sent' | AppendResult,
    indexed: Promise<IndexRow>,
    attempt: string,
  ): Promise<AppendResult> {
    if (sent === 'sent') return this.positioned(command, indexed, attempt);
    return sent.outcome === 'conflict' ? this.conflict(command, sent.actual) : sent;
  }

  private inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(stream) ?? Promise.resolve();
    const run = before.then(work, work);
    const settled = run.catch(() => undefined);
    this.queues.set(stream, settled);
    void settled.then(() => {
      if (this.queues.get(stream) === settled) this.queues.delete(stream);
    });
    return run;
  }

  /** Until the server has judged it, or stays away for 10 s: then the outcome is unknown. */
  private async send(
    command: Append,
    attempt: string,
  ): Promise<'sent' | Extract<AppendResult, { outcome: 'conflict' }>> {
    const { prefix, log } = this.parts;
    const events = eventsOf(command, attempt);
    const stream = `${prefix}${command.stream}`;
    const giveUpAtMs = performance.now() + AWAY_MAX_MS;
    for (let delayMs = RETRY_FIRST_MS; ; delayMs = Math.min(2 * delayMs, RETRY_MAX_MS)) {
      try {
        await this.calls.append(stream, command.expected, events, CALL_TIMEOUT_MS);
        return 'sent';
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'version') return { outcome: 'conflict', actual: failure.actual };
        if (failure.kind === 'size') {
          throw new StoreMisuse('append refused: larger than EVENTSTORE_MAX_APPEND_SIZE allows');
        }
        log.warn({ error: describeFailure(error) }, 'append: no answer, trying again');
        if (performance.now() + delayMs > giveUpAtMs) {
          throw new Unavailable('the event store does not answer', RETRY_AFTER_MS, {
            cause: new Error(describeFailure(error)),
          });
        }
        await sleep(delayMs);
      }
    }
  }

  /** Recorded: with its position, when it gets one in time. */
  private async positioned(
    command: Append,
    indexed: Promise<IndexRow>,
    attempt: string,
  ): Promise<AppendResult> {
    const { stream, expected, events } = command;
    const { index, onUnindexed } = this.parts;
    let row = await within(POSITION_WITHIN_MS, indexed).catch(() => null);
    if (!row) {
      onUnindexed();
      row = await within(POSITION_AT_LAST_MS, indexed).catch(() => null);
    }
    // At least one event: checked before.
    const firstId = events[0]!.id.toLowerCase();
    const found = row ?? (await index.events([firstId])).get(firstId);
    if (found) return placedAt(found, found.attempt === attempt ? 'appended' : 'already');
    const firstVersion = expected === 'none' ? 0 : expected + 1;
    const lastVersion = firstVersion + events.length - 1;
    // Before it is answered: whoever then asks for the head waits for it.
    await index.noteUnindexed(stream, lastVersion);
    return { outcome: 'unplaced', firstVersion, lastVersion };
  }

  /** Answered when what was in the way can be read. */
  private async conflict(command: Append, actual: ExpectedVersion): Promise<AppendResult> {
    const { index } = this.parts;
    const { stream, events } = command;
    if (actual === 'none') return { outcome: 'conflict', actual };
    if (!(await index.reaches(stream, actual))) throw indexBehind();
    // At least one event: checked before.
    const judged = judge({ ...command, expected: -1 }, await index.known(stream, events[0]!.id));
    return judged ?? { outcome: 'conflict', actual };
  }
}

/** What can be answered from the index alone; null: the server has to be asked. */
function judge(
  { stream, expected, prevHash }: Pick<Append, 'stream' | 'expected' | 'prevHash'>,
  { command, version, hash, parked }: Known,
): AppendResult | null {
  if (command && command.stream !== stream) {
    throw new StoreMisuse('append refused: the first event id is in another stream');
  }
  if (command) return placedAt(command, 'already');
  if (parked !== null) throw new StoreMisuse(`append refused: ${stream} is parked: ${parked}`);
  const wanted = expected === 'none' ? -1 : expected;
  const actual = version === 'none' ? -1 : version;
  const fits = prevHash.equals(hash ?? ZERO_HASH);
  if (actual > wanted || (actual === wanted && !fits))
    return { outcome: 'conflict', actual: version };
  return null;
}

function placedAt(first: IndexRow, outcome: 'appended' | 'already'): AppendResult {
  const { version, position, size, loggedAt } = first;
  return {
    outcome,
    firstVersion: version,
    firstPosition: position,
    lastVersion: version + size - 1,
    lastPosition: position + size - 1,
    loggedAt,
  };
}

function assertJson({ events }: Append): void {
  try {
    for (const { header, data } of events) {
      JSON.parse(header);
      JSON.parse(data);
    }
  } catch {
    throw new StoreMisuse('append refused: header and data are JSON');
  }
}
