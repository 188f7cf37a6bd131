import type { TFunction } from 'i18next';
import type {
  AgeBand,
  DurationBand,
  PayerClass,
  ReceiveReferralMutationVariables,
  ReferralRulesQuery,
  RegisterPatientMutationVariables,
  Sex,
  Technique,
  Urgency,
} from '../../generated/graphql';
import type { Values } from '../commands/drafts';
import { listOf, numberOf, textOf, type Field, type Option } from '../commands/fields';
import { codeOptions } from '../commands/forms/options';
import { PAYER_CLASSES } from '../commands/forms/referral-forms';
import { TECHNIQUES, siteOptions } from '../commands/forms/treatment';
import { instantOf } from '../commands/moments';

export interface Asking {
  readonly t: TFunction;
  readonly rules: ReferralRulesQuery['policy'];
  readonly clinics: readonly Option[];
}

const URGENCIES = ['ROUTINE', 'SOON', 'URGENT'];

/** What is asked of a patient who is new. */
export function patientFields({ t }: Asking): readonly Field[] {
  return [
    { kind: 'text', name: 'patientName', label: t('referral.name'), required: true, max: 200 },
    { kind: 'day', name: 'birthDate', label: t('referral.birthDate') },
    { kind: 'text', name: 'patientNumber', label: t('referral.number'), max: 100 },
    { kind: 'text', name: 'contact', label: t('referral.contact'), max: 500 },
  ];
}

/** What is asked of the referral. */
export function referralFields(asking: Asking): readonly Field[] {
  const { t } = asking;
  return [
    ...senderFields(asking),
    ...wishFields(asking),
    ...caseMixFields(t),
    {
      ...{ kind: 'moment', name: 'occurredAt', label: t('commands.fields.occurredAt') },
      hint: t('commands.hints.occurredAt'),
    },
    {
      ...{ kind: 'area', name: 'reason', label: t('commands.fields.reason'), max: 2_000 },
      hint: t('commands.hints.reason'),
    },
  ];
}

/** To which clinic, and who sends. */
function senderFields({ t, rules, clinics }: Asking): readonly Field[] {
  const required = true;
  const clinic: Field = {
    ...{ kind: 'choice', name: 'clinicId', label: t('referral.clinic') },
    ...{ options: clinics, required },
  };
  return [
    ...(clinics.length > 1 ? [clinic] : []),
    { kind: 'text', name: 'referrerName', label: t('referral.referrerName'), required },
    {
      ...{ kind: 'choice', name: 'role', label: t('referral.role'), required },
      options: roles(t, rules.referringRoles),
    },
    { kind: 'text', name: 'organisation', label: t('referral.organisation') },
    { kind: 'day', name: 'issuedOn', label: t('referral.issuedOn'), required },
    { kind: 'day', name: 'validUntil', label: t('referral.validUntil') },
    { kind: 'text', name: 'prescriptionNumber', label: t('referral.prescription') },
    { kind: 'number', name: 'visits', label: t('referral.visits'), min: 1, isWhole: true },
  ];
}

/** What is wrong, and what is asked for. */
function wishFields({ t, rules }: Asking): readonly Field[] {
  const required = true;
  return [
    {
      ...{ kind: 'text', name: 'diagnoses', label: t('referral.codes'), required },
      hint: t('referral.codesHint'),
    },
    {
      ...{ kind: 'choice', name: 'asserted', label: t('referral.asserted'), required },
      options: roles(t, rules.diagnosingRoles),
    },
    { kind: 'area', name: 'indication', label: t('referral.indication') },
    {
      ...{ kind: 'choices', name: 'bodySites', label: t('commands.fields.sites') },
      options: siteOptions({ t }),
    },
    {
      ...{ kind: 'choices', name: 'techniques', label: t('referral.techniques') },
      options: codeOptions(t, 'techniques', TECHNIQUES),
    },
    {
      ...{ kind: 'choice', name: 'urgency', label: t('referral.urgency'), required },
      options: codeOptions(t, 'urgencies', URGENCIES),
    },
  ];
}

/** Coarse, so that figures stay comparable; nothing of it has to be known. */
function caseMixFields(t: TFunction): readonly Field[] {
  return [
    {
      ...{ kind: 'choice', name: 'ageBand', label: t('referral.ageBand') },
      options: AGES.map((value) => ({ value, label: t(`referral.ageBands.${value}`) })),
    },
    {
      ...{ kind: 'choice', name: 'sex', label: t('referral.sex') },
      options: SEXES.map((value) => ({ value, label: t(`referral.sexes.${value}`) })),
    },
    {
      ...{ kind: 'choice', name: 'symptomDuration', label: t('referral.symptomDuration') },
      options: DURATIONS.map((value) => ({ value, label: t(`referral.durations.${value}`) })),
    },
    {
      ...{ kind: 'choice', name: 'payerClass', label: t('referral.payerClass') },
      options: codeOptions(t, 'payers', PAYER_CLASSES),
    },
  ];
}

function roles(t: TFunction, codes: readonly string[]): Option[] {
  return codes.map((value) => ({ value, label: roleName(t, value) }));
}

const AGES = [
  'UNDER_18',
  'FROM_18_TO_34',
  'FROM_35_TO_49',
  'FROM_50_TO_64',
  'FROM_65_TO_79',
  'FROM_80',
  'UNKNOWN',
] as const satisfies readonly AgeBand[];
const SEXES = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const satisfies readonly Sex[];
const DURATIONS = [
  'UNDER_6_WEEKS',
  'FROM_6_TO_12_WEEKS',
  'FROM_3_TO_12_MONTHS',
  'FROM_1_TO_5_YEARS',
  'OVER_5_YEARS',
  'UNKNOWN',
] as const satisfies readonly DurationBand[];

/** A policy may name a role that the texts do not know. */
function roleName(t: TFunction, code: string): string {
  const readable = code.charAt(0) + code.slice(1).replaceAll('_', ' ').toLowerCase();
  return (t as (key: string, options: object) => string)(`referral.roles.${code}`, {
    defaultValue: readable,
  });
}

/** The patient as written. */
export function patientOf(
  values: Values,
  clinicId: string,
): RegisterPatientMutationVariables['input'] {
  return {
    clinicId,
    name: textOf(values, 'patientName') ?? '',
    birthDate: textOf(values, 'birthDate') ?? null,
    number: textOf(values, 'patientNumber') ?? null,
    contact: textOf(values, 'contact') ?? null,
  };
}

/** The referral as written; days and hours are of the clinic's zone (IANA). */
export function referralOf(
  values: Values,
  ids: { readonly clinicId: string; readonly patientId: string },
  zone: string,
): ReceiveReferralMutationVariables['input'] {
  const role = textOf(values, 'role') ?? '';
  const assertedByRole = textOf(values, 'asserted') ?? '';
  const codes = (textOf(values, 'diagnoses') ?? '').split(/[,;\s]+/).filter(Boolean);
  const techniques = listOf(values, 'techniques');
  const occurredAt = instantOf(textOf(values, 'occurredAt'), zone);
  return {
    ...ids,
    referrer: {
      ...{ role, name: textOf(values, 'referrerName') ?? null },
      organisation: textOf(values, 'organisation') ?? null,
    },
    prescription: {
      issuedOn: textOf(values, 'issuedOn') ?? '',
      validUntil: textOf(values, 'validUntil') ?? null,
      number: textOf(values, 'prescriptionNumber') ?? null,
      visits: numberOf(values, 'visits') ?? null,
      // Of the options; none: it is left to the therapist.
      techniquesOrdered: techniques.length > 0 ? (techniques as Technique[]) : null,
    },
    diagnoses: codes.map((code) => ({ code: code.toUpperCase(), assertedByRole })),
    indication: textOf(values, 'indication') ?? null,
    bodySites: listOf(values, 'bodySites'),
    // Each of the options, or nothing.
    urgency: (textOf(values, 'urgency') ?? null) as Urgency | null,
    caseMix: {
      ageBand: (textOf(values, 'ageBand') ?? null) as AgeBand | null,
      sex: (textOf(values, 'sex') ?? null) as Sex | null,
      symptomDuration: (textOf(values, 'symptomDuration') ?? null) as DurationBand | null,
      payerClass: (textOf(values, 'payerClass') ?? null) as PayerClass | null,
    },
    ...(occurredAt === undefined ? {} : { occurredAt }),
    reason: textOf(values, 'reason') ?? null,
  };
}
