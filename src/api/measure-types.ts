import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import {
  AssessmentKindEnum,
  BetterEnum,
  ObservationModeEnum,
  OccasionEnum,
  RecallEnum,
  ThresholdTypeEnum,
} from './enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What is measured, and where.' })
export class Measure {
  @Shown(() => String, 'Code of the instrument, e.g. `NPRS`.')
  instrument!: string;

  @ShownOrNull(() => String, 'Body site; null: none in particular.')
  bodySite!: string | null;
}

@ObjectType({ description: 'What was answered to an item of an instrument.' })
export class ItemAnswer {
  @Shown(() => String, 'Number of the item from 1; for PSFS the id of the activity.')
  item!: string;

  @ShownOrNull(() => Float, 'The answer; null: not answered.')
  value!: number | null;
}

@ObjectType({ description: 'One scored instrument at one moment.' })
export class Observation extends Measure {
  @Shown(() => Uuid, 'Id: evidence of a revision, or what a goal is scored by.')
  id!: string;

  @Shown(() => String, 'Version of the scoring rules.')
  instrumentVersion!: string;

  @Shown(() => Float, 'The score, in the unit of the instrument.')
  score!: number;

  @Shown(() => [ItemAnswer], 'Items as answered; none where only the score was given.')
  items!: ItemAnswer[];

  @Shown(() => DateTime, 'When it was observed.')
  at!: Instant;

  @Shown(() => LocalDay, 'Its day in the zone of the clinic.')
  on!: LocalDate;

  @Shown(() => OccasionEnum, 'Relative to a session.')
  occasion!: string;

  @ShownOrNull(() => AssessmentKindEnum, 'The assessment it belongs to; null: to none.')
  assessment!: string | null;

  @ShownOrNull(() => RecallEnum, 'The time span asked about; null: not said.')
  recall!: string | null;

  @ShownOrNull(() => ObservationModeEnum, 'How it was obtained; null: not said.')
  mode!: string | null;

  @Shown(() => Uuid, 'The entry that recorded it: what a correction names.')
  entryId!: string;
}

@ObjectType({ description: 'The observation that a figure starts from.' })
export class Baseline {
  @Shown(() => Uuid, 'The observation.')
  observationId!: string;

  @Shown(() => Float, 'Its score, in the unit of the instrument.')
  score!: number;
}

@ObjectType({ description: 'What an episode is measured by, fixed at the initial assessment.' })
export class PrimaryMeasure extends Measure {
  @ShownOrNull(() => Baseline, 'Score at the initial assessment; null: not scored then.')
  baseline!: Baseline | null;

  @Shown(() => BetterEnum, 'Which way it improves.')
  better!: string;

  @ShownOrNull(() => Float, 'Smallest change that matters, in points; null: none is known.')
  threshold!: number | null;

  @ShownOrNull(() => Float, 'It must be this many per cent as well; null: points alone.')
  thresholdPercent!: number | null;

  @ShownOrNull(() => ThresholdTypeEnum, 'What kind of threshold it is; null: there is none.')
  thresholdType!: string | null;

  @ShownOrNull(() => String, 'Where the threshold is from; null: there is none.')
  thresholdSource!: string | null;

  @Shown(() => Int, 'A final score counts within so many days of the last session.')
  finalWindowDays!: number;

  @Shown(() => String, 'Version of the policy that these rules are of.')
  policy!: string;
}
