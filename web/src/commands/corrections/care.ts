import { textOf } from '../fields';
import * as care from '../forms/care-forms';
import { giveConsent, grantAuthorization } from '../forms/referral-forms';
import { missSession } from '../forms/session-forms';
import { shown, type Correction } from './correction';
import { valuesOf } from './said';

const grantAuthorizationAnew: Correction = {
  form: grantAuthorization,
  kind: 'authorization',
  start: ({ data }) => ({ ...data, visits: data['visits'] ?? '' }),
};

const consent: Correction = { form: giveConsent, kind: 'consent', start: ({ data }) => data };

const miss: Correction = {
  form: missSession,
  kind: 'miss',
  start: ({ data }) => ({ missReason: data['reason'] }),
  words: { words: 'reason' },
  // Which session it is of, the entry says.
  rest: () => ({ sessionId: undefined }),
};

const hold: Correction = {
  form: care.putOnHold,
  kind: 'hold',
  start: ({ data }) => ({ holdReason: data['reason'], reviewOn: shown(data['reviewOn']) }),
  words: { words: 'words' },
};

const reaction: Correction = {
  form: care.reportReaction,
  kind: 'reaction',
  start: ({ data }) => ({ severity: data['severity'], sessionId: shown(data['sessionId']) }),
  words: { description: 'description', action: 'action', told: 'told' },
};

const programme: Correction = {
  form: care.giveHomeProgramme,
  kind: 'homeProgramme',
  // One of the two texts there has to be: both are said again.
  start: ({ data, words }) => ({
    ...{ daysPerWeek: data['daysPerWeek'], until: shown(data['until']) },
    ...{ exercises: words.get('exercises') ?? '', advice: words.get('advice') ?? '' },
  }),
};

const adherence: Correction = {
  form: care.reportAdherence,
  kind: 'adherence',
  before: ({ data }, context) => ({ ...context, about: textOf(data, 'programmeId') ?? null }),
  start: ({ data }) => ({ from: data['from'], to: data['to'], daysDone: data['daysDone'] }),
  words: { words: 'words' },
  rest: ({ data }, values) =>
    values['from'] === data['from'] && values['to'] === data['to']
      ? { daysAsked: data['daysAsked'] }
      : {},
};

const feedback: Correction = {
  form: care.recordFeedback,
  kind: 'feedback',
  start: ({ data }) => ({ for: data['for'], tone: data['tone'] }),
  words: { words: 'words' },
  rest: ({ data }) => ({ sessionId: data['sessionId'] ?? null }),
};

const contraindication: Correction = {
  form: care.recordContraindication,
  kind: 'contraindication',
  start: ({ data }) => ({ kind: data['kind'], bodySite: shown(data['bodySite']) }),
  words: { words: 'words' },
  // What another kind bars, or the same elsewhere, the policy says.
  rest({ data }, values) {
    const isSame =
      values['kind'] === data['kind'] && shown(values['bodySite']) === shown(data['bodySite']);
    if (!isSame) return {};
    const { bars, untilCleared } = data;
    if (untilCleared === null) return { bars: valuesOf(bars), absolute: true };
    return { bars: valuesOf(bars), untilCleared: valuesOf(untilCleared) };
  },
};

/** Corrections of what is agreed and told between sessions. */
export const careCorrections = {
  AuthorizationGranted: grantAuthorizationAnew,
  ConsentGiven: consent,
  SessionMissed: miss,
  EpisodePutOnHold: hold,
  AdverseReactionReported: reaction,
  HomeProgrammeGiven: programme,
  HomeProgrammeAdherenceReported: adherence,
  PatientFeedbackRecorded: feedback,
  ContraindicationRecorded: contraindication,
};
