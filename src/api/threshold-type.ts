import { Float, ObjectType } from '@nestjs/graphql';
import { ThresholdTypeEnum, type THRESHOLD_TYPES } from './enums';
import { Shown, ShownOrNull } from './shown';

@ObjectType('Threshold', { description: 'The smallest change of a measure that counts.' })
export class ThresholdShown {
  @Shown(() => Float, 'Points of the measure.')
  value!: number;

  @ShownOrNull(() => Float, 'Also at least this share of the baseline, in percent; null: none.')
  percent!: number | null;

  @Shown(() => ThresholdTypeEnum, 'What kind of threshold it is.')
  type!: (typeof THRESHOLD_TYPES)[number];

  @Shown(() => String, 'Where it is from: the paper or standard.')
  source!: string;

  @ShownOrNull(() => String, 'Whom it was found for; null: not said.')
  population!: string | null;
}
