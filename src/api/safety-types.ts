import { Int, ObjectType } from '@nestjs/graphql';
import type { Instant, LocalDate } from '../domain/time';
import { PressureLimitEnum, TechniqueEnum } from './enums';
import { DateTime, LocalDay, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { SealedText } from './texts';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What is not to be done.' })
export class Bars {
  @Shown(() => Boolean, 'Any treatment at all.')
  all!: boolean;

  @Shown(() => [String], 'Body sites.')
  sites!: readonly string[];

  @Shown(() => [TechniqueEnum], 'Techniques.')
  techniques!: readonly string[];

  @ShownOrNull(() => PressureLimitEnum, 'Everything firmer than this; null: any pressure may be.')
  pressureAbove!: string | null;
}

@ObjectType({ description: 'Who vouches for a clearance or a resolution.' })
export class Authority {
  @Shown(() => String, 'Role.')
  role!: string;

  @ShownOrNull(() => Uuid, 'When the person also works here.')
  staffId!: string | null;

  @ShownOrNull(() => SealedText, 'Name.')
  name!: SealedText | null;
}

@ObjectType({ description: 'A permission to treat despite a contraindication.' })
export class Clearance {
  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;

  @Shown(() => DateTime, 'When it was given.')
  at!: Instant;

  @Shown(() => Authority, 'By whom.')
  by!: Authority;

  @Shown(() => String, 'What it rests on.')
  authority!: string;

  @Shown(() => Bars, 'Conditions: what is still not to be done.')
  conditions!: Bars;

  @ShownOrNull(() => SealedText, 'Conditions as they were put.')
  words!: SealedText | null;

  @ShownOrNull(() => LocalDay, 'Last day, inclusive; null: until it is resolved.')
  until!: LocalDate | null;

  @Shown(() => Boolean, 'It holds on the day of `evaluatedAt`.')
  holds!: boolean;
}

@ObjectType({ description: 'The end of a contraindication.' })
export class Resolution {
  @Shown(() => Uuid, 'Its entry: what a correction names.')
  entryId!: string;

  @Shown(() => LocalDay, 'Its local day.')
  on!: LocalDate;

  @Shown(() => Authority, 'Who said so.')
  by!: Authority;

  @ShownOrNull(() => SealedText, 'The evidence.')
  evidence!: SealedText | null;
}

@ObjectType({ description: 'What stands against treating, wholly or in part.' })
export class Contraindication {
  @Shown(() => Uuid, 'Id of its entry: what a clearance, a resolution, a correction names.')
  id!: string;

  @Shown(() => String, 'Kind.')
  kind!: string;

  @ShownOrNull(() => String, 'Body site; null: none in particular.')
  bodySite!: string | null;

  @Shown(() => DateTime, 'Since when.')
  at!: Instant;

  @Shown(() => Bars, 'Not to be done, with or without a clearance.')
  bars!: Bars;

  @ShownOrNull(() => Bars, 'Not to be done without a clearance; null: none is to be had.')
  untilCleared!: Bars | null;

  @Shown(() => Boolean, 'Nothing about it can be permitted.')
  absolute!: boolean;

  @Shown(() => [String], 'Roles that may clear it.')
  clearedBy!: readonly string[];

  @Shown(() => [String], 'Roles that may say that it is over.')
  resolvedBy!: readonly string[];

  @Shown(() => String, 'Version of the policy that said so.')
  policy!: string;

  @ShownOrNull(() => Clearance, 'The latest clearance; null: none.')
  clearance!: Clearance | null;

  @ShownOrNull(() => Resolution, 'Its end; null: it is there.')
  resolved!: Resolution | null;

  @ShownOrNull(() => SealedText, 'More in words.')
  words!: SealedText | null;
}

@ObjectType({ description: 'A condition that the diagnoses mean, and what treating it asks for.' })
export class EpisodeCondition {
  @Shown(() => String, 'Condition, as the policy names it.')
  condition!: string;

  @ShownOrNull(() => String, 'Specialty that a treating therapist needs; null: none.')
  specialty!: string | null;

  @Shown(() => [String], 'What to mind, e.g. `SLOW_PACE`.')
  precautions!: readonly string[];

  @Shown(() => Int, 'Breaks that a session has at least.')
  breaksMin!: number;
}

@ObjectType({ description: 'One question of a screening, with its answer.' })
export class ScreeningAnswer {
  @Shown(() => String, 'Kind of contraindication.')
  kind!: string;

  @Shown(() => Boolean, 'Whether it was there.')
  present!: boolean;
}

@ObjectType({ description: 'What was asked before a session.' })
export class Screening {
  @Shown(() => Boolean, 'It was asked.')
  asked!: boolean;

  @ShownOrNull(() => [ScreeningAnswer], 'The answers; null: only that it was asked is recorded.')
  answers!: ScreeningAnswer[] | null;
}
