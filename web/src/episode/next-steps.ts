import type { FormName } from '../commands/forms';
import type { EpisodeShown } from '../commands/form-context';
import { localDay } from '../display/zones';

/** What is usually done next, the main thing first: by what is there, never by who looks. */
export function nextSteps(episode: EpisodeShown): readonly FormName[] {
  switch (episode.phase) {
    case 'REFERRED':
      return ['acceptReferral', 'declineReferral'];
    case 'ACCEPTED':
      return [...missing(episode), 'recordAssessment', 'scheduleSession'];
    case 'ASSESSED':
      return [
        ...missing(episode),
        ...(episode.goals.length === 0 ? (['setGoal'] as const) : []),
        'scheduleSession',
        ...(isAnyStarted(episode) ? [] : (['startSession'] as const)),
        'completeSession',
      ];
    case 'IN_TREATMENT':
      return [
        ...missing(episode),
        ...(isAnyStarted(episode) ? [] : (['startSession'] as const)),
        'completeSession',
        'scheduleSession',
        'recordAssessment',
        'discharge',
      ];
    case 'ON_HOLD':
      return ['resumeEpisode', 'discharge'];
    case 'DECLINED':
    case 'DISCHARGED':
    case 'VOIDED':
      return [];
  }
}

/** What care needs before anything else. */
function missing({ authorizations, consent, therapist }: EpisodeShown): FormName[] {
  return [
    ...(authorizations.length === 0 ? (['grantAuthorization'] as const) : []),
    ...(consent === null ? (['giveConsent'] as const) : []),
    ...(therapist === null ? (['assignTherapist'] as const) : []),
  ];
}

function isAnyStarted({ sessions }: EpisodeShown): boolean {
  return sessions.some(({ status }) => status === 'STARTED');
}

/**
 * The session that a form without one is about: the one under way, else the one that is booked
 * first of today or of a day before; undefined: none.
 *
 * @param today - at the clinic
 * @param zone - of the clinic (IANA)
 */
export function sessionMeant(
  { sessions }: EpisodeShown,
  today: string,
  zone: string,
): string | undefined {
  const started = sessions.find(({ status }) => status === 'STARTED');
  const due = sessions.find(
    ({ status, bookedFrom }) =>
      status === 'BOOKED' && bookedFrom !== null && localDay(bookedFrom, zone) <= today,
  );
  return (started ?? due)?.id;
}

/** What else may be recorded while care goes on. */
export function moreForms(episode: EpisodeShown): readonly FormName[] {
  const isSeen = episode.phase === 'ASSESSED' || episode.phase === 'ON_HOLD';
  return [
    ...(isSeen ? (['recordAssessment'] as const) : []),
    ...MORE_FORMS.filter((form) => form !== 'withdrawConsent' || episode.consent !== null),
  ];
}

const MORE_FORMS: readonly FormName[] = [
  'reportReaction',
  'recordContraindication',
  'giveHomeProgramme',
  'recordFeedback',
  'grantAuthorization',
  'giveConsent',
  'withdrawConsent',
  'assignTherapist',
  'putOnHold',
];

/** Whether care goes on, or may yet. */
export function isOpen({ phase }: EpisodeShown): boolean {
  return phase !== 'DISCHARGED' && phase !== 'DECLINED' && phase !== 'VOIDED';
}
