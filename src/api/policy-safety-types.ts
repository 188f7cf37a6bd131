import { ObjectType } from '@nestjs/graphql';
import type { PRESSURE_LIMITS } from '../domain/episode/bars';
import type { Technique } from '../domain/episode/codes';
import { PressureLimitEnum, TechniqueEnum } from './enums';
import { Shown, ShownOrNull } from './shown';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'What a kind of contraindication bars.' })
export class KindBars {
  @Shown(() => Boolean, 'Any treatment at all.')
  all!: boolean;

  @Shown(() => Boolean, 'The body site that it is recorded for.')
  site!: boolean;

  @Shown(() => [TechniqueEnum], 'Techniques.')
  techniques!: readonly Technique[];

  @ShownOrNull(() => PressureLimitEnum, 'Everything firmer than this; null: no limit.')
  pressureAbove!: (typeof PRESSURE_LIMITS)[number] | null;
}

@ObjectType('ContraindicationKind', {
  description: 'A kind of contraindication, and what it means for treatment.',
})
export class ContraindicationKindShown {
  @Shown(() => String, 'Code, e.g. `DVT_CURRENT`.')
  kind!: string;

  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => KindBars, 'Not to be done, with or without a clearance.')
  bars!: KindBars;

  @ShownOrNull(() => KindBars, 'Not to be done without a clearance; null: it permits nothing.')
  untilCleared!: KindBars | null;

  @Shown(() => [String], 'Roles that may clear it.')
  clearedBy!: readonly string[];

  @Shown(() => [String], 'Roles that may say that it is over.')
  resolvedBy!: readonly string[];

  @Shown(() => String, 'Where it is from: the paper, guideline or convention.')
  source!: string;
}
