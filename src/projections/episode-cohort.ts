import type { Episode } from '../domain/episode/state';
import { remembered } from '../domain/remembered';
import { cohortFacts } from './cohort-facts';
import { episodeSpan, type EpisodeSpanRow } from './episode-span';
import { outcomeFact, type OutcomeFactRow } from './outcome-fact';
import { json, readModel } from './read-model';

/** What the figures of now read of an episode, all in one row of a small table. */
export interface EpisodeCohortRow extends Omit<
  EpisodeSpanRow,
  'patient_id' | 'therapist_id' | 'age_band' | 'sex' | 'zone' | 'received_at' | 'discharged_at'
> {
  /** Primary measure. */
  measure: string | null;
  /** `CohortFacts` as JSON. */
  facts: string;
}

const { columns: span } = episodeSpan;

/**
 * The rows of `episode_span` and `outcome_fact` that hold now, put together: those tables keep the
 * past, too, and grow with every entry. The functions that make the rows are theirs.
 */
export const episodeCohort = readModel<Episode, EpisodeCohortRow>({
  name: 'episode_cohort',
  version: 2,
  of: 'episode',
  kind: 'current',
  columns: {
    episode_id: span.episode_id,
    clinic_id: span.clinic_id,
    outcome_therapist_id: span.outcome_therapist_id,
    referrer_id: span.referrer_id,
    phase: span.phase,
    condition: span.condition,
    payer_class: span.payer_class,
    labels: span.labels,
    received_on: span.received_on,
    accepted_on: span.accepted_on,
    first_session_on: span.first_session_on,
    sessions_completed: span.sessions_completed,
    sessions_missed: span.sessions_missed,
    reactions: span.reactions,
    discharged_on: span.discharged_on,
    discharge_reason: span.discharge_reason,
    lapses_at: span.lapses_at,
    lapses_on: span.lapses_on,
    gas_baseline_t: span.gas_baseline_t,
    gas_achieved_t: span.gas_achieved_t,
    gas_unscored: span.gas_unscored,
    gas_original_baseline_t: span.gas_original_baseline_t,
    gas_original_achieved_t: span.gas_original_achieved_t,
    gas_original_unscored: span.gas_original_unscored,
    measure: 'text',
    // Not jsonb: it is only ever read whole.
    facts: 'text not null',
  },
  stream: 'episode_id',
  key: 'episode_id',
  // Of columns that change seldom: else an entry could not be written over in its page.
  indexes: ['clinic_id, discharged_on', 'outcome_therapist_id', 'discharged_on'],
  rows: (episode) => {
    const facts = factsOf(outcomeFact.rows(episode));
    return episodeSpan.rows(episode).map((row) => rowOf(row, facts));
  },
});

/** By the list of all facts, which is the same while none of them changes. */
const factsOf = remembered((rows: readonly OutcomeFactRow[]) => ({
  measure: rows.find(({ kind }) => kind === 'measure')?.measure ?? null,
  facts: json(cohortFacts(rows)),
}));

function rowOf(
  row: EpisodeSpanRow,
  facts: Pick<EpisodeCohortRow, 'measure' | 'facts'>,
): EpisodeCohortRow {
  return {
    episode_id: row.episode_id,
    clinic_id: row.clinic_id,
    outcome_therapist_id: row.outcome_therapist_id,
    referrer_id: row.referrer_id,
    phase: row.phase,
    condition: row.condition,
    payer_class: row.payer_class,
    labels: row.labels,
    received_on: row.received_on,
    accepted_on: row.accepted_on,
    first_session_on: row.first_session_on,
    sessions_completed: row.sessions_completed,
    sessions_missed: row.sessions_missed,
    reactions: row.reactions,
    discharged_on: row.discharged_on,
    discharge_reason: row.discharge_reason,
    lapses_at: row.lapses_at,
    lapses_on: row.lapses_on,
    gas_baseline_t: row.gas_baseline_t,
    gas_achieved_t: row.gas_achieved_t,
    gas_unscored: row.gas_unscored,
    gas_original_baseline_t: row.gas_original_baseline_t,
    gas_original_achieved_t: row.gas_original_achieved_t,
    gas_original_unscored: row.gas_original_unscored,
    ...facts,
  };
}
