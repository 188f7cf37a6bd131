import { Args, InputType, IntersectionType, Mutation, Resolver } from '@nestjs/graphql';
import type { RecordAssessment } from '../domain/episode/commands-assessment';
import { EpisodeCommandInput } from './command-input';
import { AssessmentKindEnum } from './enums';
import { EpisodeCommands } from './episode-commands';
import { CodeField, EnumField, FlagField, ObjectField, ObjectsField, TextField } from './fields';
import { MeasureInput, ObservationInput, toMeasure, toObservation } from './observation-inputs';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'An activity of the patient (PSFS), by the id that it is asked by.' })
export class ActivityInput {
  @CodeField('Id, as in the items of the observation.')
  readonly id!: string;

  @TextField("The activity in the patient's words; sealed.", { min: 1, max: 500 })
  readonly name!: string;
}

@InputType({ description: 'Structured findings with outcome measures. No diagnosis.' })
export class AssessmentInput {
  @EnumField(AssessmentKindEnum, 'Which assessment.')
  readonly kind!: RecordAssessment['kind'];

  @FlagField('Whether the health history was taken.')
  readonly healthHistoryTaken!: boolean;

  @FlagField('Whether contraindications were asked about.')
  readonly contraindicationsAsked!: boolean;

  @ObjectsField(() => ObservationInput, 'Instruments answered.')
  readonly observations!: readonly ObservationInput[];

  @ObjectField(
    () => MeasureInput,
    'Initial only: the measure that the episode is judged by; absent: that of the first ' +
      'observation.',
    { optional: true },
  )
  readonly primaryMeasure?: MeasureInput | null;

  @TextField('Findings in words; sealed.', { optional: true })
  readonly findings?: string | null;

  @ObjectsField(() => ActivityInput, 'Names of the activities of a PSFS.', {
    optional: true,
    max: 20,
  })
  readonly activities?: readonly ActivityInput[] | null;
}

@InputType({ description: 'An assessment of an episode.' })
export class RecordAssessmentInput extends IntersectionType(EpisodeCommandInput, AssessmentInput) {}

@Resolver()
export class AssessmentResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, { description: 'Records an assessment. The treating therapist.' })
  @Needs('TREAT')
  recordAssessment(
    @Args('input', { description: 'The assessment.' }) input: RecordAssessmentInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toRecordAssessment(input));
  }
}

export function toRecordAssessment(input: Plain<AssessmentInput>): RecordAssessment {
  const { kind, healthHistoryTaken, contraindicationsAsked, primaryMeasure } = input;
  return {
    type: 'RecordAssessment',
    kind,
    healthHistoryTaken,
    contraindicationsAsked,
    observations: input.observations.map(toObservation),
    primaryMeasure: primaryMeasure ? toMeasure(primaryMeasure) : undefined,
    findings: input.findings ?? undefined,
    activityNames: Object.fromEntries((input.activities ?? []).map(({ id, name }) => [id, name])),
  };
}
