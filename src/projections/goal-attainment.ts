import { originOf } from '../domain/episode/goal-lineage';
import { goalStanding, type GoalStanding } from '../domain/episode/goal-result';
import { remembered } from '../domain/remembered';
import { currentVersion, originalVersion, type Episode, type Goal } from '../domain/episode/state';
import { measureKey } from '../domain/episode/values';
import { readModel } from './read-model';

/** One goal as it stands: by its original and by its current version. */
export interface GoalAttainmentRow {
  goal_id: string;
  episode_id: string;
  clinic_id: string;
  therapist_id: string | null;
  measure: string;
  kind: string;
  status: string;
  versions: number;
  baseline: number;
  original_target: number;
  original_due: string;
  current_target: number;
  current_due: string;
  /** Share of the way so far, by the latest eligible observation; null for a goal to maintain. */
  progress_original: number | null;
  progress_current: number | null;
  /** Result as far as known, and from when on it is settled (null then: missing). */
  original_value: number | null;
  original_settled_at: string;
  current_value: number | null;
  current_settled_at: string;
}

export const goalAttainment = readModel<Episode, GoalAttainmentRow>({
  name: 'goal_attainment',
  version: 2,
  of: 'episode',
  kind: 'current',
  columns: {
    goal_id: 'uuid not null',
    episode_id: 'uuid not null',
    clinic_id: 'uuid not null',
    therapist_id: 'uuid',
    measure: 'text not null',
    kind: 'text not null',
    status: 'text not null',
    versions: 'int not null',
    baseline: 'float8 not null',
    original_target: 'float8 not null',
    original_due: 'date not null',
    current_target: 'float8 not null',
    current_due: 'date not null',
    progress_original: 'float8',
    progress_current: 'float8',
    original_value: 'float8',
    original_settled_at: 'timestamptz not null',
    current_value: 'float8',
    current_settled_at: 'timestamptz not null',
  },
  stream: 'episode_id',
  key: 'goal_id',
  indexes: ['therapist_id'],
  rows: (episode) => episode.goals.map((goal) => row(episode, goal)),
});

function row(episode: Episode, goal: Goal): GoalAttainmentRow {
  const { id, clinicId, therapistId, goals } = episode;
  const origin = originOf(goals, goal);
  return rowOf(goal, origin, goalStanding(goal, episode), id, clinicId, therapistId);
}

const rowOf = remembered(
  (
    goal: Goal,
    origin: Goal,
    standing: GoalStanding,
    episodeId: Episode['id'],
    clinicId: Episode['clinicId'],
    therapistId: Episode['therapistId'],
  ): GoalAttainmentRow => {
    const first = originalVersion(origin);
    const last = currentVersion(goal);
    return {
      goal_id: goal.id,
      episode_id: episodeId,
      clinic_id: clinicId,
      therapist_id: therapistId,
      measure: measureKey(goal.measure),
      kind: goal.kind,
      status: goal.status.status,
      versions: goal.versions.length,
      baseline: goal.baseline.score,
      original_target: first.terms.target,
      original_due: first.terms.due,
      current_target: last.terms.target,
      current_due: last.terms.due,
      progress_original: standing.progressOriginal,
      progress_current: standing.progressCurrent,
      original_value: standing.original.value,
      original_settled_at: standing.original.settledAt,
      current_value: standing.current.value,
      current_settled_at: standing.current.settledAt,
    };
  },
);
