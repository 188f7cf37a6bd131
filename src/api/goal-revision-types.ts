import { Int, ObjectType } from '@nestjs/graphql';
import type { Moment } from '../engine/past';
import type { Grouping } from '../projections/grouping';
import { AnsweredMoment } from './as-of';
import { RevisionReasonEnum } from './enums';
import { Summary } from './outcome-figures';
import { Incomplete, INCOMPLETE } from './incomplete-type';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'How often goals were revised for a reason.' })
export class RevisionReasonCount {
  @Shown(() => RevisionReasonEnum, 'The reason.')
  reason!: string;

  @Shown(() => Int, 'Revisions.')
  n!: number;
}

@ObjectType({ description: 'What revisions are worth: revised goals that have both results.' })
export class RevisionWorth {
  @Shown(() => Int, 'Revised goals with both results; those given up are not in it.')
  n!: number;

  @Shown(() => Int, 'That reached their original target by its due day.')
  reachedOriginal!: number;

  @Shown(() => Int, 'That reached their current target.')
  reachedCurrent!: number;

  @Shown(() => Summary, 'Attainment by the current version less that by the original one.')
  gain!: Summary;
}

@ObjectType({ description: 'Revisions of the goals to improve of a group of episodes.' })
export class RevisionFigures {
  @Shown(() => Int, 'Goals to improve.')
  goals!: number;

  @Shown(() => Int, 'Of them revised at least once.')
  revised!: number;

  @Shown(() => Int, 'Revisions.')
  revisions!: number;

  @Shown(() => Int, 'Target nearer to the baseline, or due later; nothing harder.')
  easier!: number;

  @Shown(() => Int, 'Target farther from the baseline, or due earlier; nothing easier.')
  harder!: number;

  @Shown(() => Int, 'Easier in one and harder in another.')
  mixed!: number;

  @Shown(() => Int, 'Neither: words, weights or levels.')
  same!: number;

  @Shown(() => [RevisionReasonCount], 'Why.')
  reasons!: RevisionReasonCount[];

  @Shown(() => Summary, 'Days from setting a goal to its first revision.')
  daysToFirst!: Summary;

  @Shown(() => RevisionWorth, 'What the revisions are worth.')
  worth!: RevisionWorth;
}

@ObjectType({ description: 'One group of episodes with the revisions of its goals.' })
export class GoalRevisionGroup {
  @ShownOrNull(() => String, 'As of `outcomes`: id, code or month; null: all, or none of it.')
  key!: string | null;

  @Shown(() => RevisionFigures, 'Its figures.')
  figures!: RevisionFigures;

  /** Not shown: what the key is of, and as known where in the log. */
  groupBy!: Grouping;
  position!: number;
}

@ObjectType({ description: 'How goals were revised, of the episodes that ended.' })
export class GoalRevisions {
  @Shown(() => [GoalRevisionGroup], 'Groups, in the order of their keys.')
  groups!: GoalRevisionGroup[];

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @ShownOrNull(() => Incomplete, INCOMPLETE)
  incomplete!: Incomplete | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
