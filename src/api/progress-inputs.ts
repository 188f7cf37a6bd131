import { InputType, IntersectionType } from '@nestjs/graphql';
import type { RecordFeedback } from '../domain/episode/commands-progress';
import type { EntryId, GoalId, SessionId, StaffId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { FeedbackForEnum, FeedbackToneEnum } from './enums';
import { DayField, EnumField, IdField, IdsField, TextField, WholeField } from './fields';

const DAYS = { min: 0, max: 366 };

@InputType({ description: 'What the patient is to do at home: exercises, advice, or both.' })
export class HomeProgrammeInput {
  @WholeField('Days a week on which it should be done.', { min: 1, max: 7 })
  readonly daysPerWeek!: number;

  @DayField('Last day; absent: until further notice.', { optional: true })
  readonly until?: LocalDate | null;

  @TextField('Exercises; sealed.', { optional: true })
  readonly exercises?: string | null;

  @TextField('Advice for daily life; sealed.', { optional: true })
  readonly advice?: string | null;
}

@InputType({ description: 'A home programme for an episode.' })
export class GiveHomeProgrammeInput extends IntersectionType(
  EpisodeCommandInput,
  HomeProgrammeInput,
) {}

@InputType({ description: 'What was done of a home programme, as the patient says.' })
export class AdherenceInput {
  @IdField('The entry that gave the programme (`programmeId` of what gave it).')
  readonly programmeId!: EntryId;

  @DayField('First day of the period.')
  readonly from!: LocalDate;

  @DayField('Last day, inclusive.')
  readonly to!: LocalDate;

  @WholeField('Days on which it was done.', DAYS)
  readonly daysDone!: number;

  @WholeField('Days on which it was asked; absent: as the programme has it.', {
    ...DAYS,
    optional: true,
  })
  readonly daysAsked?: number | null;

  @TextField('What the patient says of it; sealed.', { optional: true })
  readonly words?: string | null;
}

@InputType({ description: 'A report on a home programme of an episode.' })
export class ReportAdherenceInput extends IntersectionType(EpisodeCommandInput, AdherenceInput) {}

@InputType({ description: 'What the patient said of the care.' })
export class FeedbackInput {
  @EnumField(FeedbackForEnum, 'Whom it is for.')
  readonly for!: RecordFeedback['for'];

  @EnumField(FeedbackToneEnum, 'How it was meant.')
  readonly tone!: RecordFeedback['tone'];

  @IdField('The session that it is about; absent: none in particular.', { optional: true })
  readonly sessionId?: SessionId | null;

  @TextField('What was said; sealed.')
  readonly words!: string;
}

@InputType({ description: 'Feedback of the patient of an episode.' })
export class RecordFeedbackInput extends IntersectionType(EpisodeCommandInput, FeedbackInput) {}

@InputType({ description: 'A report on progress.' })
export class ProgressReportInput {
  @IdField('To whom, of the care team; absent: to the referrer.', { optional: true })
  readonly toStaffId?: StaffId | null;

  @DayField('First day that it covers.')
  readonly from!: LocalDate;

  @DayField('Last day, inclusive.')
  readonly to!: LocalDate;

  @IdsField('Goals that it covers, in their current versions; absent: all.', {
    optional: true,
    max: 50,
  })
  readonly goals?: readonly GoalId[] | null;

  @TextField('The report; sealed.')
  readonly report!: string;
}

@InputType({ description: 'A report on progress in an episode.' })
export class ReportProgressInput extends IntersectionType(
  EpisodeCommandInput,
  ProgressReportInput,
) {}

@InputType({ description: 'The acknowledgement of a report, with or without an answer.' })
export class AcknowledgeReportInput extends EpisodeCommandInput {
  @IdField('The entry of the report (`reportId` of what made it).')
  readonly reportId!: EntryId;

  @TextField('The answer; sealed.', { optional: true })
  readonly answer?: string | null;

  @TextField('Who at the referrer answered; sealed.', { max: 200, optional: true })
  readonly saidBy?: string | null;
}
