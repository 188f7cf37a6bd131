import { InputType } from '@nestjs/graphql';
import type { PRESSURE_LIMITS } from '../domain/episode/bars';
import type { Technique } from '../domain/episode/codes';
import type { ContraindicationKind } from '../domain/policy/contraindications';
import { PressureLimitEnum, TechniqueEnum } from './enums';
import {
  CodeField,
  CodesField,
  EnumField,
  EnumsField,
  FlagField,
  ObjectField,
  TextField,
} from './fields';

@InputType({ description: 'What a kind of contraindication bars. What is absent is not barred.' })
export class KindBarsInput {
  @FlagField('Any treatment at all.', { optional: true })
  readonly all?: boolean | null;

  @FlagField('The body site that it is recorded for.', { optional: true })
  readonly site?: boolean | null;

  @EnumsField(TechniqueEnum, 'Techniques.', { optional: true, max: 20 })
  readonly techniques?: readonly Technique[] | null;

  @EnumField(PressureLimitEnum, 'Everything firmer than this.', { optional: true })
  readonly pressureAbove?: (typeof PRESSURE_LIMITS)[number] | null;
}

@InputType({ description: 'A kind of contraindication, and what it means for treatment.' })
export class ContraindicationKindInput {
  @CodeField('Code, e.g. `DVT_CURRENT`.')
  readonly kind!: string;

  @TextField('Name.', { min: 1, max: 120 })
  readonly name!: string;

  @ObjectField(() => KindBarsInput, 'Not to be done, with or without a clearance.')
  readonly bars!: KindBarsInput;

  @ObjectField(() => KindBarsInput, 'Not to be done without a clearance; absent: absolute.', {
    optional: true,
  })
  readonly untilCleared?: KindBarsInput | null;

  @CodesField('Roles that may clear it.', { optional: true, max: 20 })
  readonly clearedBy?: readonly string[] | null;

  @CodesField('Roles that may say that it is over.', { min: 1, max: 20 })
  readonly resolvedBy!: readonly string[];

  @TextField('Where it is from: the paper, guideline or convention.', { min: 1, max: 300 })
  readonly source!: string;
}

/** A kind as policies have it. */
export function toKind(input: ContraindicationKindInput): ContraindicationKind {
  const { kind, name, bars, untilCleared, clearedBy, resolvedBy, source } = input;
  return {
    ...{ kind, name, source },
    bars: toKindBars(bars),
    untilCleared: untilCleared ? toKindBars(untilCleared) : null,
    clearedBy: [...(clearedBy ?? [])],
    resolvedBy: [...resolvedBy],
  };
}

function toKindBars(bars: KindBarsInput): ContraindicationKind['bars'] {
  const { all, site, techniques, pressureAbove } = bars;
  return {
    all: all ?? false,
    site: site ?? false,
    techniques: [...(techniques ?? [])],
    pressureAbove: pressureAbove ?? null,
  };
}
