import { finalScore } from '../outcomes/cohort';
import { remembered } from '../remembered';
import { plusElapsedDays, type Instant } from '../time';
import { dischargeObservationIds, scoredOf } from './goal-result';
import type { Episode, ObservationTaken } from './state';

/**
 * The final score of the primary measure: the last eligible observation of the discharge
 * assessment or within the policy's days of the last session (without sessions: of the discharge
 * assessment only), taken after the baseline and not after the discharge. Null while there is
 * none.
 */
export function finalObservation(episode: Episode): ObservationTaken | null {
  const { primary, observations, sessions, discharge } = episode;
  return primary ? final(primary, observations, sessions, discharge) : null;
}

const final = remembered(
  (
    primary: NonNullable<Episode['primary']>,
    observations: Episode['observations'],
    sessions: Episode['sessions'],
    discharge: Episode['discharge'],
  ): ObservationTaken | null => {
    const baseline = observations.find(({ id }) => id === primary.baseline?.observationId);
    if (!baseline) return null;
    const known = { observations, discharge };
    const last = finalScore(scoredOf(known, primary.measure), {
      baselineAt: baseline.at,
      window: nearLastSession(sessions, primary.finalWindowDays),
      dischargeObservationIds: dischargeObservationIds(known),
    });
    return observations.find(({ id }) => id === last?.id) ?? null;
  },
);

function nearLastSession(
  sessions: Episode['sessions'],
  days: number,
): { readonly from: Instant; readonly to: Instant } | null {
  let last: Instant | null = null;
  for (const session of sessions) {
    if (session.status !== 'completed') continue;
    const { endedAt } = session.held;
    if (last === null || endedAt > last) last = endedAt;
  }
  if (last === null) return null;
  return { from: plusElapsedDays(last, -days), to: plusElapsedDays(last, days) };
}
