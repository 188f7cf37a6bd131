import { InputType, IntersectionType } from '@nestjs/graphql';
import type { Technique } from '../domain/episode/codes';
import type { EntryId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { TechniqueEnum } from './enums';
import {
  DayField,
  EnumsField,
  IdField,
  NumberField,
  ObjectField,
  TextField,
  WholeField,
} from './fields';
import { SameReferrerInput } from './referral-change-inputs';

const PER_WEEK = { min: 0.1, max: 21 };
const MINUTES = { min: 1, max: 1_440 };
const WEEKS = { min: 1, max: 520 };

@InputType({ description: 'A plan of care: how often, how long, with what.' })
export class PlanOfCareInput {
  @NumberField('Sessions a week; 0.5 is every other week.', PER_WEEK)
  readonly sessionsPerWeek!: number;

  @WholeField('Length of a session, in minutes.', MINUTES)
  readonly sessionMinutes!: number;

  @EnumsField(TechniqueEnum, 'Techniques planned.', { max: 20 })
  readonly techniques!: readonly Technique[];

  @WholeField('Weeks that it goes on.', WEEKS)
  readonly weeks!: number;

  @DayField('First day; absent: the day on which it is set.', { optional: true })
  readonly from?: LocalDate | null;
}

@InputType({ description: 'The plan of care of an episode.' })
export class SetPlanOfCareInput extends IntersectionType(EpisodeCommandInput, PlanOfCareInput) {}

@InputType({ description: 'A new version of a plan of care. What is absent stays as it is.' })
export class RevisePlanOfCareInput extends EpisodeCommandInput {
  @IdField('The version that you had before you (`planVersionId` of what made it).')
  readonly revises!: EntryId;

  @NumberField('Sessions a week.', { ...PER_WEEK, optional: true })
  readonly sessionsPerWeek?: number | null;

  @WholeField('Length of a session, in minutes.', { ...MINUTES, optional: true })
  readonly sessionMinutes?: number | null;

  @EnumsField(TechniqueEnum, 'Techniques planned, all of them.', { max: 20, optional: true })
  readonly techniques?: readonly Technique[] | null;

  @WholeField('Weeks from now.', { ...WEEKS, optional: true })
  readonly weeks?: number | null;

  @TextField('Why, in words; sealed.')
  readonly words!: string;
}

@InputType({ description: 'A certification of a plan of care by the referrer.' })
export class PlanCertificationInput {
  @IdField('The version that was certified (`planVersionId` of what made it).')
  readonly planVersionId!: EntryId;

  @ObjectField(() => SameReferrerInput, 'Whom it comes from: the referrer of this referral.')
  readonly referrer!: SameReferrerInput;

  @TextField('Who at the referrer signed; sealed.', { max: 200 })
  readonly saidBy!: string;
}

@InputType({ description: 'A certification of the plan of care of an episode.' })
export class CertifyPlanOfCareInput extends IntersectionType(
  EpisodeCommandInput,
  PlanCertificationInput,
) {}
