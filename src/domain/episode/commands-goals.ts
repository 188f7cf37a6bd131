import type { EntryId, GoalId, ObservationId } from '../ids';
import type { LocalDate } from '../time';
import type { GoalKind, RevisionReason } from './codes';
import type { Simple } from './command';
import type { Evidence, GasLevelGiven, Measure, Weight } from './values';

/** A target as therapists say it. */
export type TargetGiven = { readonly percent: number } | { readonly value: number };

export interface SetGoal extends Simple<'SetGoal'> {
  readonly goalId: GoalId | undefined;
  readonly kind: GoalKind;
  readonly measure: Measure;
  readonly statement: string;
  /** To improve: the target; to maintain: null. */
  readonly target: TargetGiven | null;
  /** To maintain: points on the worse side still allowed; else null. */
  readonly tolerance: number | null;
  readonly due: LocalDate;
  readonly importance: Weight;
  readonly difficulty: Weight;
  readonly gasBaselineLevel: -1 | -2 | null;
}

export interface ReviseGoal extends Simple<'ReviseGoal'> {
  readonly goalId: GoalId;
  /** The version that the therapist had before them. */
  readonly revises: EntryId;
  readonly target?: TargetGiven | undefined;
  readonly due?: LocalDate | undefined;
  readonly statement?: string | undefined;
  readonly importance?: Weight | undefined;
  readonly difficulty?: Weight | undefined;
  readonly gasBaselineLevel?: -1 | -2 | undefined;
  readonly reasonCode: RevisionReason;
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

export interface ScoreGoal extends Simple<'ScoreGoal'> {
  readonly goalId: GoalId;
  readonly observationId: ObservationId;
  readonly gasLevel: GasLevelGiven | null;
}

export interface AbandonGoal extends Simple<'AbandonGoal'> {
  readonly goalId: GoalId;
  readonly words: string;
}

export type GoalCommand = SetGoal | ReviseGoal | ScoreGoal | AbandonGoal;
