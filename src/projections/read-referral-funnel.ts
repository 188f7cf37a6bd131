import {
  referralFunnel,
  type ReferralFunnel,
  type ReferralWay,
} from '../domain/outcomes/referral-funnel';
import type { OutcomeFilter } from './cohort-rows';
import { holdsAt, type Snapshot, type SpanAt } from './snapshot';

/** Referrals received in the period (local days of each clinic, both inclusive), to now or then. */
export async function readReferralFunnel(
  snapshot: Snapshot,
  position: SpanAt,
  filter: OutcomeFilter,
): Promise<ReferralFunnel> {
  const { rows } = await snapshot.query<ReferralWay>(
    `select phase = 'DECLINED' as declined, received_on as "receivedOn",
        accepted_on as "acceptedOn", first_session_on as "firstSessionOn",
        discharged_on as "dischargedOn"
      from read.${position === null ? 'episode_cohort' : 'episode_span'}
      where ${position === null ? '$1::bigint is null' : holdsAt(position, '$1')}
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
  return referralFunnel(rows);
}
