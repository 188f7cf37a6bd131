import {
  GiveHomeProgrammeDocument,
  MarkEntryInErrorDocument,
  PutOnHoldDocument,
  RecordContraindicationDocument,
  RecordFeedbackDocument,
  ReportAdherenceDocument,
  ReportReactionDocument,
  ResumeEpisodeDocument,
  type FeedbackFor,
  type FeedbackTone,
  type HoldReason,
  type Severity,
} from '../../../generated/graphql';
import { localDay, plusDays } from '../../display/zones';
import { writtenDay } from '../../display/times';
import { numberOf, textOf } from '../fields';
import { formOf } from '../form-spec';
import { choice, codeOptions } from './options';
import { siteOptions } from './treatment';

const WEEK_DAYS = 7;
const SEVERITIES = ['MILD', 'MODERATE', 'SEVERE'];
const HOLD_REASONS = [
  'ILLNESS',
  'PATIENT_REQUEST',
  'ADVERSE_REACTION',
  'AWAITING_CLEARANCE',
  'AWAITING_AUTHORIZATION',
  'OTHER',
];

export const reportReaction = formOf({
  right: 'TREAT',
  document: ReportReactionDocument,
  fields: ({ t, episode, locale }) => {
    const held = episode.sessions.filter(({ status }) => status === 'COMPLETED').toReversed();
    const options = held.map(({ id, on }) => ({
      value: id,
      label: on ? writtenDay(on, locale) : id,
    }));
    return [
      {
        ...choice(t, 'severity', codeOptions(t, 'severities', SEVERITIES)),
        hint: t('commands.hints.severity'),
      } as ReturnType<typeof choice>,
      {
        kind: 'area',
        name: 'description',
        label: t('commands.fields.description'),
        required: true,
      },
      { kind: 'choice', name: 'sessionId', label: t('commands.fields.afterSession'), options },
      { kind: 'area', name: 'action', label: t('commands.fields.action') },
      { kind: 'area', name: 'told', label: t('commands.fields.told') },
    ];
  },
  toInput: (values) => ({
    severity: textOf(values, 'severity') as Severity, // one of the options
    description: textOf(values, 'description') ?? '',
    sessionId: textOf(values, 'sessionId') ?? null,
    action: textOf(values, 'action') ?? null,
    told: textOf(values, 'told') ?? null,
  }),
});

export const putOnHold = formOf({
  right: 'TREAT',
  document: PutOnHoldDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    choice(t, 'holdReason', codeOptions(t, 'holdReasons', HOLD_REASONS)),
    { kind: 'day', name: 'reviewOn', label: t('commands.fields.reviewOn') },
    { kind: 'area', name: 'words', label: t('commands.fields.words') },
  ],
  toInput: (values) => ({
    holdReason: textOf(values, 'holdReason') as HoldReason, // one of the options
    reviewOn: textOf(values, 'reviewOn') ?? null,
    words: textOf(values, 'words') ?? null,
  }),
});

export const resumeEpisode = formOf({
  right: 'TREAT',
  document: ResumeEpisodeDocument,
  restsOnSeen: true,
  fields: ({ t }) => [{ kind: 'area', name: 'words', label: t('commands.fields.words') }],
  toInput: (values) => ({ words: textOf(values, 'words') ?? null }),
});

export const giveHomeProgramme = formOf({
  right: 'TREAT',
  document: GiveHomeProgrammeDocument,
  fields: ({ t }) => [
    { kind: 'area', name: 'exercises', label: t('commands.fields.exercises') },
    { kind: 'area', name: 'advice', label: t('commands.fields.advice') },
    {
      ...{ kind: 'number', name: 'daysPerWeek', label: t('commands.fields.daysPerWeek') },
      ...{ min: 1, max: WEEK_DAYS, isWhole: true, required: true },
    },
    { kind: 'day', name: 'until', label: t('commands.fields.until') },
  ],
  start: () => ({ daysPerWeek: 5 }),
  toInput: (values) => ({
    exercises: textOf(values, 'exercises') ?? null,
    advice: textOf(values, 'advice') ?? null,
    daysPerWeek: numberOf(values, 'daysPerWeek') ?? 0,
    until: textOf(values, 'until') ?? null,
  }),
});

export const reportAdherence = formOf({
  right: 'TREAT',
  document: ReportAdherenceDocument,
  fields: ({ t }) => [
    { kind: 'day', name: 'from', label: t('commands.fields.from'), required: true },
    { kind: 'day', name: 'to', label: t('commands.fields.to'), required: true },
    {
      ...{ kind: 'number', name: 'daysDone', label: t('commands.fields.daysDone') },
      ...{ min: 0, isWhole: true, required: true },
    },
    { kind: 'area', name: 'words', label: t('commands.fields.words') },
  ],
  start: ({ now, locale }) => {
    const to = localDay(now(), locale.zone);
    return { from: plusDays(to, 1 - WEEK_DAYS), to };
  },
  toInput: (values, { about }) => ({
    programmeId: about ?? '',
    from: textOf(values, 'from') ?? '',
    to: textOf(values, 'to') ?? '',
    daysDone: numberOf(values, 'daysDone') ?? 0,
    words: textOf(values, 'words') ?? null,
  }),
});

export const recordContraindication = formOf({
  right: 'RECORD_CONTRAINDICATIONS',
  document: RecordContraindicationDocument,
  fields: (context) => {
    const { t, policy } = context;
    const kinds = policy.contraindications.map(({ kind, name }) => ({ value: kind, label: name }));
    return [
      choice(t, 'kind', kinds),
      {
        ...{ kind: 'choice', name: 'bodySite', label: t('commands.fields.bodySite') },
        options: siteOptions(context),
      },
      { kind: 'area', name: 'words', label: t('commands.fields.words') },
    ];
  },
  toInput: (values) => ({
    kind: textOf(values, 'kind') ?? '',
    bodySite: textOf(values, 'bodySite') ?? null,
    words: textOf(values, 'words') ?? null,
  }),
});

export const recordFeedback = formOf({
  right: 'RECORD_FEEDBACK',
  document: RecordFeedbackDocument,
  fields: ({ t }) => [
    choice(t, 'for', codeOptions(t, 'feedbackFor', ['THERAPIST', 'PROVIDER'])),
    choice(t, 'tone', codeOptions(t, 'feedbackTones', ['POSITIVE', 'MIXED', 'NEGATIVE'])),
    { kind: 'area', name: 'words', label: t('commands.fields.feedbackWords'), required: true },
  ],
  start: () => ({ for: 'THERAPIST' }),
  toInput: (values) => ({
    for: textOf(values, 'for') as FeedbackFor, // one of the options
    tone: textOf(values, 'tone') as FeedbackTone, // one of the options
    words: textOf(values, 'words') ?? '',
  }),
});

export const markEntryInError = formOf({
  right: 'TREAT',
  document: MarkEntryInErrorDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: ({ t }) => [
    { kind: 'area', name: 'words', label: t('commands.fields.why'), required: true },
  ],
  toInput: (values, { about }) => ({ entryId: about ?? '', words: textOf(values, 'words') ?? '' }),
});
