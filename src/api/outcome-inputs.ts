import { ArgsType, InputType } from '@nestjs/graphql';
import type { Figure } from '../domain/outcomes/figures';
import type { LocalDate } from '../domain/time';
import type { Grouping } from '../projections/grouping';
import type { FunnelFigure } from '../projections/read-charts';
import { WhenArgs } from './as-of';
import { PayerClassEnum } from './enums';
import {
  CodeField,
  CodesField,
  DayField,
  EnumField,
  EnumsField,
  FlagField,
  IdsField,
  ObjectField,
  ObjectsField,
  WholeField,
  WholesField,
} from './fields';
import { MeasureInput } from './observation-inputs';
import {
  ChartFigureEnum,
  FunnelFigureEnum,
  GroupingEnum,
  UnitKindEnum,
  UNIT_KINDS,
} from './read-enums';

const DAYS = { min: -3_660, max: 36_600 };

@InputType({ description: 'A label that an episode must carry.' })
export class LabelFilterInput {
  @CodeField('Which label.')
  readonly key!: string;

  @CodeField('Its code.')
  readonly code!: string;
}

@InputType({
  description:
    'Which episodes: those whose index day (discharge, or the day on which they lapsed) lies in ' +
    'the period. Absent fields restrict nothing.',
})
export class OutcomeFilterInput {
  @IdsField('Of these clinics.', { optional: true })
  readonly clinicIds?: readonly string[] | null;

  @IdsField('That count for these therapists.', { optional: true })
  readonly therapistIds?: readonly string[] | null;

  @CodesField('Of these conditions, as the policy names them.', { optional: true })
  readonly conditions?: readonly string[] | null;

  @EnumsField(PayerClassEnum, 'Of these payers.', { optional: true })
  readonly payers?: readonly string[] | null;

  @CodesField('Of these referrers, by their own identifiers.', { optional: true })
  readonly referrerIds?: readonly string[] | null;

  @ObjectsField(() => LabelFilterInput, 'With all of these labels.', { optional: true })
  readonly labels?: readonly LabelFilterInput[] | null;

  @DayField('First index day, local to each clinic.', { optional: true })
  readonly from?: LocalDate | null;

  @DayField('Last index day, inclusive.', { optional: true })
  readonly to?: LocalDate | null;

  @ObjectField(() => MeasureInput, 'With this primary measure.', { optional: true })
  readonly measure?: MeasureInput | null;
}

@InputType({ description: 'The course of a measure: its scores at days since the referral.' })
export class CourseInput {
  @ObjectField(() => MeasureInput, 'The measure.')
  readonly measure!: MeasureInput;

  @WholesField('Days since the referral.', DAYS)
  readonly days!: readonly number[];

  @WholeField('A score counts within so many days before or after; of several the nearest.', {
    min: 0,
    max: 3_660,
  })
  readonly windowDays!: number;

  @WholeField('Only episodes that have a score at this day.', { ...DAYS, optional: true })
  readonly completeForDay?: number | null;
}

@ArgsType()
export class OutcomesArgs extends WhenArgs {
  @ObjectField(() => OutcomeFilterInput, 'Which episodes; absent: all.', { optional: true })
  readonly filter?: OutcomeFilterInput | null;

  @EnumField(GroupingEnum, 'How they are grouped; absent: NOTHING.', { optional: true })
  readonly groupBy?: Grouping | null;

  @CodeField('The label to group by; for LABEL only.', { optional: true })
  readonly label?: string | null;

  @ObjectField(() => CourseInput, 'The course that is wanted; absent: none.', { optional: true })
  readonly course?: CourseInput | null;
}

@ArgsType()
export class ControlChartArgs extends WhenArgs {
  @EnumField(ChartFigureEnum, 'The figure.')
  readonly figure!: Figure;

  @ObjectField(
    () => OutcomeFilterInput,
    'Which episodes; absent: all. Of a period only whole months that are over are drawn.',
    { optional: true },
  )
  readonly filter?: OutcomeFilterInput | null;

  @FlagField(
    'Leave moving ranges of 3.267 mean ranges and more out, once; absent: yes. One wild month ' +
      'then does not hide the next.',
    { optional: true },
  )
  readonly screenRanges?: boolean | null;
}

@ArgsType()
export class FunnelArgs extends WhenArgs {
  @EnumField(FunnelFigureEnum, 'What units are compared by.')
  readonly figure!: FunnelFigure;

  @EnumField(UnitKindEnum, 'What a unit is.')
  readonly units!: (typeof UNIT_KINDS)[number];

  @CodeField('The label whose codes are the units; for LABEL only.', { optional: true })
  readonly label?: string | null;

  @ObjectField(() => OutcomeFilterInput, 'Which episodes; absent: all.', { optional: true })
  readonly filter?: OutcomeFilterInput | null;
}

@ArgsType()
export class GoalRevisionsArgs extends WhenArgs {
  @ObjectField(() => OutcomeFilterInput, 'Which episodes; absent: all.', { optional: true })
  readonly filter?: OutcomeFilterInput | null;

  @EnumField(GroupingEnum, 'How they are grouped; absent: NOTHING.', { optional: true })
  readonly groupBy?: Grouping | null;

  @CodeField('The label to group by; for LABEL only.', { optional: true })
  readonly label?: string | null;
}

@ArgsType()
export class ReferralFunnelArgs extends WhenArgs {
  @ObjectField(
    () => OutcomeFilterInput,
    'Which referrals, by the day they were received; absent: all. `measure` is not for this: what ' +
      'has no assessment yet has none.',
    { optional: true },
  )
  readonly filter?: OutcomeFilterInput | null;
}
