/** Facts of a refusal or deviation: ids, codes, numbers, dates. No names, no free text. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * What a code may come as: a plan is refused, a fact is recorded with a deviation, a warning stops
 * nothing, a finding is raised on what was recorded before.
 */
export type Verdict = 'refusal' | 'deviation' | 'warning' | 'finding';

/** What a code stands for: what is said to the person, and what would be accepted. */
export interface Rule {
  /** Which state answers: all that is known now, or what had happened then. */
  readonly state: 'now' | 'then';
  /** Absent: it only ever refuses. */
  readonly gives?: readonly Verdict[];
  /** What was wished when it is asked, without full stop: `a goal is set or revised`. */
  readonly when: string;
  /** One sentence; `{fact}` is filled in from the facts. */
  readonly says: string;
  readonly accepts: string;
  /** The policy value that decides, where one does: a path such as `sessionMinutes.max`. */
  readonly policy?: string;
}
