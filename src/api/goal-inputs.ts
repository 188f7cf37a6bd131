import { InputType, IntersectionType } from '@nestjs/graphql';
import type { GoalKind, RevisionReason } from '../domain/episode/codes';
import type { GasLevelGiven, Weight } from '../domain/episode/values';
import type { EntryId, GoalId, ObservationId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { EvidenceKindEnum, GoalKindEnum, RevisionReasonEnum, type EVIDENCE_KINDS } from './enums';
import {
  DayField,
  EnumField,
  IdField,
  NumberField,
  ObjectField,
  ObjectsField,
  OneOfField,
  TextField,
  WholeField,
} from './fields';
import { MeasureInput } from './observation-inputs';

@InputType({ isOneOf: true, description: 'A target, as therapists say it.' })
export class TargetInput {
  @NumberField('Improvement in percent of the baseline, e.g. 50.', {
    min: 0,
    max: 1_000,
    optional: true,
  })
  readonly percent?: number | null;

  @NumberField('The score to reach, in the unit of the measure.', {
    min: -1_000_000,
    max: 1_000_000,
    optional: true,
  })
  readonly value?: number | null;
}

@InputType({
  description: 'Levels of goal attainment scaling in your words and those of the patient; sealed.',
})
export class LevelWordsInput {
  @TextField('−2: much less than expected.', { optional: true, min: 1 })
  readonly muchLess?: string | null;

  @TextField('−1: less than expected.', { optional: true, min: 1 })
  readonly less?: string | null;

  @TextField('0: as expected.', { optional: true, min: 1 })
  readonly expected?: string | null;

  @TextField('+1: more than expected.', { optional: true, min: 1 })
  readonly more?: string | null;

  @TextField('+2: much more than expected.', { optional: true, min: 1 })
  readonly muchMore?: string | null;
}

@InputType({ description: 'A goal agreed with the patient.' })
export class GoalInput {
  @IdField('Id of the goal; made from the command when absent.', { optional: true })
  readonly goalId?: GoalId | null;

  @EnumField(GoalKindEnum, 'To improve, or to maintain.')
  readonly kind!: GoalKind;

  @ObjectField(() => MeasureInput, 'The measure; its latest observation is the baseline.')
  readonly measure!: MeasureInput;

  @TextField("The goal in the patient's words; sealed.", { min: 1 })
  readonly statement!: string;

  @OneOfField(() => TargetInput, 'To improve: the target.', { optional: true })
  readonly target?: TargetInput | null;

  @NumberField('To maintain: points on the worse side that are still allowed.', {
    min: 0,
    max: 1_000_000,
    optional: true,
  })
  readonly tolerance?: number | null;

  @DayField('Day by which it should be reached.')
  readonly due!: LocalDate;

  @WholeField('Importance to the patient, 1 to 3.', { min: 1, max: 3 })
  readonly importance!: Weight;

  @WholeField('Difficulty, 1 to 3.', { min: 1, max: 3 })
  readonly difficulty!: Weight;

  @WholeField('Goal attainment scaling: level at the start, −1, or −2 if it cannot get worse.', {
    min: -2,
    max: -1,
    optional: true,
  })
  readonly gasBaselineLevel?: -1 | -2 | null;

  @ObjectField(() => LevelWordsInput, 'The levels in words; with `gasBaselineLevel` only.', {
    optional: true,
  })
  readonly levels?: LevelWordsInput | null;
}

@InputType({ description: 'A goal for an episode.' })
export class SetGoalInput extends IntersectionType(EpisodeCommandInput, GoalInput) {}

@InputType({ description: 'What supports a revision; recorded since the version that it revises.' })
export class EvidenceInput {
  @EnumField(EvidenceKindEnum, 'What it is.')
  readonly kind!: (typeof EVIDENCE_KINDS)[number];

  @IdField('Id of the observation, or of the entry of the reaction.')
  readonly id!: ObservationId | EntryId;
}

@InputType({ description: 'Why a goal is changed, and what supports it.' })
class GoalGroundsInput {
  @IdField('The goal.')
  readonly goalId!: GoalId;

  @IdField('The version that you had before you (`goalVersionId` of what made it).')
  readonly revises!: EntryId;

  @EnumField(RevisionReasonEnum, 'Why, as a code.')
  readonly reasonCode!: RevisionReason;

  @TextField('Why, in words; sealed.')
  readonly words!: string;

  @ObjectsField(() => EvidenceInput, 'At least one.', { max: 50 })
  readonly evidence!: readonly EvidenceInput[];
}

@InputType({ description: 'What changes in a goal. What is absent stays as it is.' })
export class RevisionInput extends GoalGroundsInput {
  @OneOfField(() => TargetInput, 'Another target.', { optional: true })
  readonly target?: TargetInput | null;

  @NumberField('To maintain: other points on the worse side that are still allowed.', {
    min: 0,
    max: 1_000_000,
    optional: true,
  })
  readonly tolerance?: number | null;

  @DayField('Another due date.', { optional: true })
  readonly due?: LocalDate | null;

  @TextField('Other words; sealed.', { optional: true, min: 1 })
  readonly statement?: string | null;

  @WholeField('Another importance, 1 to 3.', { min: 1, max: 3, optional: true })
  readonly importance?: Weight | null;

  @WholeField('Another difficulty, 1 to 3.', { min: 1, max: 3, optional: true })
  readonly difficulty?: Weight | null;

  @WholeField('Another level at the start, −1 or −2.', { min: -2, max: -1, optional: true })
  readonly gasBaselineLevel?: -1 | -2 | null;

  @ObjectField(() => LevelWordsInput, 'Levels in other words.', { optional: true })
  readonly levels?: LevelWordsInput | null;
}

@InputType({ description: 'A new version of a goal.' })
export class ReviseGoalInput extends IntersectionType(EpisodeCommandInput, RevisionInput) {}

@InputType({ description: 'A goal by another measure in the place of one.' })
export class ReplacementGoalInput extends GoalGroundsInput {
  @ObjectField(() => GoalInput, 'The goal that takes its place.')
  readonly by!: GoalInput;
}

@InputType({ description: 'A goal by another measure in the place of an open one.' })
export class ReplaceGoalInput extends IntersectionType(EpisodeCommandInput, ReplacementGoalInput) {}

@InputType({ description: 'How a goal came out.' })
export class ScoreInput {
  @IdField('The goal.')
  readonly goalId!: GoalId;

  @IdField('The observation that counts: in the window around the due date.')
  readonly observationId!: ObservationId;

  @WholeField('Goal attainment scaling: level reached, −2 to +2.', {
    min: -2,
    max: 2,
    optional: true,
  })
  readonly gasLevel?: GasLevelGiven | null;

  @WholeField('The same by the levels of the original version, where those were others.', {
    min: -2,
    max: 2,
    optional: true,
  })
  readonly gasLevelOriginal?: GasLevelGiven | null;
}

@InputType({ description: 'The result of a goal.' })
export class ScoreGoalInput extends IntersectionType(EpisodeCommandInput, ScoreInput) {}

@InputType({ description: 'A goal given up, and why.' })
export class AbandonInput {
  @IdField('The goal.')
  readonly goalId!: GoalId;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'A goal that is given up.' })
export class AbandonGoalInput extends IntersectionType(EpisodeCommandInput, AbandonInput) {}
