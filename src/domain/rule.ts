/** Facts of a refusal or deviation: ids, codes, numbers, dates. No names, no free text. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What a code stands for: what is said to the person, and what would be accepted. */
export interface Rule {
  /** Which state answers: all that is known now, or what had happened then. */
  readonly state: 'now' | 'then';
  /** One sentence; `{fact}` is filled in from the facts. */
  readonly says: string;
  readonly accepts: string;
  /** The policy value that decides, where one does. */
  readonly policy?: string;
}
