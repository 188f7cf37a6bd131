import { RecordAssessmentDocument, type AssessmentKind } from '../../../generated/graphql';
import { isTicked, textOf } from '../fields';
import { formOf } from '../form-spec';
import { measureFrom } from './measures';
import { activitiesOf, observationsField, observationsOf, observationsStart } from './observations';
import { choice, codeOptions } from './options';

export const recordAssessment = formOf({
  right: 'TREAT',
  document: RecordAssessmentDocument,
  fields: (context) => {
    const { t, episode } = context;
    const isFirst = episode.assessments.length === 0;
    const kinds = isFirst ? ['INITIAL'] : ['REASSESSMENT', 'FOLLOW_UP'];
    return [
      choice(t, 'kind', codeOptions(t, 'assessmentKinds', kinds)),
      observationsField,
      { kind: 'check', name: 'healthHistoryTaken', label: t('commands.fields.healthHistoryTaken') },
      {
        ...{ kind: 'check', name: 'contraindicationsAsked' },
        label: t('commands.fields.contraindicationsAsked'),
      },
      { kind: 'area', name: 'findings', label: t('commands.fields.findings') },
    ];
  },
  start: (context) => ({
    ...observationsStart(context),
    kind: context.episode.assessments.length === 0 ? 'INITIAL' : 'REASSESSMENT',
  }),
  toInput: (values, context) => {
    const primary = textOf(values, 'primary');
    const activities = activitiesOf(values);
    return {
      kind: textOf(values, 'kind') as AssessmentKind, // one of the options
      healthHistoryTaken: isTicked(values, 'healthHistoryTaken'),
      contraindicationsAsked: isTicked(values, 'contraindicationsAsked'),
      findings: textOf(values, 'findings') ?? null,
      observations: observationsOf(values, context),
      ...(activities.length === 0 ? {} : { activities }),
      ...(primary === undefined || context.episode.primary
        ? {}
        : { primaryMeasure: measureFrom(primary) }),
    };
  },
});
