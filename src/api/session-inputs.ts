import { InputType, IntersectionType } from '@nestjs/graphql';
import type { MissReason, Pressure, Technique } from '../domain/episode/codes';
import type { SessionId, StaffId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { MissReasonEnum, PressureEnum, TechniqueEnum } from './enums';
import {
  CodeField,
  CodesField,
  EnumField,
  EnumsField,
  FlagField,
  IdField,
  MomentField,
  ObjectField,
  ObjectsField,
  TextField,
  WholeField,
} from './fields';

@InputType({ description: 'What is done in a session.' })
export class TreatmentInput {
  @EnumsField(TechniqueEnum, 'Techniques.', { max: 20 })
  readonly techniques!: readonly Technique[];

  @CodesField('Body sites, e.g. `NECK`.', { optional: true, max: 50 })
  readonly sites?: readonly string[] | null;

  @EnumField(PressureEnum, 'How firmly.', { optional: true })
  readonly pressure?: Pressure | null;
}

@InputType({ description: 'One question of the screening before a session.' })
export class ScreeningAnswerInput {
  @CodeField('Kind of contraindication, e.g. `FEVER_OR_INFECTION`.')
  readonly kind!: string;

  @FlagField('Whether it is there today.')
  readonly present!: boolean;
}

@InputType({ description: 'A booking.' })
export class ScheduleSessionInput extends EpisodeCommandInput {
  @IdField('Id of the session; made from the command when absent.', { optional: true })
  readonly sessionId?: SessionId | null;

  @MomentField('Start of the slot.')
  readonly from!: Instant;

  @MomentField('End of the slot.')
  readonly to!: Instant;

  @IdField('Who is to treat.')
  readonly therapistId!: StaffId;

  @EnumsField(TechniqueEnum, 'Techniques planned.', { optional: true, max: 20 })
  readonly techniques?: readonly Technique[] | null;
}

@InputType({ description: 'A booking that is moved: to another slot, another therapist, or both.' })
export class RescheduleSessionInput extends EpisodeCommandInput {
  @IdField('The session.')
  readonly sessionId!: SessionId;

  @MomentField('Start of the new slot.')
  readonly from!: Instant;

  @MomentField('End of the new slot.')
  readonly to!: Instant;

  @IdField('Who is to treat; absent: as it is booked.', { optional: true })
  readonly therapistId?: StaffId | null;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'A booking that is cancelled.' })
export class CancelSessionInput extends EpisodeCommandInput {
  @IdField('The session.')
  readonly sessionId!: SessionId;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'A booking that was not held.' })
export class MissSessionInput extends EpisodeCommandInput {
  @IdField('The session.')
  readonly sessionId!: SessionId;

  @EnumField(MissReasonEnum, 'Why.')
  readonly missReason!: MissReason;

  @TextField('More in words; sealed.', { optional: true })
  readonly words?: string | null;
}

@InputType({ description: 'The start of a session: a decision that the rules may refuse.' })
export class StartSessionInput extends EpisodeCommandInput {
  @IdField('The booking; absent: a session without one.', { optional: true })
  readonly sessionId?: SessionId | null;

  @IdField('Who treats.')
  readonly therapistId!: StaffId;

  @MomentField('When it starts; absent: now.', { optional: true })
  readonly startedAt?: Instant | null;

  @ObjectField(() => TreatmentInput, 'What is planned.')
  readonly planned!: TreatmentInput;

  @ObjectsField(
    () => ScreeningAnswerInput,
    'What was asked today, with the answers: every kind that the policy has asked before each ' +
      'session, and every contraindication that is open.',
    { max: 50 },
  )
  readonly screening!: readonly ScreeningAnswerInput[];
}

@InputType({ description: 'A session that was held.' })
export class SessionInput {
  @IdField('The booking or the session started; absent: a session without one.', {
    optional: true,
  })
  readonly sessionId?: SessionId | null;

  @IdField('Who treated.')
  readonly therapistId!: StaffId;

  @MomentField('Start.')
  readonly startedAt!: Instant;

  @MomentField('End: the clinical time of the session.')
  readonly endedAt!: Instant;

  @ObjectField(() => TreatmentInput, 'What was done.')
  readonly given!: TreatmentInput;

  @WholeField('Breaks taken; absent: none.', { min: 0, max: 50, optional: true })
  readonly breaks?: number | null;

  @ObjectsField(
    () => ScreeningAnswerInput,
    'What was asked before it, where it was not started here; absent: as asked at its start.',
    { max: 50, optional: true },
  )
  readonly screening?: readonly ScreeningAnswerInput[] | null;

  @WholeField('Pain before (NPRS, 0 to 10).', { min: 0, max: 10, optional: true })
  readonly painBefore?: number | null;

  @WholeField('Pain right after (NPRS, 0 to 10); never counts as a result.', {
    min: 0,
    max: 10,
    optional: true,
  })
  readonly painAfter?: number | null;

  @TextField('How the patient responded; sealed.', { optional: true })
  readonly response?: string | null;

  @TextField('Notes; sealed.', { optional: true })
  readonly notes?: string | null;

  @TextField('Advice for home; sealed.', { optional: true })
  readonly homeAdvice?: string | null;

  @TextField('Why it was stopped early; absent: held in full. Sealed.', { optional: true, min: 1 })
  readonly stoppedBecause?: string | null;
}

@InputType({ description: 'A session of an episode that was held.' })
export class CompleteSessionInput extends IntersectionType(EpisodeCommandInput, SessionInput) {}
