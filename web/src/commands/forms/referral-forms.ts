import {
  AcceptReferralDocument,
  AssignTherapistDocument,
  DeclineReferralDocument,
  GiveConsentDocument,
  GrantAuthorizationDocument,
  WithdrawConsentDocument,
  type ConsentGiver,
  type ConsentScope,
  type PayerClass,
} from '../../../generated/graphql';
import { localDay, plusDays } from '../../display/zones';
import { numberOf, textOf } from '../fields';
import { formOf } from '../form-spec';
import { choice, codeOptions } from './options';

/** How long an authorization usually runs, in days, until another day is chosen. */
const AUTHORIZED_DAYS = 90;
export const PAYER_CLASSES = [
  'PUBLIC',
  'PRIVATE_INSURANCE',
  'WORK_INSURANCE',
  'SELF_PAY',
  'UNKNOWN',
];
const SCOPES = ['TREATMENT', 'TREATMENT_AND_REPORT'];
const GIVERS = ['PATIENT', 'GUARDIAN', 'PROXY'];

export const acceptReferral = formOf({
  right: 'HANDLE_REFERRALS',
  document: AcceptReferralDocument,
  restsOnSeen: true,
  fields: () => [],
  toInput: () => ({}),
});

export const declineReferral = formOf({
  right: 'HANDLE_REFERRALS',
  document: DeclineReferralDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    { kind: 'area', name: 'words', label: t('commands.fields.declineWords'), required: true },
  ],
  toInput: (values) => ({ words: textOf(values, 'words') ?? '' }),
});

export const grantAuthorization = formOf({
  right: 'GRANT_AUTHORIZATIONS',
  document: GrantAuthorizationDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    choice(t, 'payerClass', codeOptions(t, 'payers', PAYER_CLASSES)),
    { kind: 'number', name: 'visits', label: t('commands.fields.visits'), min: 1, isWhole: true },
    { kind: 'day', name: 'from', label: t('commands.fields.from'), required: true },
    { kind: 'day', name: 'to', label: t('commands.fields.to'), required: true },
  ],
  start: ({ now, locale, episode }) => {
    const today = localDay(now(), locale.zone);
    const visits = episode.referral.prescription.visits ?? '';
    return { from: today, to: plusDays(today, AUTHORIZED_DAYS), visits };
  },
  toInput: (values) => ({
    payerClass: textOf(values, 'payerClass') as PayerClass, // one of the options
    visits: numberOf(values, 'visits') ?? null,
    from: textOf(values, 'from') ?? '',
    to: textOf(values, 'to') ?? '',
  }),
});

export const giveConsent = formOf({
  right: 'RECORD_CONSENT',
  document: GiveConsentDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    choice(t, 'scope', codeOptions(t, 'consentScopes', SCOPES)),
    choice(t, 'by', codeOptions(t, 'consentGivers', GIVERS)),
    {
      ...{ kind: 'text', name: 'formVersion', label: t('commands.fields.formVersion') },
      ...{ hint: t('commands.hints.formVersion'), required: true },
    },
  ],
  start: () => ({ scope: 'TREATMENT', by: 'PATIENT' }),
  toInput: (values) => ({
    scope: textOf(values, 'scope') as ConsentScope, // one of the options
    by: textOf(values, 'by') as ConsentGiver, // one of the options
    formVersion: textOf(values, 'formVersion') ?? '',
  }),
});

export const withdrawConsent = formOf({
  right: 'RECORD_CONSENT',
  document: WithdrawConsentDocument,
  restsOnSeen: true,
  fields: ({ t }) => [{ kind: 'area', name: 'words', label: t('commands.fields.words') }],
  toInput: (values) => ({ words: textOf(values, 'words') ?? null }),
});

export const assignTherapist = formOf({
  right: 'ASSIGN_THERAPISTS',
  document: AssignTherapistDocument,
  restsOnSeen: true,
  fields: ({ t, therapists }) => [
    choice(t, 'therapistId', therapists),
    { kind: 'area', name: 'handover', label: t('commands.fields.handover') },
  ],
  toInput: (values) => ({
    therapistId: textOf(values, 'therapistId') ?? '',
    handover: textOf(values, 'handover') ?? null,
  }),
});
