import {
  CancelSessionDocument,
  CompleteSessionDocument,
  MissSessionDocument,
  RescheduleSessionDocument,
  ScheduleSessionDocument,
  StartSessionDocument,
  type MissReason,
} from '../../../generated/graphql';
import { numberOf, textOf } from '../fields';
import type { FormContext, SessionShown } from '../form-context';
import { formOf } from '../form-spec';
import { instantOf, localTime } from '../moments';
import { choice, codeOptions } from './options';
import { screenedField, screeningField, screeningOf } from './screening';
import { treatmentFields, treatmentOf, treatmentStart } from './treatment';

const MINUTES_USUAL = 50;
const MS_A_MINUTE = 60_000;
const MISS_REASONS = ['NO_SHOW', 'LATE_CANCELLATION', 'CLINIC_CLOSED', 'OTHER'];

/** The session that a form is about. */
function sessionOf({ episode, about }: FormContext): SessionShown | undefined {
  return episode.sessions.find(({ id }) => id === about);
}

/** The therapist of the session, else who writes if they treat there, else who carries it. */
function therapistOf(context: FormContext): string {
  const { therapists, staffId, episode } = context;
  const own = therapists.find(({ value }) => value === staffId)?.value;
  return sessionOf(context)?.therapist?.id ?? own ?? episode.therapist?.id ?? '';
}

/** An instant as a local time of the clinic. */
function local(instant: string | number, { locale }: FormContext): string {
  return localTime(instant, locale.zone);
}

/** The instant of a field; what is not one the service refuses at the field. */
function instant(values: Readonly<Record<string, unknown>>, name: string, c: FormContext): string {
  const text = textOf(values, name);
  return instantOf(text, c.locale.zone) ?? text ?? '';
}

export const scheduleSession = formOf({
  right: 'BOOK_SESSIONS',
  document: ScheduleSessionDocument,
  hasOccurred: false,
  fields: ({ t, therapists }) => [
    { kind: 'moment', name: 'from', label: t('commands.fields.sessionFrom'), required: true },
    { kind: 'moment', name: 'to', label: t('commands.fields.sessionTo'), required: true },
    choice(t, 'therapistId', therapists),
  ],
  start: (context) => {
    const quarter = 15 * MS_A_MINUTE;
    const from = Math.ceil((context.now() + 24 * 60 * MS_A_MINUTE) / quarter) * quarter;
    return {
      from: local(from, context),
      to: local(from + MINUTES_USUAL * MS_A_MINUTE, context),
      therapistId: context.episode.therapist?.id ?? '',
    };
  },
  toInput: (values, context) => ({
    from: instant(values, 'from', context),
    to: instant(values, 'to', context),
    therapistId: textOf(values, 'therapistId') ?? '',
  }),
});

export const rescheduleSession = formOf({
  right: 'BOOK_SESSIONS',
  document: RescheduleSessionDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: ({ t, therapists }) => [
    { kind: 'moment', name: 'from', label: t('commands.fields.sessionFrom'), required: true },
    { kind: 'moment', name: 'to', label: t('commands.fields.sessionTo'), required: true },
    choice(t, 'therapistId', therapists),
    { kind: 'area', name: 'words', label: t('commands.fields.why'), required: true },
  ],
  start: (context) => {
    const session = sessionOf(context);
    return {
      from: session?.bookedFrom ? local(session.bookedFrom, context) : '',
      to: session?.bookedTo ? local(session.bookedTo, context) : '',
      therapistId: therapistOf(context),
    };
  },
  toInput: (values, context) => ({
    sessionId: context.about ?? '',
    from: instant(values, 'from', context),
    to: instant(values, 'to', context),
    therapistId: textOf(values, 'therapistId') ?? '',
    words: textOf(values, 'words') ?? '',
  }),
});

export const cancelSession = formOf({
  right: 'BOOK_SESSIONS',
  document: CancelSessionDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: ({ t }) => [
    { kind: 'area', name: 'words', label: t('commands.fields.why'), required: true },
  ],
  toInput: (values, { about }) => ({
    sessionId: about ?? '',
    words: textOf(values, 'words') ?? '',
  }),
});

export const missSession = formOf({
  right: 'BOOK_SESSIONS',
  document: MissSessionDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    choice(t, 'missReason', codeOptions(t, 'missReasons', MISS_REASONS)),
    { kind: 'area', name: 'words', label: t('commands.fields.words') },
  ],
  toInput: (values, { about }) => ({
    sessionId: about ?? '',
    missReason: textOf(values, 'missReason') as MissReason, // one of the options
    words: textOf(values, 'words') ?? null,
  }),
});

export const startSession = formOf({
  right: 'TREAT',
  document: StartSessionDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: (context) => [
    choice(context.t, 'therapistId', context.therapists),
    screeningField,
    ...treatmentFields(context),
  ],
  start: (context) => ({ ...treatmentStart(context), therapistId: therapistOf(context) }),
  toInput: (values, context) => ({
    sessionId: context.about,
    therapistId: textOf(values, 'therapistId') ?? '',
    screening: screeningOf(values, context),
    planned: treatmentOf(values),
  }),
});

export const completeSession = formOf({
  right: 'TREAT',
  document: CompleteSessionDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: (context) => {
    const { t, therapists } = context;
    const isStarted = sessionOf(context)?.status === 'STARTED';
    const pain = { kind: 'number', min: 0, max: 10, isWhole: true } as const;
    return [
      choice(t, 'therapistId', therapists),
      { kind: 'moment', name: 'startedAt', label: t('commands.fields.startedAt'), required: true },
      { kind: 'moment', name: 'endedAt', label: t('commands.fields.endedAt'), required: true },
      ...(isStarted ? [] : [screenedField]),
      ...treatmentFields(context),
      { ...pain, name: 'painBefore', label: t('commands.fields.painBefore') },
      { ...pain, name: 'painAfter', label: t('commands.fields.painAfter') },
      { kind: 'area', name: 'response', label: t('commands.fields.response') },
      { kind: 'area', name: 'notes', label: t('commands.fields.notes') },
      { kind: 'area', name: 'homeAdvice', label: t('commands.fields.homeAdvice') },
      { kind: 'area', name: 'stoppedBecause', label: t('commands.fields.stoppedBecause') },
    ];
  },
  start: (context) => {
    const session = sessionOf(context);
    const endedAt = Math.min(
      context.now(),
      session?.bookedTo ? Date.parse(session.bookedTo) : context.now(),
    );
    const startedAt = session?.startedAt ?? session?.bookedFrom;
    return {
      ...treatmentStart(context),
      therapistId: therapistOf(context),
      startedAt: local(startedAt ?? endedAt - MINUTES_USUAL * MS_A_MINUTE, context),
      endedAt: local(endedAt, context),
    };
  },
  toInput: (values, context) => {
    const screening = screeningOf(values, context);
    return {
      sessionId: context.about,
      therapistId: textOf(values, 'therapistId') ?? '',
      startedAt: instant(values, 'startedAt', context),
      endedAt: instant(values, 'endedAt', context),
      given: treatmentOf(values),
      screening: screening.length === 0 ? null : screening,
      painBefore: numberOf(values, 'painBefore') ?? null,
      painAfter: numberOf(values, 'painAfter') ?? null,
      response: textOf(values, 'response') ?? null,
      notes: textOf(values, 'notes') ?? null,
      homeAdvice: textOf(values, 'homeAdvice') ?? null,
      stoppedBecause: textOf(values, 'stoppedBecause') ?? null,
    };
  },
});
