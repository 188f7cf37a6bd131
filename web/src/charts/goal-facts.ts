/** An observation of the goal's measure: `at` an instant, `on` its local day. */
export interface Observed {
  readonly id: string;
  readonly at: string;
  readonly on: string;
  readonly score: number;
}

/** A version of a goal, oldest first in a lineage. */
export interface Target {
  readonly id: string;
  readonly setAt: string;
  /** Last local day. */
  readonly due: string;
  readonly target: number;
  /** Ids of what the revision rests on; of the first version none. */
  readonly evidence: readonly string[];
}

/** A target in force, from when to when (ms since 1970). */
export interface Step {
  readonly id: string;
  /** 1 for the original. */
  readonly number: number;
  readonly target: number;
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;

/** The end of a local day, as near as a chart has to know it: midday in UTC. */
export function dayMs(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

/** Targets as steps: each until the next was set, the last until its due day. */
export function stepsOf(targets: readonly Target[]): readonly Step[] {
  return targets.map(({ id, setAt, due, target }, index) => {
    const next = targets[index + 1];
    const fromMs = Date.parse(setAt);
    const toMs = Math.max(next ? Date.parse(next.setAt) : dayMs(due), fromMs);
    return { id, number: index + 1, target, fromMs, toMs };
  });
}

/** The original target as it would have stood until its due day; null: it was never revised. */
export function originalLine(targets: readonly Target[]): Step | null {
  const [first] = targets;
  if (!first || targets.length < 2) return null;
  const fromMs = Date.parse(first.setAt);
  const toMs = Math.max(dayMs(first.due), fromMs);
  return { id: first.id, number: 1, target: first.target, fromMs, toMs };
}

/** After the due day of the version in force an observation no longer speaks for the goal. */
export function isAfterDue({ on }: Observed, targets: readonly Target[]): boolean {
  const due = targets.at(-1)?.due;
  return due !== undefined && on > due;
}

/** Ids of observations that revisions rest on. */
export function evidenceOf(targets: readonly Target[]): ReadonlySet<string> {
  return new Set(targets.flatMap(({ evidence }) => evidence));
}

/** First and last moment to be drawn, with two days of air. */
export function timeToDraw(
  observations: readonly Observed[],
  targets: readonly Target[],
): readonly [number, number] {
  const moments = [
    ...observations.map(({ at }) => Date.parse(at)),
    ...targets.flatMap(({ setAt, due }) => [Date.parse(setAt), dayMs(due)]),
  ];
  if (moments.length === 0) return [0, DAY_MS];
  return [Math.min(...moments) - 2 * DAY_MS, Math.max(...moments) + 2 * DAY_MS];
}
