/**
 * One score of one measure of one episode. `at` is an ISO 8601 instant in UTC with milliseconds
 * (`2025-03-01T09:30:00.000Z`), so instants compare as strings.
 */
export type ScoredObservation = {
  readonly id: string;
  readonly at: string;
  /** Points of the measure. */
  readonly score: number;
  /** Taken right after a session: relief of the hour, never evidence of an outcome. */
  readonly afterSession: boolean;
};

/** From `from` (included) to `to` (excluded): a window of whole local days ends at midnight. */
export type InstantWindow = { readonly from: string; readonly to: string };

/** Which observations count for a result. */
export type CountingRule = {
  /** Only later ones count: when the goal version was set, or when the baseline was taken. */
  readonly after: string;
  /** Null: only the discharge assessment counts. */
  readonly window: InstantWindow | null;
  /** Observations of the discharge assessment; they count outside the window too. */
  readonly dischargeObservationIds: ReadonlySet<string>;
};

/** The observations that count, in the order given. */
export function countedObservations(
  observations: readonly ScoredObservation[],
  rule: CountingRule,
): ScoredObservation[] {
  return observations.filter(
    (observation) =>
      !observation.afterSession &&
      observation.at > rule.after &&
      (isInWindow(observation.at, rule.window) || rule.dischargeObservationIds.has(observation.id)),
  );
}

/** The latest of them in time, or null; of two at one instant the one given later. */
export function lastObservation(
  observations: readonly ScoredObservation[],
): ScoredObservation | null {
  return observations.reduce<ScoredObservation | null>(
    (last, observation) => (last === null || observation.at >= last.at ? observation : last),
    null,
  );
}

function isInWindow(at: string, window: InstantWindow | null): boolean {
  return window !== null && at >= window.from && at < window.to;
}
