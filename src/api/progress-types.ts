import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import { FeedbackForEnum, FeedbackToneEnum } from './enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What was done of a home programme in a period.' })
export class Adherence {
  @Shown(() => Uuid, 'Its entry: what a correction names.')
  id!: string;

  @Shown(() => LocalDay, 'First day of the period.')
  from!: LocalDate;

  @Shown(() => LocalDay, 'Last day, inclusive.')
  to!: LocalDate;

  @Shown(() => Int, 'Days on which it was done.')
  daysDone!: number;

  @Shown(() => Int, 'Days on which it was asked.')
  daysAsked!: number;

  @ShownOrNull(() => SealedText, 'What the patient said of it.')
  words!: SealedText | null;
}

@ObjectType({ description: 'What the patient is to do at home.' })
export class HomeProgramme {
  @Shown(() => Uuid, 'Its entry: what reports and corrections name.')
  id!: string;

  @Shown(() => DateTime, 'When it was given.')
  at!: Instant;

  @Shown(() => Int, 'Days a week on which it should be done.')
  daysPerWeek!: number;

  @ShownOrNull(() => LocalDay, 'Last day; null: until further notice.')
  until!: LocalDate | null;

  @ShownOrNull(() => SealedText, 'Exercises.')
  exercises!: SealedText | null;

  @ShownOrNull(() => SealedText, 'Advice for daily life.')
  advice!: SealedText | null;

  @Shown(() => [Adherence], 'What was done of it, in clinical order.')
  adherence!: Adherence[];

  @ShownOrNull(() => Float, 'Days done of days asked so far, 0 to 1 or above; null: no report.')
  shareDone!: number | null;
}

@ObjectType({ description: 'What the patient said of the care.' })
export class Feedback {
  @Shown(() => Uuid, 'Id of its entry: evidence, and what a correction names.')
  id!: string;

  @Shown(() => DateTime, 'When.')
  at!: Instant;

  @Shown(() => FeedbackForEnum, 'Whom it is for.')
  for!: string;

  @Shown(() => FeedbackToneEnum, 'How it was meant.')
  tone!: string;

  @ShownOrNull(() => Uuid, 'The session that it is about; null: none in particular.')
  sessionId!: string | null;

  @ShownOrNull(() => SealedText, 'What was said.')
  words!: SealedText | null;
}

@ObjectType({ description: 'A version of a goal that a report covers.' })
export class CoveredGoal {
  @Shown(() => Uuid, 'The goal.')
  goalId!: string;

  @Shown(() => Uuid, 'Its version then.')
  version!: string;
}

@ObjectType({ description: 'A report on progress.' })
export class ProgressReport {
  @Shown(() => Uuid, 'Its entry: what an acknowledgement or a correction names.')
  id!: string;

  @Shown(() => DateTime, 'When it was made.')
  at!: Instant;

  @ShownOrNull(() => StaffMember, 'To whom of the staff; null: to the referrer.')
  recipient!: StaffMember | null;

  @Shown(() => LocalDay, 'First day that it covers.')
  from!: LocalDate;

  @Shown(() => LocalDay, 'Last day, inclusive.')
  to!: LocalDate;

  @Shown(() => [CoveredGoal], 'Goals that it covers, as they were then.')
  goals!: CoveredGoal[];

  @ShownOrNull(() => SealedText, 'The report.')
  report!: SealedText | null;

  @ShownOrNull(() => DateTime, 'When it was acknowledged; null: it is not.')
  acknowledgedAt!: Instant | null;

  @ShownOrNull(() => SealedText, 'The answer.')
  answer!: SealedText | null;

  @ShownOrNull(() => SealedText, 'Who at the referrer answered.')
  answeredBy!: SealedText | null;
}
