import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { EvidenceKindEnum, GoalKindEnum, RevisionReasonEnum } from './enums';
import { Change } from './history-types';
import { Baseline, Measure, Observation } from './measure-types';
import {
  DemandEnum,
  GoalChangeEnum,
  GoalStatusEnum,
  ResultStateEnum,
  type GoalChange,
} from './read-enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText, StaffMember } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What supports a revision.' })
export class Evidence {
  @Shown(() => EvidenceKindEnum, 'An observation or a reaction.')
  kind!: string;

  @Shown(() => Uuid, 'Its id.')
  id!: string;
}

@ObjectType('GoalRevisionReason', { description: 'Why a goal was revised.' })
export class RevisionReason {
  @Shown(() => RevisionReasonEnum, 'The kind of reason.')
  code!: string;

  @ShownOrNull(() => SealedText, 'In words.')
  words!: SealedText | null;
}

@ObjectType({ description: 'A level of goal attainment scaling in words.' })
export class GasLevel {
  @Shown(() => Int, '−2 much less than expected, 0 as expected, +2 much more.')
  level!: number;

  @Shown(() => SealedText, 'What it means for this goal.')
  words!: SealedText;
}

@ObjectType({ description: 'A goal as it was set, revised, or went on by another measure.' })
export class GoalVersion {
  @Shown(() => Uuid, 'Id: what the next revision names.')
  id!: string;

  @Shown(() => Uuid, 'The goal that it is of: by another measure it is another one.')
  goalId!: string;

  @Shown(() => Measure, 'What it is measured by.')
  measure!: Measure;

  @Shown(() => Float, 'The score to reach (a goal to maintain: to keep), in points.')
  target!: number;

  @ShownOrNull(() => Float, 'Points on the worse side that a goal to maintain allows.')
  tolerance!: number | null;

  @Shown(() => LocalDay, 'Day by which.')
  due!: LocalDate;

  @ShownOrNull(() => SealedText, 'The goal in words.')
  statement!: SealedText | null;

  @Shown(() => Int, 'How important to the patient, 1 to 3.')
  importance!: number;

  @Shown(() => Int, 'How difficult, 1 to 3.')
  difficulty!: number;

  @ShownOrNull(() => Int, 'Level of goal attainment scaling at the start; null: not scaled.')
  gasBaselineLevel!: number | null;

  @Shown(() => [GasLevel], 'The levels that are put in words, lowest first.')
  levels!: GasLevel[];

  @Shown(() => DateTime, 'Observations count from here …')
  windowFrom!: Instant;

  @Shown(() => DateTime, '… to before here.')
  windowTo!: Instant;

  @Shown(() => DateTime, 'When it was set, in clinical time.')
  setAt!: Instant;

  @Shown(() => DateTime, 'When that was recorded.')
  recordedAt!: Instant;

  @Shown(() => StaffMember, 'Who set it.')
  author!: StaffMember;

  @ShownOrNull(() => RevisionReason, 'Why; null: the original.')
  reason!: RevisionReason | null;

  @Shown(() => [Evidence], 'What supports it; none: the original.')
  evidence!: Evidence[];

  @Shown(() => [GoalChangeEnum], 'What it changed; none: the original.')
  changed!: GoalChange[];

  @Shown(() => [Change], 'Its terms against those of the version before; none: the original.')
  difference!: Change[];

  @ShownOrNull(
    () => DemandEnum,
    'Whether it asks more or less than the version before; null: the original, or another measure.',
  )
  demand!: string | null;
}

@ObjectType({
  description: 'A goal that was revised by someone else meanwhile: what holds, and how it differs.',
})
export class NewerGoalVersion {
  @Shown(() => GoalVersion, 'The version that holds now.')
  current!: GoalVersion;

  @Shown(() => [Change], 'Its terms against those of the version that you named.')
  difference!: Change[];
}

@ObjectType({ description: 'Every version of a goal, by whatever measure.' })
export class Lineage {
  @Shown(() => [GoalVersion], 'Oldest first: what was agreed first, and at the end what holds.')
  versions!: GoalVersion[];
}

@ObjectType({ description: 'The result of a goal by one of its versions.' })
export class GoalResult {
  @ShownOrNull(
    () => Float,
    'Share of the way from baseline to target, 1 = reached, not clipped (a goal to maintain: ' +
      '1 kept, 0 not); null unless settled with a value.',
  )
  value!: number | null;

  @Shown(() => DateTime, 'From this moment on later observations no longer count.')
  settledAt!: Instant;

  @Shown(() => ResultStateEnum, 'Whether it is settled.')
  state!: string;

  @ShownOrNull(() => Boolean, 'To maintain: whether it was kept; null: to improve, or no value.')
  kept!: boolean | null;
}

@ObjectType({ description: 'The result of a goal, given twice.' })
export class GoalAttainment {
  @Shown(() => GoalResult, 'By the original version at its due day.')
  original!: GoalResult;

  @Shown(() => GoalResult, 'By the current version at its due day.')
  current!: GoalResult;
}

@ObjectType({ description: 'How far along a goal is by its latest eligible observation.' })
export class GoalProgress {
  @ShownOrNull(() => Float, 'Share of the way to the original target; null: to maintain.')
  original!: number | null;

  @ShownOrNull(() => Float, 'Share of the way to the current target; null: to maintain.')
  current!: number | null;

  @ShownOrNull(() => Boolean, 'To maintain: it is kept, by the latest score; null: to improve.')
  kept!: boolean | null;
}

@ObjectType({
  description: 'What a command makes of a goal: of a dry run, what it would make of it.',
})
export class GoalAfter {
  @Shown(() => Uuid, 'The goal.')
  goalId!: string;

  @Shown(() => GoalProgress, 'How far along it is then.')
  progress!: GoalProgress;

  @ShownOrNull(() => DemandEnum, 'What it asks against the version before; null: it is the first.')
  demand!: string | null;
}

@ObjectType({ description: 'A goal of an episode. Seen by who may read the episode.' })
export class Goal {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => GoalKindEnum, 'To improve or to maintain.')
  kind!: string;

  @Shown(() => Measure, 'What it is measured by.')
  measure!: Measure;

  @Shown(() => Baseline, 'Latest observation of the measure when it was set.')
  baseline!: Baseline;

  @ShownOrNull(() => Float, 'Points on the worse side that a goal to maintain allows.')
  tolerance!: number | null;

  @ShownOrNull(() => Uuid, 'The goal by another measure whose place it took; null: none.')
  replaces!: string | null;

  @ShownOrNull(() => Uuid, 'The goal by another measure that took its place; null: none.')
  replacedBy!: string | null;

  @Shown(() => GoalStatusEnum, 'Whether it is over, and how.')
  status!: string;

  @ShownOrNull(() => DateTime, 'When it ended; null: open.')
  endedAt!: Instant | null;

  @ShownOrNull(() => SealedText, 'Why it was given up or not measured.')
  endReason!: SealedText | null;

  @ShownOrNull(() => Uuid, 'The observation that it was scored by.')
  scoredBy!: string | null;

  @ShownOrNull(() => Int, 'Level reached, −2 to +2; null: not scaled, or not scored.')
  gasLevel!: number | null;

  @ShownOrNull(
    () => Int,
    'The same by the levels of the original version; null: not judged by them.',
  )
  gasLevelOriginal!: number | null;

  @Shown(() => GoalVersion, 'The version in force.')
  current!: GoalVersion;

  @Shown(() => Lineage, 'How it came to be what it is.')
  lineage!: Lineage;

  @Shown(() => [Observation], 'Observations of its measure, in clinical order.')
  observations!: Observation[];

  @Shown(() => GoalAttainment, 'Its result, by original and current version.')
  attainment!: GoalAttainment;

  @Shown(() => GoalProgress, 'How far along it is.')
  progress!: GoalProgress;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
