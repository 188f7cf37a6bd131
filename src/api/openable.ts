import type { Openable } from '../projections/read-behind';
import { clinicsReached, hasRight } from './rights';
import type { Viewer } from './viewer';

/** Which episodes a viewer may open today, as a list of many is asked for it. */
export function openableBy(viewer: Viewer): Openable {
  const { all, clinics } = clinicsReached(viewer, 'READ_EPISODES');
  const therapist = viewer.grants.some(({ role }) => role === 'THERAPIST');
  return {
    all,
    clinics,
    carriedBy: therapist ? [viewer.staffId, ...viewer.covered] : [],
    countsFor: therapist ? viewer.staffId : null,
    voidedToo: hasRight(viewer, 'READ_VOIDED'),
  };
}
