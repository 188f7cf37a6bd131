import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { DischargeReasonEnum } from './enums';
import type { Grouping } from '../projections/grouping';
import { Incomplete, INCOMPLETE } from './incomplete-type';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'A 95 % interval, both ends included.' })
export class Interval {
  @Shown(() => Float, 'Lower end.')
  low!: number;

  @Shown(() => Float, 'Upper end.')
  high!: number;
}

@ObjectType({ description: 'Mean, spread and quartiles, in the unit of what is summed up.' })
export class Summary {
  @Shown(() => Int, 'Values.')
  n!: number;

  @ShownOrNull(() => Float, 'Mean; null: no value.')
  mean!: number | null;

  @ShownOrNull(() => Float, 'Standard deviation of a sample; null below two values.')
  sd!: number | null;

  @ShownOrNull(() => Float, 'Median; null: no value.')
  median!: number | null;

  @ShownOrNull(() => Float, 'Lower quartile; null: no value.')
  q1!: number | null;

  @ShownOrNull(() => Float, 'Upper quartile; null: no value.')
  q3!: number | null;
}

@ObjectType({ description: 'Scores at one day since the referral.' })
export class CoursePoint extends Summary {
  @Shown(() => Int, 'Days since the referral.')
  day!: number;
}

@ObjectType({ description: 'Episodes whose primary measure improved by its threshold.' })
export class Responders {
  @Shown(() => Int, 'Responders.')
  n!: number;

  @Shown(() => Int, 'Complete episodes of a measure with a threshold.')
  of!: number;

  @ShownOrNull(() => Float, 'n / of, 0 to 1; null: nothing to divide by.')
  share!: number | null;

  @ShownOrNull(() => Interval, 'Wilson interval of the share.')
  interval!: Interval | null;

  @Shown(() => Int, 'Complete, but by a measure without a threshold; not in `of`.')
  unjudged!: number;
}

@ObjectType({ description: 'Responder share if all the missing had failed, or all had responded.' })
export class Bounds {
  @Shown(() => Float, 'All failed.')
  worst!: number;

  @Shown(() => Float, 'All responded.')
  best!: number;
}

@ObjectType({ description: 'Results of goals to improve, by one of their versions.' })
export class AttainmentFigures {
  @Shown(() => Int, 'Goals with a result: a value, or given up.')
  n!: number;

  @Shown(() => Int, 'Reached: attainment of 1 or more.')
  reached!: number;

  @Shown(() => Int, 'Settled without a value.')
  missing!: number;

  @Shown(() => Int, 'Not settled yet.')
  pending!: number;

  @Shown(() => Int, 'Given up: in n, and not reached.')
  abandoned!: number;

  @ShownOrNull(() => Float, 'Reached / n, 0 to 1.')
  shareReached!: number | null;

  @ShownOrNull(() => Float, 'Median attainment of the values, 1 = reached.')
  median!: number | null;

  @ShownOrNull(() => Float, 'Lower quartile.')
  q1!: number | null;

  @ShownOrNull(() => Float, 'Upper quartile.')
  q3!: number | null;
}

@ObjectType({ description: 'Attainment of goals to improve, given twice.' })
export class AttainmentTwice {
  @Shown(() => AttainmentFigures, 'By the original target at the original due day.')
  original!: AttainmentFigures;

  @Shown(() => AttainmentFigures, 'By the current version.')
  current!: AttainmentFigures;
}

@ObjectType({ description: 'Goals to maintain, by their current version.' })
export class MaintainFigures {
  @Shown(() => Int, 'Goals with a result; given up ones are in it as not kept.')
  n!: number;

  @Shown(() => Int, 'Kept.')
  kept!: number;

  @ShownOrNull(() => Float, 'kept / n, 0 to 1.')
  share!: number | null;

  @Shown(() => Int, 'Settled without a value.')
  missing!: number;

  @Shown(() => Int, 'Not settled yet.')
  pending!: number;
}

@ObjectType({ description: 'Goal attainment scaling: means of T over episodes that have both.' })
export class GasMeans {
  @Shown(() => Int, 'Episodes.')
  n!: number;

  @ShownOrNull(() => Float, 'T at the start.')
  baselineT!: number | null;

  @ShownOrNull(() => Float, 'T achieved; 50 is as expected.')
  achievedT!: number | null;

  @ShownOrNull(() => Float, 'Change of T.')
  changeT!: number | null;

  @Shown(() => Int, 'Scaled goals without a level, in all episodes.')
  unscored!: number;
}

@ObjectType({ description: 'Goal attainment scaling, by the current versions of the goals.' })
export class GasFigures extends GasMeans {
  @Shown(() => GasMeans, 'By weights and levels of the original versions.')
  original!: GasMeans;
}

@ObjectType({ description: 'How often care ended for a reason.' })
export class ReasonCount {
  @Shown(() => DischargeReasonEnum, 'The reason.')
  reason!: string;

  @Shown(() => Int, 'Discharges.')
  n!: number;
}

@ObjectType({ description: 'Adverse reactions per 1,000 sessions, with exact Poisson limits.' })
export class ReactionRate {
  @Shown(() => Int, 'Reactions.')
  reactions!: number;

  @Shown(() => Int, 'Sessions held.')
  sessions!: number;

  @ShownOrNull(() => Float, 'Per 1,000 sessions; null: no session.')
  rate!: number | null;

  @ShownOrNull(() => Float, 'Lower 95 % limit.')
  low!: number | null;

  @ShownOrNull(() => Float, 'Upper 95 % limit.')
  high!: number | null;
}

@ObjectType({ description: 'Missed sessions, of all that were missed or held.' })
export class MissedRate {
  @Shown(() => Int, 'Missed.')
  missed!: number;

  @Shown(() => Int, 'Missed or held.')
  of!: number;

  @ShownOrNull(() => Float, 'missed / of, 0 to 1.')
  share!: number | null;

  @ShownOrNull(() => Interval, 'Wilson interval of the share.')
  interval!: Interval | null;
}

@ObjectType({ description: 'Figures of a group of episodes; shares are 0 to 1.' })
export class OutcomeFigures {
  @Shown(() => Int, 'Episodes: discharged, or lapsed by `evaluatedAt`.')
  episodes!: number;

  @Shown(() => Int, 'With a baseline at least one threshold away from the best end.')
  eligible!: number;

  @Shown(() => Int, 'The others.')
  ineligible!: number;

  @Shown(() => Int, 'Eligible with a final score.')
  complete!: number;

  @Shown(() => Int, 'Eligible without one.')
  missing!: number;

  @Shown(() => Int, 'Never discharged and without activity, eligible or not.')
  lapsed!: number;

  @Shown(() => Responders, 'Responders of the complete.')
  responders!: Responders;

  @ShownOrNull(() => Float, 'complete / eligible.')
  completionShare!: number | null;

  @ShownOrNull(() => Bounds, 'What the missing could make of the responder share.')
  bounds!: Bounds | null;

  @Shown(() => Summary, 'Improvement in points of the complete; filter by a measure to read it.')
  change!: Summary;

  @Shown(() => AttainmentTwice, 'Goals to improve.')
  attainment!: AttainmentTwice;

  @Shown(() => MaintainFigures, 'Goals to maintain.')
  maintain!: MaintainFigures;

  @Shown(() => GasFigures, 'Goal attainment scaling.')
  gas!: GasFigures;

  @Shown(() => Summary, 'Sessions held in an episode.')
  sessionsPerEpisode!: Summary;

  @Shown(() => Summary, 'Days from referral to first session.')
  daysToFirstSession!: Summary;

  @Shown(() => [ReasonCount], 'Why care ended.')
  dischargeReasons!: ReasonCount[];

  @Shown(() => ReactionRate, 'Adverse reactions.')
  reactionsPer1000!: ReactionRate;

  @Shown(() => MissedRate, 'Missed sessions.')
  missedSessionRate!: MissedRate;
}

@ObjectType({ description: 'One group of episodes with its figures.' })
export class OutcomeGroup {
  @ShownOrNull(
    () => String,
    'Clinic or therapist id, condition, month `YYYY-MM` or label code; null: one group of all, ' +
      'or those that have none of it.',
  )
  key!: string | null;

  @Shown(() => OutcomeFigures, 'Its figures.')
  figures!: OutcomeFigures;

  @ShownOrNull(() => [CoursePoint], 'The course of the measure asked for; null: none was.')
  course!: CoursePoint[] | null;

  /** Not shown: what the key is of, and as known where in the log. */
  groupBy!: Grouping;
  position!: number;
}

@ObjectType({
  description:
    'Outcome figures. Managers and clinical leads: of their clinics; auditors: all; therapists: ' +
    'of the episodes that count for them.',
})
export class Outcomes {
  @Shown(() => [OutcomeGroup], 'Groups, in the order of their keys; none of all when empty.')
  groups!: OutcomeGroup[];

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @ShownOrNull(() => Incomplete, INCOMPLETE)
  incomplete!: Incomplete | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
