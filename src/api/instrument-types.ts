import { Float, Int, ObjectType } from '@nestjs/graphql';
import { BetterEnum, InstrumentKindEnum, type BETTER, type INSTRUMENT_KINDS } from './enums';
import { Shown, ShownOrNull } from './shown';
import { ThresholdShown } from './threshold-type';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'An item of an instrument, by its number on the printed form.' })
export class InstrumentItem {
  @Shown(() => String, 'What an answer calls it: its number.')
  item!: string;

  @Shown(() => Float, 'Lowest answer.')
  min!: number;

  @Shown(() => Float, 'Highest answer.')
  max!: number;
}

@ObjectType({
  description:
    'How an instrument is answered. None of the fields is set when it is one number; the total of ' +
    'a form that was scored elsewhere is taken as well.',
})
export class InstrumentItems {
  @Shown(() => [InstrumentItem], 'Numbered items in the order of the form; none: they are named.')
  numbered!: InstrumentItem[];

  @ShownOrNull(() => Int, 'Fewest answered numbered items; null: all, or the items are named.')
  answeredMin!: number | null;

  @ShownOrNull(() => Int, 'Most items that are named at the first assessment; null: numbered.')
  namedMax!: number | null;

  @ShownOrNull(() => Float, 'Lowest answer to a named item; null: numbered.')
  namedLowest!: number | null;

  @ShownOrNull(() => Float, 'Highest answer to a named item; null: numbered.')
  namedHighest!: number | null;
}

@ObjectType('Instrument', {
  description: 'A measure that observations are taken with: built in, or of the policy.',
})
export class InstrumentShown {
  @Shown(() => String, 'Code, e.g. `NDI`.')
  code!: string;

  @Shown(() => String, 'Name, e.g. Neck Disability Index.')
  name!: string;

  @Shown(() => String, 'Version of the form; `policy` for a measure of the organisation.')
  version!: string;

  @Shown(() => InstrumentKindEnum, 'Whether it measures a state or rates a change.')
  kind!: (typeof INSTRUMENT_KINDS)[number];

  @Shown(() => String, 'Unit of the score, e.g. `points of 10`.')
  unit!: string;

  @Shown(() => Float, 'Lowest score.')
  min!: number;

  @Shown(() => Float, 'Highest score.')
  max!: number;

  @Shown(() => BetterEnum, 'Which way it improves; where a goal says which, this is the usual one.')
  better!: (typeof BETTER)[number];

  @Shown(() => Boolean, 'It means something of a named body site only, e.g. a range of motion.')
  ofSite!: boolean;

  @Shown(() => Boolean, 'Zero is a true zero: a target in percent has a meaning.')
  trueZero!: boolean;

  @Shown(() => Boolean, 'Only whole numbers are scores.')
  wholeNumbers!: boolean;

  @ShownOrNull(() => InstrumentItems, 'Its items; null: it is one number.')
  items!: InstrumentItems | null;

  @ShownOrNull(() => ThresholdShown, 'The change that counts under this policy; null: none known.')
  threshold!: ThresholdShown | null;

  @Shown(() => String, 'Where it is published.')
  source!: string;
}
