import { textRef, type Recorded } from '../envelope';
import { localDate, plusDays } from '../time';
import type { EpisodeEventOf } from './events';
import { entryIdOf, type Evolvers } from './evolvers';
import { currentPlan } from './plan-of-care';
import type { PlanVersion } from './state';

const WEEK_DAYS = 7;

/** A revision or certification of a plan that is not there (its entry is out) changes nothing. */
export const planEvolvers: Evolvers<'PlanOfCareSet' | 'PlanOfCareRevised' | 'PlanOfCareCertified'> =
  {
    PlanOfCareSet: (episode, event) => ({
      ...episode,
      plan: { versions: [{ ...versionOf(event), revision: null }], certified: null },
    }),

    PlanOfCareRevised: (episode, event) => {
      if (!episode.plan) return episode;
      const { changed } = event.data;
      const revision = { words: textRef(event, 'reason'), changed };
      const versions = [...episode.plan.versions, { ...versionOf(event), revision }] as const;
      return { ...episode, plan: { versions, certified: null } };
    },

    PlanOfCareCertified: (episode, event) => {
      const { planVersionId, until } = event.data;
      const { plan } = episode;
      if (!plan || currentPlan(plan).id !== planVersionId) return episode;
      const at = event.header.occurredAt;
      const certified = {
        entryId: entryIdOf(event),
        at,
        on: localDate(at, episode.zone),
        until,
        saidBy: textRef(event, 'saidBy'),
      };
      return { ...episode, plan: { ...plan, certified } };
    },
  };

function versionOf(
  event: Recorded<EpisodeEventOf<'PlanOfCareSet'>> | Recorded<EpisodeEventOf<'PlanOfCareRevised'>>,
): Omit<PlanVersion, 'revision'> {
  const { terms, from, certification } = event.data;
  return {
    id: entryIdOf(event),
    setAt: event.header.occurredAt,
    from,
    until: plusDays(from, terms.weeks * WEEK_DAYS - 1),
    terms,
    certification,
  };
}
