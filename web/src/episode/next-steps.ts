import type { FormName } from '../commands/forms';
import type { EpisodeShown } from '../commands/form-context';

/** What is usually done next, the main thing first: by what is there, never by who looks. */
export function nextSteps(episode: EpisodeShown): readonly FormName[] {
  switch (episode.phase) {
    case 'REFERRED':
      return ['acceptReferral', 'declineReferral'];
    case 'ACCEPTED':
      return [...missing(episode), 'recordAssessment', 'scheduleSession'];
    case 'ASSESSED':
      return [...missing(episode), 'setGoal', 'scheduleSession', 'startSession', 'completeSession'];
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

/** What else may be recorded while care goes on. */
export const MORE_FORMS: readonly FormName[] = [
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
