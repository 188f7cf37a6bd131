import { textRef } from '../envelope';
import { conditionSaid } from '../policy/conditions';
import { entryIdOf, type Evolvers } from './evolvers';
import type { Amendment } from './state';

/** Entries about something that is not there (its own entry is out) change nothing. */
export const referralChangeEvolvers: Evolvers<
  | 'ReferralAmended'
  | 'ReferralClarificationRequested'
  | 'ReferralClarified'
  | 'AuthorizationAmended'
  | 'EpisodeTransferred'
> = {
  ReferralAmended: (episode, event) => {
    const { prescription, diagnoses } = event.data;
    const { referral } = episode;
    const amendment: Amendment = {
      entryId: entryIdOf(event),
      at: event.header.occurredAt,
      changed: [
        ...(prescription ? (['prescription'] as const) : []),
        ...(diagnoses ? (['diagnoses'] as const) : []),
      ],
      saidBy: textRef(event, 'saidBy'),
    };
    const issuedOn = prescription?.issuedOn ?? referral.firstIssuedOn;
    return {
      ...episode,
      referral: {
        ...referral,
        ...(prescription ? { prescription } : {}),
        ...(diagnoses
          ? {
              diagnoses: diagnoses.asserted,
              condition: diagnoses.condition,
              specialty: diagnoses.specialty,
              conditions: diagnoses.conditions ?? conditionSaid(diagnoses),
            }
          : {}),
        firstIssuedOn: issuedOn < referral.firstIssuedOn ? issuedOn : referral.firstIssuedOn,
        amendments: [...referral.amendments, amendment],
      },
    };
  },

  ReferralClarificationRequested: (episode, event) => ({
    ...episode,
    clarifications: [
      ...episode.clarifications,
      {
        entryId: entryIdOf(event),
        askedAt: event.header.occurredAt,
        due: event.data.due,
        question: textRef(event, 'question'),
        answer: null,
      },
    ],
  }),

  ReferralClarified: (episode, event) => {
    const answer = {
      entryId: entryIdOf(event),
      at: event.header.occurredAt,
      words: textRef(event, 'answer'),
      saidBy: textRef(event, 'saidBy'),
    };
    return {
      ...episode,
      clarifications: episode.clarifications.map((request) =>
        request.entryId === event.data.requestId ? { ...request, answer } : request,
      ),
    };
  },

  AuthorizationAmended: (episode, { data }) => ({
    ...episode,
    authorizations: episode.authorizations.map((granted) =>
      granted.authorizationId === data.authorizationId ? { ...granted, ...data } : granted,
    ),
  }),

  EpisodeTransferred: (episode, { data }) => ({ ...episode, therapistId: data.therapistId }),
};
