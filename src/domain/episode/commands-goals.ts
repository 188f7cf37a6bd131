import type { EntryId, GoalId, ObservationId } from '../ids';
import type { LocalDate } from '../time';
import type { GoalKind, LevelName, RevisionReason } from './codes';
import type { Simple } from './command';
import type { Evidence, GasLevelGiven, Measure, Weight } from './values';

/** A target as therapists say it. */
export type TargetGiven = { readonly percent: number } | { readonly value: number };

/** Levels of goal attainment scaling in the words of therapist and patient. */
export type LevelWords = Readonly<Partial<Record<LevelName, string>>>;

/** A goal as it is agreed. */
export interface GoalGiven {
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
  readonly levelWords?: LevelWords | undefined;
}

export interface SetGoal extends Simple<'SetGoal'>, GoalGiven {}

/** Why a goal is changed, and what supports it. */
interface Grounds {
  readonly goalId: GoalId;
  /** The version that the therapist had before them. */
  readonly revises: EntryId;
  readonly reasonCode: RevisionReason;
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

export interface ReviseGoal extends Simple<'ReviseGoal'>, Grounds {
  readonly target?: TargetGiven | undefined;
  readonly tolerance?: number | undefined;
  readonly due?: LocalDate | undefined;
  readonly statement?: string | undefined;
  readonly importance?: Weight | undefined;
  readonly difficulty?: Weight | undefined;
  readonly gasBaselineLevel?: -1 | -2 | undefined;
  readonly levelWords?: LevelWords | undefined;
}

/** A goal by another measure takes the place of `goalId`. */
export interface ReplaceGoal extends Simple<'ReplaceGoal'>, Grounds {
  readonly by: GoalGiven;
}

/** A level reached; by the original version's levels too, where those were others. */
export interface LevelReached {
  readonly gasLevel: GasLevelGiven | null;
  readonly gasLevelOriginal?: GasLevelGiven | undefined;
}

export interface ScoreGoal extends Simple<'ScoreGoal'>, LevelReached {
  readonly goalId: GoalId;
  readonly observationId: ObservationId;
}

export interface AbandonGoal extends Simple<'AbandonGoal'> {
  readonly goalId: GoalId;
  readonly words: string;
}

export type GoalCommand = SetGoal | ReviseGoal | ReplaceGoal | ScoreGoal | AbandonGoal;
