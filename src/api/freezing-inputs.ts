import { InputType, PickType } from '@nestjs/graphql';
import type { Figure } from '../domain/outcomes/figures';
import type { LocalDate } from '../domain/time';
import { AsOfInput } from './as-of';
import { CommandInput } from './command-input';
import { DayField, EnumField, IdsField, ObjectField, OneOfField, TextField } from './fields';
import {
  ControlChartArgs,
  FunnelArgs,
  GoalRevisionsArgs,
  OutcomesArgs,
  ReferralFunnelArgs,
} from './outcome-inputs';
import { ChartFigureEnum } from './read-enums';

@InputType({ description: 'The question of `outcomes`.' })
export class FrozenOutcomesInput extends PickType(
  OutcomesArgs,
  ['filter', 'groupBy', 'label', 'course'] as const,
  InputType,
) {}

@InputType({ description: 'The question of `controlChart`.' })
export class FrozenControlChartInput extends PickType(
  ControlChartArgs,
  ['figure', 'filter', 'screenRanges'] as const,
  InputType,
) {}

@InputType({ description: 'The question of `funnel`.' })
export class FrozenFunnelInput extends PickType(
  FunnelArgs,
  ['figure', 'units', 'label', 'filter'] as const,
  InputType,
) {}

@InputType({ description: 'The question of `goalRevisions`.' })
export class FrozenGoalRevisionsInput extends PickType(
  GoalRevisionsArgs,
  ['filter', 'groupBy', 'label'] as const,
  InputType,
) {}

@InputType({ description: 'The question of `referralFunnel`.' })
export class FrozenReferralFunnelInput extends PickType(
  ReferralFunnelArgs,
  ['filter'] as const,
  InputType,
) {}

@InputType({ isOneOf: true, description: 'A question about figures: exactly one of them.' })
export class FrozenQuestionInput {
  @ObjectField(() => FrozenOutcomesInput, 'As `outcomes`.', { optional: true })
  readonly outcomes?: FrozenOutcomesInput | null;

  @ObjectField(() => FrozenControlChartInput, 'As `controlChart`.', { optional: true })
  readonly controlChart?: FrozenControlChartInput | null;

  @ObjectField(() => FrozenFunnelInput, 'As `funnel`.', { optional: true })
  readonly funnel?: FrozenFunnelInput | null;

  @ObjectField(() => FrozenGoalRevisionsInput, 'As `goalRevisions`.', { optional: true })
  readonly goalRevisions?: FrozenGoalRevisionsInput | null;

  @ObjectField(() => FrozenReferralFunnelInput, 'As `referralFunnel`.', { optional: true })
  readonly referralFunnel?: FrozenReferralFunnelInput | null;
}

@InputType({ description: 'An answer to keep. The service computes it itself.' })
export class FreezeReportInput extends CommandInput {
  @TextField('Name of the report; sealed.', { min: 1, max: 200 })
  readonly name!: string;

  @OneOfField(() => FrozenQuestionInput, 'The question.')
  readonly question!: FrozenQuestionInput;

  @OneOfField(() => AsOfInput, 'The moment that it is of; absent: now.', { optional: true })
  readonly asOf?: AsOfInput | null;
}

@InputType({ description: 'New limits of a control chart from a month on.' })
export class RebaseChartInput extends CommandInput {
  @EnumField(ChartFigureEnum, 'The figure.')
  readonly figure!: Figure;

  @IdsField('At these clinics; absent: at all that you may do this for.', { optional: true })
  readonly clinicIds?: readonly string[] | null;

  @DayField('A day of the first month of the new limits.')
  readonly from!: LocalDate;
}
