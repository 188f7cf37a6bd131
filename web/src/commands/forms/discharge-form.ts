import {
  DischargeDocument,
  type DischargeReason,
  type SettlementInput,
} from '../../../generated/graphql';
import { textOf, type Field } from '../fields';
import type { FormContext } from '../form-context';
import { formOf } from '../form-spec';
import type { Values } from '../drafts';
import { observationsField, observationsOf, observationsStart } from './observations';
import { choice, codeOptions } from './options';

const REASONS = [
  'GOALS_MET',
  'PLATEAU',
  'REFERRED_BACK',
  'PATIENT_DECLINED',
  'AUTHORIZATION_EXHAUSTED',
  'ILLNESS',
  'ADVERSE_EVENT',
  'LOST_TO_FOLLOW_UP',
  'DIED',
];
const OUTCOMES = ['SCORED', 'NOT_MEASURED', 'ABANDONED'];

function openGoals({ episode }: FormContext) {
  return episode.goals.filter(({ status }) => status === 'OPEN');
}

/** Each goal that is still open gets its end; what is booked is cancelled with it. */
export const discharge = formOf({
  right: 'TREAT',
  document: DischargeDocument,
  restsOnSeen: true,
  fields: (context) => {
    const { t } = context;
    const goals = openGoals(context).flatMap(({ id, current }): Field[] => {
      const name = current.statement?.value ?? id;
      return [
        {
          ...{ kind: 'choice', name: `goal-${id}`, required: true },
          label: t('commands.goalEnds', { name }),
          options: codeOptions(t, 'settlements', OUTCOMES),
        },
        { kind: 'text', name: `words-${id}`, label: t('commands.goalWords') },
      ];
    });
    return [
      choice(t, 'dischargeReason', codeOptions(t, 'dischargeReasons', REASONS)),
      observationsField,
      {
        ...{ kind: 'area', name: 'finalMissingBecause' },
        label: t('commands.fields.finalMissingBecause'),
      },
      ...goals,
      { kind: 'area', name: 'report', label: t('commands.fields.report') },
    ];
  },
  start: (context) => ({
    ...observationsStart(context),
    ...Object.fromEntries(openGoals(context).map(({ id }) => [`goal-${id}`, 'SCORED'])),
  }),
  toInput: (values, context) => {
    const booked = context.episode.sessions.filter(({ status }) => status === 'BOOKED');
    return {
      dischargeReason: textOf(values, 'dischargeReason') as DischargeReason, // one of the options
      observations: observationsOf(values, context),
      finalMissingBecause: textOf(values, 'finalMissingBecause') ?? null,
      goals: openGoals(context).map(({ id }) => settlementOf(id, values)),
      cancelSessions: booked.map(({ id }) => id),
      report: textOf(values, 'report') ?? null,
    };
  },
});

function settlementOf(goalId: string, values: Values): SettlementInput {
  // One of the options.
  const outcome = textOf(values, `goal-${goalId}`) as SettlementInput['outcome'];
  return { goalId, outcome, words: textOf(values, `words-${goalId}`) ?? null };
}
