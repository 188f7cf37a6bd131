import type { Instant } from '../domain/time';
import type { EventStore, StoredEvent } from '../store/event-store';

/** What a reader asks for: one of three, or now. */
export type AsOf =
  | { readonly at: Instant }
  | { readonly position: number }
  | { readonly exactly: { readonly position: number; readonly evaluatedAt: Instant } };

/** The answered moment: what was known at `position`, deadlines judged at `evaluatedAt`. */
export interface Moment {
  readonly position: number;
  readonly evaluatedAt: Instant;
}

/** A moment or position that is not there to be asked. */
export class NoSuchMoment extends Error {
  override readonly name = 'NoSuchMoment';
}

/**
 * The position and evaluation time of a past moment. Asked again with `exactly` it is the same for
 * ever: no event ever joins an answered moment. Throws `NoSuchMoment` for the future.
 */
export async function momentOf(store: EventStore, asOf: AsOf): Promise<Moment> {
  if ('at' in asOf) {
    const resolved = await store.resolveAt(asOf.at);
    if ('refused' in resolved) {
      throw new NoSuchMoment(`${asOf.at} is in the future of the log (${resolved.now}).`);
    }
    return { position: resolved.position, evaluatedAt: asOf.at };
  }
  const wanted = 'position' in asOf ? asOf.position : asOf.exactly.position;
  const head = await store.head();
  if (!Number.isSafeInteger(wanted) || wanted < 0 || wanted > head.position) {
    throw new NoSuchMoment(`There is no position ${wanted}: the log is at ${head.position}.`);
  }
  if ('exactly' in asOf) return asOf.exactly;
  return { position: wanted, evaluatedAt: await loggedAt(store, wanted) };
}

async function loggedAt(store: EventStore, position: number): Promise<Instant> {
  if (position === 0) return '1970-01-01T00:00:00.000Z' as Instant; // before the first event
  for await (const event of store.readAll({ after: position - 1, limit: 1 })) {
    return ceilToMs(event.loggedAt);
  }
  throw new NoSuchMoment(`There is no position ${position}.`);
}

/** The moment right after an entry: what was known, and judged, when the log took it. */
export function momentAfter({
  position,
  loggedAt,
}: Pick<StoredEvent, 'position' | 'loggedAt'>): Moment {
  return { position, evaluatedAt: ceilToMs(loggedAt) };
}

/** The log counts microseconds; rounded up, the millisecond is not before the event. */
function ceilToMs(loggedAt: string): Instant {
  const micros = Number(/\.(\d{6})/.exec(loggedAt)?.[1] ?? 0) % 1_000;
  const ms = Date.parse(loggedAt.replace(/(\.\d{3})\d*/, '$1'));
  return new Date(micros === 0 ? ms : ms + 1).toISOString() as Instant; // the one text form
}
