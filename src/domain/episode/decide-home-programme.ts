import { accept, alreadySo, givenTexts, refuse, said, type Asked, type Decision } from '../decider';
import { daysBetween, localDate } from '../time';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

const WEEK_DAYS = 7;

export function giveHomeProgramme(
  now: Episode,
  command: EpisodeCommandOf<'GiveHomeProgramme'>,
  asked: A,
): D {
  const { daysPerWeek, until, exercises, advice } = command;
  if (said(exercises) === undefined && said(advice) === undefined) {
    return refuse('HOME_PROGRAMME_EMPTY');
  }
  const today = localDate(asked.occurredAt, now.zone);
  if (until !== null && until < today) return refuse('PERIOD_EMPTY', { from: today, to: until });
  return accept({
    type: 'HomeProgrammeGiven',
    data: { daysPerWeek, until },
    ...givenTexts({ exercises, advice }),
  });
}

/** What a patient says was done: refused only where the days themselves are impossible. */
export function reportAdherence(
  now: Episode,
  command: EpisodeCommandOf<'ReportAdherence'>,
  asked: A,
): D {
  const { programmeId, from, to, daysDone, words } = command;
  const programme = now.progress.homeProgrammes.find(({ entryId }) => entryId === programmeId);
  if (!programme) return refuse('HOME_PROGRAMME_UNKNOWN', { programmeId });
  if (to < from) return refuse('PERIOD_EMPTY', { from, to });
  const { on } = programme;
  if (from < on) return refuse('ADHERENCE_BEFORE_PROGRAMME', { from, on });
  const today = localDate(asked.occurredAt, now.zone);
  if (to > today) return refuse('PERIOD_NOT_OVER', { to, today });
  const days = daysBetween(from, to) + 1;
  const daysAsked = command.daysAsked ?? Math.round((days * programme.daysPerWeek) / WEEK_DAYS);
  if (daysDone > days || daysAsked > days) {
    return refuse('ADHERENCE_BEYOND_PERIOD', { days, daysDone, daysAsked });
  }
  const other = programme.adherence.find((known) => known.from <= to && from <= known.to);
  if (other) {
    const isSame =
      other.from === from &&
      other.to === to &&
      other.daysDone === daysDone &&
      other.daysAsked === daysAsked;
    if (isSame && said(words) === undefined) return alreadySo();
    return refuse('ADHERENCE_OVERLAPS', { entryId: other.entryId, from: other.from, to: other.to });
  }
  return accept({
    type: 'HomeProgrammeAdherenceReported',
    data: { programmeId, from, to, daysDone, daysAsked },
    ...givenTexts({ words }),
  });
}
