/** What writers did, as they told it, one entry a line; times in ms of one clock. */
export type Told =
  | { readonly kind: 'sent'; readonly id: string; readonly stream: string; readonly atMs: number }
  | {
      readonly kind: 'answered';
      readonly id: string;
      readonly atMs: number;
      readonly version: number;
      /** Null: it was not known yet. */
      readonly position: number | null;
    }
  | { readonly kind: 'refused'; readonly id: string }
  | {
      readonly kind: 'looked';
      readonly stream: string;
      /** When it was asked. */
      readonly atMs: number;
      readonly head: number;
    };

/** An event of the log, one a line. */
export interface Logged {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
}

/** All but `answered` and `events` must be empty. */
export interface Verdict {
  readonly answered: number;
  readonly events: number;
  /** Answered, and not in the log as answered. */
  readonly lost: readonly string[];
  /** In the log twice. */
  readonly doubled: readonly string[];
  /** Positions or versions with a gap or backwards; sent after an answer, yet logged before it. */
  readonly reordered: readonly string[];
  /** A look at a stream that missed what had been answered before it was asked. */
  readonly stale: readonly string[];
}

/** Compares what was told with what is in the log. */
export function judge(told: readonly Told[], log: readonly Logged[]): Verdict {
  const answers = told.filter((entry) => entry.kind === 'answered');
  const sentAtMs = new Map(told.flatMap((e) => (e.kind === 'sent' ? [[e.id, e.atMs]] : [])));
  const streamOf = new Map(told.flatMap((e) => (e.kind === 'sent' ? [[e.id, e.stream]] : [])));
  const byId = new Map<string, Logged>();
  const doubled: string[] = [];
  for (const event of log) {
    if (byId.has(event.id)) doubled.push(event.id);
    byId.set(event.id, event);
  }
  const lost = answers.flatMap(({ id, version, position }) => {
    const event = byId.get(id);
    const fits = event?.version === version && event.stream === streamOf.get(id);
    return fits && (position === null || position === event.position) ? [] : [id];
  });
  const placed = answers.flatMap(({ id, atMs }) => {
    const position = byId.get(id)?.position;
    return position === undefined ? [] : [{ id, atMs, position, sentAtMs: sentAtMs.get(id) ?? 0 }];
  });
  return {
    answered: answers.length,
    events: log.length,
    lost,
    doubled,
    reordered: [...gaps(log), ...overtaken(placed)],
    stale: staleLooks(told, streamOf),
  };
}

function gaps(log: readonly Logged[]): string[] {
  const versions = new Map<string, number>();
  return log.flatMap(({ position, stream, version, id }, n) => {
    const expected = (versions.get(stream) ?? -1) + 1;
    versions.set(stream, version);
    return position === n + 1 && version === expected ? [] : [id];
  });
}

interface Placed {
  readonly id: string;
  readonly atMs: number;
  readonly sentAtMs: number;
  readonly position: number;
}

/** Logged before something that had been answered before it was even sent. */
function overtaken(placed: readonly Placed[]): string[] {
  const answered = [...placed].sort((a, b) => a.atMs - b.atMs);
  let next = 0;
  let furthest = 0;
  return [...placed]
    .sort((a, b) => a.sentAtMs - b.sentAtMs)
    .flatMap(({ id, sentAtMs, position }) => {
      for (; next < answered.length; next += 1) {
        const before = answered[next];
        if (!before || before.atMs >= sentAtMs) break;
        furthest = Math.max(furthest, before.position);
      }
      return position < furthest ? [id] : [];
    });
}

function staleLooks(told: readonly Told[], streamOf: ReadonlyMap<string, string>): string[] {
  const answered = new Map<string, { atMs: number; version: number }[]>();
  for (const entry of told) {
    if (entry.kind !== 'answered') continue;
    const stream = streamOf.get(entry.id) ?? '';
    answered.set(stream, [...(answered.get(stream) ?? []), entry]);
  }
  return told.flatMap((entry) => {
    if (entry.kind !== 'looked') return [];
    const due = (answered.get(entry.stream) ?? []).filter(({ atMs }) => atMs < entry.atMs);
    return due.some(({ version }) => version > entry.head) ? [entry.stream] : [];
  });
}
