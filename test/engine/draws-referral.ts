import { plusDays } from '../../src/domain/time';
import { maybe, type Draws } from './draw-scene';

/** What goes on between clinic, referrer and payer. */
export const referralDraws: Draws<
  | 'AcceptReferral'
  | 'DeclineReferral'
  | 'AmendReferral'
  | 'RequestClarification'
  | 'ClarifyReferral'
  | 'GrantAuthorization'
  | 'AmendAuthorization'
  | 'GiveConsent'
  | 'WithdrawConsent'
  | 'AssignTherapist'
  | 'TransferEpisode'
> = {
  AcceptReferral: ({ episode }) =>
    episode.decision.status === 'pending'
      ? [{ type: 'AcceptReferral' }, { type: 'AcceptReferral' }]
      : [{ type: 'AcceptReferral' }],
  DeclineReferral: ({ dice }) =>
    dice.chance(10) ? [{ type: 'DeclineReferral', words: 'sample reason' }] : [],
  AmendReferral: ({ episode: { referral }, dice }) => [
    {
      type: 'AmendReferral',
      referrer: referral.referrer,
      saidBy: 'Sample Physician',
      prescription: { ...referral.prescription, visits: 6 + dice.below(12) },
      diagnoses: dice.chance(50)
        ? [
            {
              system: 'ICD-10',
              code: dice.pick(['M54.2', 'M54.5', 'M54.4', 'M75.1', 'G35']),
              assertedBy: { role: 'PHYSICIAN' },
            },
          ]
        : undefined,
    },
  ],
  RequestClarification: ({ dice, today }) =>
    dice.chance(40)
      ? [
          {
            type: 'RequestClarification',
            question: 'sample question',
            due: plusDays(today, dice.below(9)),
          },
        ]
      : [],
  ClarifyReferral: ({ episode, dice }) =>
    maybe(dice, episode.clarifications, ({ entryId: requestId }) => ({
      type: 'ClarifyReferral',
      requestId,
      answer: 'sample answer',
      saidBy: 'Sample Physician',
    })),
  GrantAuthorization: ({ dice, today }) => [
    {
      type: 'GrantAuthorization',
      visits: 3 + dice.below(9),
      from: plusDays(today, -20),
      to: plusDays(today, 60),
      payerClass: 'PUBLIC',
    },
  ],
  AmendAuthorization: ({ episode, dice }) =>
    maybe(dice, episode.authorizations, ({ authorizationId, from, to }) => ({
      type: 'AmendAuthorization',
      authorizationId,
      visits: 2 + dice.below(12),
      from,
      to: plusDays(to, dice.below(20)),
    })),
  GiveConsent: () => [{ type: 'GiveConsent', by: 'PATIENT', scope: 'TREATMENT', formVersion: '1' }],
  WithdrawConsent: () => [{ type: 'WithdrawConsent', words: undefined }],
  AssignTherapist: ({ therapists, dice }) => [
    { type: 'AssignTherapist', therapistId: dice.pick(therapists), handover: undefined },
  ],
  TransferEpisode: ({ therapists, dice }) => [
    { type: 'TransferEpisode', therapistId: dice.pick(therapists), handover: 'sample handover' },
  ],
};
