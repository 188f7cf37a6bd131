import type { Note } from '../domain/decider';
import type { Facts, Rule } from '../domain/rule';
import type { Actor, Recorded } from '../domain/envelope';
import type { Category } from '../domain/ids';
import { RULES, sentence, type RuleCode } from '../domain/rules';
import type { Instant } from '../domain/time';
import type { CommandOf, EventOf, StateOf } from './aggregates';

/** A command with everything the edge knows of it. */
export interface Request<K extends Category> {
  readonly category: K;
  /** Id within the category; empty for `policy`. */
  readonly id: string;
  readonly command: CommandOf<K>;
  readonly commandId: string;
  readonly actor: Actor;
  /** Clinical time; absent: when it is recorded. */
  readonly occurredAt?: Instant | undefined;
  /** Refuse with a conflict when the stream went beyond this version. */
  readonly expectedVersion?: number | undefined;
  /** Decide and answer, append nothing. */
  readonly check?: boolean | undefined;
  readonly reasonCode?: string | undefined;
  readonly reason?: string | undefined;
  /** The input as sent, before defaults: what a retry must repeat. */
  readonly input: unknown;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
}

export type Outcome<K extends Category> =
  | {
      readonly kind: 'accepted';
      readonly stream: string;
      /** Last version of the command's events; of the stream where it appended nothing. */
      readonly version: number;
      /** Null for a dry run of a first entry. */
      readonly position: number | null;
      readonly events: readonly Recorded<EventOf<K>>[];
      readonly warnings: readonly Note[];
      readonly deviations: readonly Note[];
      /** Version of the policy that it was decided by. */
      readonly policy: string;
      /** The state after the command. */
      readonly state: StateOf<K>;
      readonly appended: boolean;
    }
  | Refused
  | {
      readonly kind: 'conflict';
      readonly stream: string;
      readonly expected: number;
      readonly actual: number;
      readonly eventsSince: readonly Recorded<EventOf<K>>[];
    };

export interface Refused {
  readonly kind: 'refused';
  readonly code: RuleCode;
  readonly message: string;
  readonly facts: Facts;
  readonly accepts: string;
  /** Version of the policy that it was decided by; null: no rule was asked. */
  readonly policy: string | null;
}

/** A refusal with its sentence and what would be accepted. */
export function refused({ code, facts }: Note, policy: string | null = null): Refused {
  const { accepts }: Rule = RULES[code];
  return { kind: 'refused', code, facts, message: sentence(code, facts), accepts, policy };
}
