import type { Episode, GoalVersion } from '../domain/episode/state';
import { lastOfLineages, originOf, originalLevel } from '../domain/episode/goal-lineage';
import { currentVersion, originalVersion, type Goal } from '../domain/episode/state';
import type { GasLevelGiven } from '../domain/episode/values';
import { gas, type GasGoal } from '../domain/outcomes/gas';
import { remembered } from '../domain/remembered';
import { phaseOf } from './phase';
import { json, readModel } from './read-model';
import { deadlines, sessionFacts } from './session-facts';

/** What dashboards filter and group by; dates are local to the clinic. */
export interface EpisodeSpanRow {
  episode_id: string;
  clinic_id: string;
  patient_id: string;
  /** Assigned now. */
  therapist_id: string | null;
  /** Who the outcome counts for: most sessions held, else the assigned one. */
  outcome_therapist_id: string | null;
  referrer_id: string | null;
  phase: string;
  condition: string | null;
  payer_class: string;
  age_band: string;
  sex: string;
  labels: string;
  zone: string;
  received_at: string;
  received_on: string;
  accepted_on: string | null;
  first_session_on: string | null;
  sessions_completed: number;
  sessions_missed: number;
  reactions: number;
  discharged_at: string | null;
  discharged_on: string | null;
  discharge_reason: string | null;
  /** From this moment on an open episode has lapsed, and counts on this local day. */
  lapses_at: string | null;
  lapses_on: string | null;
  gas_baseline_t: number | null;
  gas_achieved_t: number | null;
  gas_unscored: number;
  /** The same goals as they were agreed first: weights, levels, and what was judged by them. */
  gas_original_baseline_t: number | null;
  gas_original_achieved_t: number | null;
  gas_original_unscored: number;
}

export const episodeSpan = readModel<Episode, EpisodeSpanRow>({
  name: 'episode_span',
  version: 4,
  of: 'episode',
  kind: 'span',
  columns: {
    episode_id: 'uuid not null',
    clinic_id: 'uuid not null',
    patient_id: 'uuid not null',
    therapist_id: 'uuid',
    outcome_therapist_id: 'uuid',
    referrer_id: 'text',
    phase: 'text not null',
    condition: 'text',
    payer_class: 'text not null',
    age_band: 'text not null',
    sex: 'text not null',
    labels: 'jsonb not null',
    zone: 'text not null',
    received_at: 'timestamptz not null',
    received_on: 'date not null',
    accepted_on: 'date',
    first_session_on: 'date',
    sessions_completed: 'int not null',
    sessions_missed: 'int not null',
    reactions: 'int not null',
    discharged_at: 'timestamptz',
    discharged_on: 'date',
    discharge_reason: 'text',
    lapses_at: 'timestamptz',
    lapses_on: 'date',
    gas_baseline_t: 'float8',
    gas_achieved_t: 'float8',
    gas_unscored: 'int not null',
    gas_original_baseline_t: 'float8',
    gas_original_achieved_t: 'float8',
    gas_original_unscored: 'int not null',
  },
  stream: 'episode_id',
  key: 'episode_id',
  // The first finds what a clinic had at a position without all its past, the second what was open.
  indexes: [
    'clinic_id, to_position, from_position',
    `using btree (clinic_id, to_position, from_position)
      where phase not in ('DISCHARGED', 'DECLINED')`,
    'therapist_id',
    // Asked only of what holds: an index of all that ever held would be written for nothing.
    'using btree (patient_id) where to_position is null',
  ],
  rows: (episode) => [row(episode)],
});

function row(episode: Episode): EpisodeSpanRow {
  const { referral, decision, discharge } = episode;
  const sessions = sessionFacts(episode.sessions);
  const ends = deadlines(episode);
  const scale = gasOf(episode.goals);
  const originalScale = originalGasOf(episode.goals);
  return {
    episode_id: episode.id,
    clinic_id: episode.clinicId,
    patient_id: episode.patientId,
    therapist_id: episode.therapistId,
    outcome_therapist_id: sessions.mostBy ?? episode.therapistId,
    referrer_id: referral.referrer.id,
    phase: phaseOf(episode),
    condition: referral.condition,
    payer_class: referral.caseMix.payerClass,
    age_band: referral.caseMix.ageBand,
    sex: referral.caseMix.sex,
    labels: labelsOf(referral),
    zone: episode.zone,
    received_at: referral.receivedAt,
    received_on: referral.receivedOn,
    accepted_on: decision.status === 'accepted' ? decision.on : null,
    first_session_on: sessions.firstOn,
    sessions_completed: sessions.completed.length,
    sessions_missed: sessions.missed,
    reactions: episode.reactions.length,
    discharged_at: discharge?.at ?? null,
    discharged_on: discharge?.on ?? null,
    discharge_reason: discharge?.reason ?? null,
    lapses_at: ends?.lapsesAt ?? null,
    lapses_on: ends?.lapsesOn ?? null,
    gas_baseline_t: scale.baselineT,
    gas_achieved_t: scale.achievedT,
    gas_unscored: scale.unscored,
    gas_original_baseline_t: originalScale.baselineT,
    gas_original_achieved_t: originalScale.achievedT,
    gas_original_unscored: originalScale.unscored,
  };
}

const labelsOf = remembered((referral: Episode['referral']) => json(referral.labels));

const gasOf = remembered((goals: Episode['goals']) =>
  gas(
    lastOfLineages(goals).flatMap((goal) => {
      const { status } = goal;
      const level = status.status === 'scored' ? status.gasLevel : null;
      return gasGoal(goal, currentVersion(goal), level);
    }),
  ),
);
const originalGasOf = remembered((goals: Episode['goals']) =>
  gas(
    lastOfLineages(goals).flatMap((goal) => {
      const first = originalVersion(originOf(goals, goal));
      return gasGoal(goal, first, originalLevel(goals, goal));
    }),
  ),
);

/** A goal with the levels of one of its versions, as goal attainment scaling wants it. */
function gasGoal({ status }: Goal, { terms }: GoalVersion, level: GasLevelGiven | null): GasGoal[] {
  const { levels, importance, difficulty } = terms;
  if (!levels) return [];
  const scaled = { baselineLevel: levels.baseline, importance, difficulty };
  if (status.status === 'abandoned') return [{ ...scaled, outcome: { kind: 'abandoned' } }];
  if (level === null) return [{ ...scaled, outcome: { kind: 'unscored' } }];
  return [{ ...scaled, outcome: { kind: 'scored', level } }];
}
