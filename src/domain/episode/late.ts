import { epochMs, type Instant } from '../time';

const HOUR_MS = 3_600_000;
/** Clocks of devices differ by this much from the server's. */
const AHEAD_MAX_MS = 5 * 60_000;

/** A late entry: recorded more than the policy's hours after it occurred. */
export function isLate(occurredAt: Instant, recordedAt: Instant, hours: number): boolean {
  if (occurredAt === recordedAt) return false;
  return epochMs(recordedAt) - epochMs(occurredAt) > hours * HOUR_MS;
}

/** What is further ahead of its recording than clocks differ has not happened. */
export function isAhead(at: Instant, recordedAt: Instant): boolean {
  return epochMs(at) > epochMs(recordedAt) + AHEAD_MAX_MS;
}
