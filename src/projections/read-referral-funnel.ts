import { describe, type Summary } from '../domain/outcomes/intervals';
import { daysBetween, type LocalDate } from '../domain/time';
import type { EpisodeSpanRow } from './episode-span';
import type { OutcomeFilter } from './cohort-rows';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/** How far referrals came, and how long each step took. */
export interface ReferralFunnel {
  readonly received: number;
  readonly declined: number;
  readonly accepted: number;
  readonly firstSession: number;
  readonly discharged: number;
  /** Days from one step to the next, of those that took it. */
  readonly daysToAccept: Summary;
  readonly daysToFirstSession: Summary;
  readonly daysToDischarge: Summary;
}

type Way = Pick<
  EpisodeSpanRow,
  'phase' | 'received_on' | 'accepted_on' | 'first_session_on' | 'discharged_on'
>;

/** Referrals received in the period (local days of each clinic, both inclusive), to now or then. */
export async function readReferralFunnel(
  snapshot: Snapshot,
  position: SpanAt,
  filter: OutcomeFilter,
): Promise<ReferralFunnel> {
  const { rows } = await snapshot.query<Way>(
    `select phase, received_on, accepted_on, first_session_on, discharged_on
      from read.episode_span
      where ${holdsAt(position, '$1')}
        and ($2::uuid[] is null or clinic_id = any ($2))
        and ($3::uuid[] is null or outcome_therapist_id = any ($3))
        and ($4::text[] is null or condition = any ($4))
        and ($5::text[] is null or payer_class = any ($5))
        and ($6::text[] is null or referrer_id = any ($6))
        and labels @> $7::jsonb
        and ($8::date is null or received_on >= $8)
        and ($9::date is null or received_on <= $9)`,
    [
      position,
      filter.clinics,
      filter.therapists,
      filter.conditions,
      filter.payers,
      filter.referrers,
      JSON.stringify(filter.labels),
      filter.from,
      filter.to,
    ],
  );
  return {
    received: rows.length,
    declined: rows.filter(({ phase }) => phase === 'DECLINED').length,
    accepted: rows.filter(({ accepted_on }) => accepted_on !== null).length,
    firstSession: rows.filter(({ first_session_on }) => first_session_on !== null).length,
    discharged: rows.filter(({ discharged_on }) => discharged_on !== null).length,
    daysToAccept: days(rows, 'received_on', 'accepted_on'),
    daysToFirstSession: days(rows, 'accepted_on', 'first_session_on'),
    daysToDischarge: days(rows, 'first_session_on', 'discharged_on'),
  };
}

function days(rows: readonly Way[], from: keyof Way, to: keyof Way): Summary {
  return describe(
    rows.flatMap((row) => {
      const [start, end] = [row[from], row[to]];
      // Days made by the domain, as text.
      return start && end ? [daysBetween(start as LocalDate, end as LocalDate)] : [];
    }),
  );
}
