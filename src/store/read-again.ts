import { StoreMisuse, Unavailable } from './event-store';
import { describeError, isRefusal } from './postgres-settings';

/** Waits between tries: a restart of the database passes unseen, its absence is soon told. */
const RETRY_DELAYS_MS = [20, 200, 500, 1_000] as const;
const RETRY_AFTER_MS = 2_000;

/**
 * How many milliseconds to wait before a read that failed is tried again, which does no harm.
 * `tries` is how often it was tried again already. Throws `StoreMisuse` when it would fail again,
 * `Unavailable` when it was tried often enough or the store closes.
 */
export function waitBeforeReadingAgain(error: unknown, tries: number, isClosing: boolean): number {
  if (isRefusal(error)) throw new StoreMisuse(`read refused: ${describeError(error)}`);
  const delayMs = RETRY_DELAYS_MS[tries];
  if (delayMs !== undefined && !isClosing) return delayMs;
  throw new Unavailable('the event store does not answer', RETRY_AFTER_MS, {
    cause: new Error(describeError(error)),
  });
}
