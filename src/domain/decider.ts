import type { Actor, EventShape, Recorded } from './envelope';
import type { Clinic } from './clinic/state';
import type { CustomMeasure } from './outcomes/instrument';
import type { Patient } from './patient/state';
import type { Policy } from './policy/policy';
import type { Facts } from './rule';
import type { RuleCode } from './rules';
import type { Staff } from './staff/state';
import type { Instant, Zone } from './time';
import type { ClinicId, PatientId, StaffId } from './ids';

/**
 * An aggregate is three pure functions. `decide` gets two states: `now` (all that is known) and
 * `then` (what had happened by `judgedAt`): a session of Monday entered on Friday is judged by
 * Monday's consent, but must not be entered twice.
 */
export interface Decider<S, C, E extends EventShape> {
  readonly initial: S;
  /** Never refuses: what is in the log has happened. */
  readonly evolve: (state: S, event: Recorded<E>) => S;
  readonly decide: (then: S, now: S, command: C, asked: Asked<E>) => Decision<E>;
  /** The moment whose rules judge: a session's start, a booking's slot, else `occurredAt`. */
  readonly judgedAt: (command: C, occurredAt: Instant) => Instant;
  /** When it happened, where the command itself says so: a session's start, or its end. */
  readonly happenedAt: (command: C) => Instant | undefined;
  /** Which other streams the decision reads. */
  readonly needs: (command: C, now: S) => Needs;
}

export interface Needs {
  readonly staff?: readonly StaffId[];
  readonly clinic?: ClinicId;
  readonly patient?: PatientId;
  /** For a correction: the entry that it replaces. */
  readonly entry?: string;
}

/** What comes with a command: time, actor, rules and all else that `decide` may not fetch. */
export interface Asked<E extends EventShape = EventShape> {
  readonly commandId: string;
  readonly actor: Actor;
  readonly occurredAt: Instant;
  readonly judgedAt: Instant;
  readonly recordedAt: Instant;
  readonly zone: Zone;
  readonly reasonCode: string | undefined;
  /** Words of the reason, never blank: for a late entry, a deviation, a correction. */
  readonly reason: string | undefined;
  /** The policy in force at `judgedAt`. */
  readonly policy: Policy;
  /** Every custom measure known now: a measure is a word, not a rule. */
  readonly customMeasures: readonly CustomMeasure[];
  readonly staff: ReadonlyMap<StaffId, Staff>;
  readonly clinic: Clinic | null;
  readonly patient: Patient | null;
  /** The original entry of a correction, with `then` and `now` folded without it. */
  readonly entry: Recorded<E> | null;
  /** For a correction: the whole stream, with the entry and all corrections; else empty. */
  readonly events: readonly Recorded<E>[];
  /** Whether that entry was marked in error and is out. */
  readonly entryOut: boolean;
  /** UUID v5 of actor, commandId, kind, index: a retried creation does not make a second one. */
  readonly newId: (kind: string, index?: number) => string;
}

/** A rule that was broken by a fact, or that a plan ran into. */
export interface Note {
  readonly code: RuleCode;
  readonly facts: Facts;
}

export type Draft<E extends EventShape> = E extends EventShape
  ? {
      readonly type: E['type'];
      readonly data: E['data'];
      /** Free text by field: sealed, and referred to as {eventId, field}. */
      readonly texts?: Readonly<Record<string, string>>;
      readonly reasonCode?: string;
      /** Its own clinical time; absent: the command's. */
      readonly occurredAt?: Instant;
    }
  : never;

export type Decision<E extends EventShape> = Accepted<Draft<E>> | Refusal;

export interface Refusal extends Note {
  readonly kind: 'refused';
}

export interface Accepted<D> {
  readonly kind: 'accepted';
  /** None: it is already so. */
  readonly events: readonly D[];
  readonly warnings: readonly Note[];
  readonly deviations: readonly Note[];
}

export function accept<D extends Draft<EventShape>>(
  events: D | readonly D[],
  notes: { warnings?: readonly Note[]; deviations?: readonly Note[] } = {},
): Accepted<D> {
  return {
    kind: 'accepted',
    events: isList(events) ? events : [events],
    warnings: notes.warnings ?? [],
    deviations: notes.deviations ?? [],
  };
}

/** `Array.isArray` does not narrow a readonly list. */
function isList<D>(value: D | readonly D[]): value is readonly D[] {
  return Array.isArray(value);
}

/** Doing what is already done appends nothing. */
export function alreadySo(): Accepted<never> {
  return { kind: 'accepted', events: [], warnings: [], deviations: [] };
}

export function refuse(code: RuleCode, facts: Facts = {}): Refusal {
  return { kind: 'refused', code, facts };
}

/** Words as they were said; blank ones say nothing. */
export function said(words: string | null | undefined): string | undefined {
  return words?.trim() ? words : undefined;
}

/** Texts without those that were not given or are blank. */
export function givenTexts(texts: Readonly<Record<string, string | null | undefined>>): {
  texts?: Record<string, string>;
} {
  const given: Record<string, string> = {};
  for (const [field, text] of Object.entries(texts)) if (text?.trim()) given[field] = text;
  return Object.keys(given).length > 0 ? { texts: given } : {};
}
