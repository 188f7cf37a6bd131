import type { EpisodeId, GoalId, ObservationId, SessionId } from '../ids';
import type { DischargeReason, VoidReason } from './codes';
import type { Simple } from './command';
import type { ObservationGiven } from './commands-assessment';
import type { LevelReached } from './commands-goals';

/** How a goal ends with the episode. */
export type GoalSettlement = { readonly goalId: GoalId } & (
  | ({
      readonly outcome: 'SCORED';
      /** Absent: the observation that counts, of the discharge or before. */
      readonly observationId?: ObservationId | undefined;
    } & LevelReached)
  | { readonly outcome: 'ABANDONED' | 'NOT_MEASURED'; readonly words: string }
);

export interface DischargePatient extends Simple<'Discharge'> {
  readonly dischargeReason: DischargeReason;
  readonly observations: readonly ObservationGiven[];
  /** Why the primary measure has no final score; absent: it has one. */
  readonly finalMissingBecause: string | undefined;
  readonly goals: readonly GoalSettlement[];
  readonly cancelSessions: readonly SessionId[];
  readonly report: string | undefined;
  readonly findings: string | undefined;
}

export interface ReopenEpisode extends Simple<'ReopenEpisode'> {
  readonly words: string;
}

export interface VoidEpisode extends Simple<'VoidEpisode'> {
  readonly voidReason: VoidReason;
  /** Of a duplicate: the episode that it repeats. */
  readonly duplicateOf: EpisodeId | null;
  readonly words: string;
}

export type EndingCommand = DischargePatient | ReopenEpisode | VoidEpisode;
