import type { EventShape, Recorded } from './envelope';
import type { Instant } from './time';

/** Corrections, as every aggregate that allows them stores them. */
export interface EntryCorrected {
  readonly type: 'EntryCorrected';
  readonly data: {
    readonly entryId: string;
    readonly entryType: string;
    /** Shape of `replacement`: the `schemaVersion` of its type when it was written. */
    readonly entrySchemaVersion: number;
    /** The whole data of the entry as it should have been. */
    readonly replacement: object;
    /** Clinical time as it should have been; absent: unchanged. */
    readonly occurredAt?: Instant | undefined;
  };
}
export interface EntryMarkedInError {
  readonly type: 'EntryMarkedInError';
  readonly data: { readonly entryId: string };
}

/**
 * An entry that cannot be shown was skipped by an operator (stream `operations` says why): it is
 * out for good. Written by the engine to the stream of the entry, so that one stream is enough to
 * fold; of no aggregate's own events.
 */
export interface EntryLeftOut {
  readonly type: 'EntryLeftOut';
  readonly data: { readonly entryId: string; readonly version: number };
}
export const LEFT_OUT = 'EntryLeftOut' satisfies EntryLeftOut['type'];

/** Latest word about an entry: what it says now, or that it is out. */
interface Verdict {
  readonly out: boolean;
  readonly by: Recorded<EventShape>;
  /** Texts that corrections said anew, the later over the earlier: what is not said anew stays. */
  readonly texts: Recorded<EventShape>['texts'];
}

export interface EffectiveOptions {
  /** Only what was recorded up to this version. */
  readonly version?: number;
  /** Only what had happened by this moment (clinical time of the substituted entry). */
  readonly happenedBy?: Instant;
}

/**
 * The entries that hold, in clinical order: for each original entry the latest correction (by
 * version) decides what it says or that it is out, and a later correction revives it; then those
 * that had happened by `happenedBy`, by `occurredAt`, ties by version. Corrections themselves
 * always apply. The entry that opens a stream comes first whatever its clinical time: nothing
 * can have happened in an episode before it was known (ADR 0008).
 */
export function effective<E extends EventShape>(
  events: readonly Recorded<E>[],
  options: EffectiveOptions = {},
): readonly Recorded<E>[] {
  const limit = options.version ?? Infinity;
  const verdicts = new Map<string, Verdict>();
  for (const event of events) {
    if (event.header.version > limit) break;
    const target = correctedEntry(event);
    if (target !== null) {
      const before = verdicts.get(target);
      if (before?.by.type === LEFT_OUT) continue;
      const out = event.type !== 'EntryCorrected';
      const texts = { ...before?.texts, ...(out ? {} : event.texts) };
      verdicts.set(target, { out, by: event, texts });
    }
  }
  const entries: Recorded<E>[] = [];
  for (const event of events) {
    if (event.header.version > limit) break;
    if (isCorrection(event)) continue;
    const verdict = verdicts.get(event.header.id);
    if (verdict?.out) continue;
    const entry = verdict ? substitute(event, verdict) : event;
    if (
      options.happenedBy !== undefined &&
      entry.header.version > 0 &&
      entry.header.occurredAt > options.happenedBy
    ) {
      continue;
    }
    entries.push(entry);
  }
  return entries.sort(clinicalOrder);
}

/** Whether an event can be folded onto a state that ends then without folding anew. */
export function followsOn(lastOccurredAt: Instant | null, event: Recorded<EventShape>): boolean {
  if (isCorrection(event)) return false;
  return lastOccurredAt === null || event.header.occurredAt >= lastOccurredAt;
}

export function isCorrection(event: { readonly type: string }): boolean {
  const { type } = event;
  return type === 'EntryCorrected' || type === 'EntryMarkedInError' || type === LEFT_OUT;
}

/** The entry a correction is about; null for any other event. */
function correctedEntry(event: Recorded<EventShape>): string | null {
  if (!isCorrection(event)) return null;
  // All three shapes carry entryId; their schemas are checked before they are stored.
  return (event.data as EntryMarkedInError['data']).entryId;
}

function substitute<E extends EventShape>(
  event: Recorded<E>,
  { by: correction, texts }: Verdict,
): Recorded<E> {
  // isCorrection and not out: an EntryCorrected, whose replacement was decided as this type.
  const { replacement, occurredAt } = correction.data as EntryCorrected['data'];
  return {
    ...event,
    data: replacement,
    header: occurredAt ? { ...event.header, occurredAt } : event.header,
    texts: { ...event.texts, ...texts },
  };
}

function clinicalOrder(a: Recorded<EventShape>, b: Recorded<EventShape>): number {
  if (a.header.version === 0) return b.header.version === 0 ? 0 : -1;
  if (b.header.version === 0) return 1;
  if (a.header.occurredAt < b.header.occurredAt) return -1;
  if (a.header.occurredAt > b.header.occurredAt) return 1;
  return a.header.version - b.header.version;
}
