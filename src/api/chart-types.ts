import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Moment } from '../engine/past';
import type { Grouping } from '../projections/grouping';
import { AnsweredMoment } from './as-of';
import { Interval, Summary } from './outcome-figures';
import {
  ChartFigureEnum,
  ChartSignalEnum,
  FunnelFigureEnum,
  FunnelPlaceEnum,
  LimitsStateEnum,
} from './read-enums';
import { Incomplete, INCOMPLETE } from './incomplete-type';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'Limits of a stretch of months, in the unit of the figure.' })
export class ControlLimits {
  @Shown(() => String, 'First month that they are for, `YYYY-MM`.')
  from!: string;

  @Shown(() => Float, 'Mean of the points that they are made of.')
  mean!: number;

  @Shown(() => Float, 'Mean less 2.66 mean moving ranges, within what the figure can be.')
  lower!: number;

  @Shown(() => Float, 'Mean and 2.66 mean moving ranges, within what the figure can be.')
  upper!: number;

  @Shown(() => Float, 'Mean distance from a month to the next.')
  meanRange!: number;

  @Shown(() => Float, '3.267 mean moving ranges: the limit of a moving range.')
  rangeLimit!: number;

  @Shown(() => Int, 'Points that they are made of, at most 20.')
  points!: number;

  @Shown(() => LimitsStateEnum, 'How firm they are.')
  state!: string;
}

@ObjectType({ description: 'A month of a control chart.' })
export class ControlPoint {
  @Shown(() => String, 'The month, `YYYY-MM`, local to each clinic.')
  month!: string;

  @ShownOrNull(() => Float, 'The figure; null: a gap, nothing to make it of.')
  value!: number | null;

  @ShownOrNull(() => Float, 'Distance to the month before; null after a gap.')
  movingRange!: number | null;

  @Shown(() => [ChartSignalEnum], 'Why it is more than chance; none: it is not.')
  signals!: string[];
}

@ObjectType({
  description:
    'Control chart of a figure (individuals and moving ranges) over months that are over. ' +
    'Wheeler, Understanding Variation, 2000.',
})
export class ControlChart {
  @Shown(() => ChartFigureEnum, 'The figure.')
  figure!: string;

  @Shown(() => [ControlLimits], 'Limits by stretch; none below two months in a row.')
  limits!: ControlLimits[];

  @Shown(() => [ControlPoint], 'Months in order.')
  points!: ControlPoint[];

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @ShownOrNull(() => Incomplete, INCOMPLETE)
  incomplete!: Incomplete | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ObjectType({ description: 'Limits of a funnel for a unit of this size.' })
export class FunnelLimits {
  @Shown(() => Float, 'Size: n of a share, sessions of a rate.')
  at!: number;

  @Shown(() => Interval, '95 % limits.')
  inner!: Interval;

  @Shown(() => Interval, '99.8 % limits.')
  outer!: Interval;
}

@ObjectType({ description: 'A unit in a funnel. Units are in the order of keys: no league table.' })
export class FunnelUnit {
  @Shown(() => String, 'Id, code or month of the unit.')
  key!: string;

  @Shown(() => Int, 'Size: n of the share, or sessions held.')
  n!: number;

  @Shown(() => Int, 'Events: what the figure counts of n.')
  events!: number;

  @Shown(() => Float, 'Share 0 to 1, or events a session.')
  value!: number;

  @Shown(() => FunnelLimits, 'Limits at its size.')
  limits!: FunnelLimits;

  @Shown(() => FunnelPlaceEnum, 'Where it lies.')
  place!: string;

  /** Not shown: what the key is of, and as known where in the log. */
  groupBy!: Grouping;
  position!: number;
}

@ObjectType({
  description:
    'Funnel of a figure: units against limits that allow for their size. Spiegelhalter, Stat Med ' +
    '2005;24:1185-1202.',
})
export class Funnel {
  @Shown(() => FunnelFigureEnum, 'The figure.')
  figure!: string;

  @ShownOrNull(() => Float, 'All events / all n; null: there is no n.')
  centre!: number | null;

  @ShownOrNull(
    () => Float,
    'Spread between units beyond chance (τ², arcsine scale) by which limits are widened; null: ' +
      'not estimated, there are fewer than 10 units or the figure is a rate.',
  )
  tau2!: number | null;

  @ShownOrNull(() => Float, 'Mean squared z-score, the extreme ones drawn in; null as `tau2`.')
  phi!: number | null;

  @Shown(() => [FunnelUnit], 'Units with an n.')
  units!: FunnelUnit[];

  @Shown(() => [FunnelLimits], 'Limits at 50 sizes from the smallest unit to the largest: to draw.')
  curve!: FunnelLimits[];

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @ShownOrNull(() => Incomplete, INCOMPLETE)
  incomplete!: Incomplete | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ObjectType({ description: 'How far referrals came that were received in the period.' })
export class ReferralFunnel {
  @Shown(() => Int, 'Referrals received.')
  received!: number;

  @Shown(() => Int, 'Declined of them.')
  declined!: number;

  @Shown(() => Int, 'Accepted of them.')
  accepted!: number;

  @Shown(() => Int, 'With a session held.')
  firstSession!: number;

  @Shown(() => Int, 'Discharged.')
  discharged!: number;

  @Shown(() => Summary, 'Days from received to accepted, of those accepted.')
  daysToAccept!: Summary;

  @Shown(() => Summary, 'Days from accepted to the first session.')
  daysToFirstSession!: Summary;

  @Shown(() => Summary, 'Days from the first session to the discharge.')
  daysToDischarge!: Summary;

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @ShownOrNull(() => Incomplete, INCOMPLETE)
  incomplete!: Incomplete | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
