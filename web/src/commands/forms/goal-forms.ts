import {
  AbandonGoalDocument,
  ReviseGoalDocument,
  ScoreGoalDocument,
  SetGoalDocument,
  type GoalKind,
} from '../../../generated/graphql';
import { localDay, plusDays } from '../../display/zones';
import { writtenDay } from '../../display/times';
import { numberOf, textOf, type Field } from '../fields';
import type { FormContext } from '../form-context';
import { formOf } from '../form-spec';
import { evidenceField } from './evidence';
import { instrumentOf, measuredOptions, measureFrom, measureText } from './measures';
import { choice, codeOptions } from './options';
import { goalOf, revisionOf } from './revision';
import { previewField } from './revision-preview';

const DUE_DAYS = 42;
const WEIGHTS = ['1', '2', '3'];
const REASONS = [
  'FASTER_THAN_EXPECTED',
  'SLOWER_THAN_EXPECTED',
  'NEW_FINDING',
  'PATIENT_PRIORITY_CHANGED',
  'ADVERSE_REACTION',
  'INTERRUPTION_OF_CARE',
  'SET_IN_ERROR',
];

function terms(context: FormContext, aim: Field): readonly Field[] {
  const { t } = context;
  const weights = WEIGHTS.map((value) => ({ value, label: value }));
  return [
    { kind: 'area', name: 'statement', label: t('commands.fields.statement'), required: true },
    aim,
    { kind: 'day', name: 'due', label: t('commands.fields.due'), required: true },
    { ...choice(t, 'importance', weights), hint: t('commands.hints.weight') } as Field,
    { ...choice(t, 'difficulty', weights), hint: t('commands.hints.weight') } as Field,
  ];
}

/** A target, with what it is measured against. */
function target(context: FormContext, measure: string, required = true): Field {
  const { t, episode } = context;
  const instrument = instrumentOf(context, measureFrom(measure).instrument);
  const last = episode.observations.findLast((each) => measureText(each) === measure);
  const hint =
    instrument && last
      ? t(`commands.hints.target.${instrument.better}`, {
          ...{ score: last.score, min: instrument.min, max: instrument.max },
        })
      : undefined;
  return {
    ...{ kind: 'number', name: 'target', label: t('commands.fields.target') },
    ...{ unit: instrument?.unit, hint, required },
  };
}

function tolerance({ t }: FormContext): Field {
  return {
    ...{ kind: 'number', name: 'tolerance', label: t('commands.fields.tolerance'), min: 0 },
    ...{ hint: t('commands.hints.tolerance'), required: true },
  };
}

export const setGoal = formOf({
  right: 'TREAT',
  document: SetGoalDocument,
  fields: (context, values) => {
    const { t } = context;
    const toKeep = textOf(values, 'kind') === 'MAINTAIN';
    return [
      choice(t, 'measure', measuredOptions(context)),
      choice(t, 'kind', codeOptions(t, 'goalKinds', ['IMPROVE', 'MAINTAIN'])),
      ...terms(
        context,
        toKeep ? tolerance(context) : target(context, textOf(values, 'measure') ?? ''),
      ),
    ];
  },
  start: (context) => ({
    ...{ kind: 'IMPROVE', importance: '2', difficulty: '2' },
    measure: measuredOptions(context)[0]?.value ?? '',
    due: plusDays(localDay(context.now(), context.locale.zone), DUE_DAYS),
  }),
  toInput: (values) => {
    const toKeep = textOf(values, 'kind') === 'MAINTAIN';
    const value = toKeep ? undefined : numberOf(values, 'target');
    return {
      measure: measureFrom(textOf(values, 'measure') ?? ''),
      kind: textOf(values, 'kind') as GoalKind, // one of the options
      statement: textOf(values, 'statement') ?? '',
      target: value === undefined ? null : { value },
      tolerance: toKeep ? (numberOf(values, 'tolerance') ?? null) : null,
      due: textOf(values, 'due') ?? '',
      importance: Number(textOf(values, 'importance')),
      difficulty: Number(textOf(values, 'difficulty')),
    };
  },
});

export const reviseGoal = formOf({
  right: 'TREAT',
  document: ReviseGoalDocument,
  fields: (context) => {
    const { t } = context;
    const goal = goalOf(context);
    const isToImprove = goal?.kind === 'IMPROVE';
    return [
      ...terms(context, target(context, goal ? measureText(goal.measure) : '', isToImprove)),
      choice(t, 'reasonCode', codeOptions(t, 'revisionReasons', REASONS)),
      { kind: 'area', name: 'words', label: t('commands.fields.revisionWords'), required: true },
      evidenceField,
      previewField,
    ];
  },
  start: (context) => {
    const current = goalOf(context)?.current;
    return {
      revises: current?.id ?? '',
      statement: current?.statement?.value ?? '',
      target: current?.target ?? '',
      due: current?.due ?? '',
      importance: String(current?.importance ?? ''),
      difficulty: String(current?.difficulty ?? ''),
      evidence: [],
    };
  },
  toInput: revisionOf,
});

export const scoreGoal = formOf({
  right: 'TREAT',
  document: ScoreGoalDocument,
  restsOnSeen: true,
  fields: (context) => {
    const { episode, t, locale } = context;
    const goal = goalOf(context);
    const key = goal && measureText(goal.measure);
    const options = episode.observations
      .filter((each) => measureText(each) === key)
      .toReversed()
      .map(({ id, score, on }) => ({
        value: id,
        label: t('commands.scoreOn', { score, day: writtenDay(on, locale) }),
      }));
    return [choice(t, 'observationId', options)];
  },
  toInput: (values, { about }) => ({
    goalId: about ?? '',
    observationId: textOf(values, 'observationId') ?? '',
  }),
});

export const abandonGoal = formOf({
  right: 'TREAT',
  document: AbandonGoalDocument,
  restsOnSeen: true,
  fields: ({ t }) => [
    { kind: 'area', name: 'words', label: t('commands.fields.why'), required: true },
  ],
  toInput: (values, { about }) => ({ goalId: about ?? '', words: textOf(values, 'words') ?? '' }),
});
