import { finalScore } from '../outcomes/cohort';
import { plusElapsedDays, type Instant } from '../time';
import { dischargeObservationIds, scoredOf } from './goal-result';
import type { Episode, ObservationTaken } from './state';

/**
 * The final score of the primary measure: the last eligible observation of the discharge
 * assessment or within the policy's days of the last session (without sessions: of the discharge
 * assessment only), taken after the baseline. Null while there is none.
 */
export function finalObservation(episode: Episode): ObservationTaken | null {
  const { primary } = episode;
  if (!primary?.baseline) return null;
  const baseline = episode.observations.find(({ id }) => id === primary.baseline?.observationId);
  const final = finalScore(scoredOf(episode, primary.measure), {
    baselineAt: baseline?.at ?? episode.referral.receivedAt,
    window: nearLastSession(episode, primary.finalWindowDays),
    dischargeObservationIds: dischargeObservationIds(episode),
  });
  return episode.observations.find(({ id }) => id === final?.id) ?? null;
}

function nearLastSession(
  episode: Episode,
  days: number,
): { readonly from: Instant; readonly to: Instant } | null {
  let last: Instant | null = null;
  for (const session of episode.sessions) {
    if (session.status !== 'completed') continue;
    const { endedAt } = session.held;
    if (last === null || endedAt > last) last = endedAt;
  }
  if (last === null) return null;
  return { from: plusElapsedDays(last, -days), to: plusElapsedDays(last, days) };
}
