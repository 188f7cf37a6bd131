import { PLACES, type Place } from '../domain/outcomes/places';
import { enumOf } from './enums';

const SAYS: Readonly<Record<Place, string>> = {
  EPISODES: 'All of the group.',
  ELIGIBLE: 'With a baseline at least one threshold from the best end.',
  INELIGIBLE: 'Without.',
  COMPLETE: 'Eligible, with a final score.',
  MISSING: 'Eligible, without a final score.',
  LAPSED: 'Never discharged, and long without activity.',
  RESPONDERS: 'Complete, and improved by the threshold.',
  NOT_RESPONDERS: 'Complete, and not improved by it.',
  UNJUDGED: 'Complete, by a measure without a threshold.',
  GOALS_ORIGINAL: 'Goals to improve with a result by their original version.',
  GOALS_REACHED_ORIGINAL: 'Of these, reached.',
  GOALS_MISSING_ORIGINAL: 'Goals settled without a value by their original version.',
  GOALS_PENDING_ORIGINAL: 'Goals not settled yet by their original version.',
  GOALS_CURRENT: 'Goals to improve with a result by their current version.',
  GOALS_REACHED_CURRENT: 'Of these, reached.',
  GOALS_MISSING_CURRENT: 'Goals settled without a value by their current version.',
  GOALS_PENDING_CURRENT: 'Goals not settled yet by their current version.',
  GOALS_ABANDONED: 'Goals to improve that were given up.',
  GOALS_MAINTAIN: 'Goals to maintain with a result.',
  GOALS_KEPT: 'Of these, kept.',
  SCALED: 'With T scores at the start and the end.',
  SESSIONS: 'Sessions held.',
  MISSED_SESSIONS: 'Sessions missed.',
  REACTIONS: 'Adverse reactions.',
};

export const PlaceEnum = enumOf(
  'FigurePlace',
  'What of the outcome figures one asks the episodes behind.',
  PLACES,
  (place) => SAYS[place],
);
