import { InputType, IntersectionType } from '@nestjs/graphql';
import type { PRESSURE_LIMITS } from '../domain/episode/bars';
import type { Technique } from '../domain/episode/codes';
import type { EntryId, StaffId } from '../domain/ids';
import type { LocalDate } from '../domain/time';
import { EpisodeCommandInput } from './command-input';
import { PressureLimitEnum, TechniqueEnum } from './enums';
import {
  CodeField,
  CodesField,
  DayField,
  EnumField,
  EnumsField,
  FlagField,
  IdField,
  ObjectField,
  TextField,
} from './fields';

@InputType({ description: 'What is not to be done. What is absent is not barred.' })
export class BarsInput {
  @FlagField('Any treatment at all.', { optional: true })
  readonly all?: boolean | null;

  @CodesField('Body sites, e.g. `KNEE`.', { optional: true, max: 50 })
  readonly sites?: readonly string[] | null;

  @EnumsField(TechniqueEnum, 'Techniques.', { optional: true, max: 20 })
  readonly techniques?: readonly Technique[] | null;

  @EnumField(PressureLimitEnum, 'Everything firmer than this.', { optional: true })
  readonly pressureAbove?: (typeof PRESSURE_LIMITS)[number] | null;
}

@InputType({ description: 'Who vouches for it.' })
export class AuthorityInput {
  @CodeField('Role, e.g. `PHYSICIAN`.')
  readonly role!: string;

  @IdField('When the person also works here.', { optional: true })
  readonly staffId?: StaffId | null;

  @TextField('Name; sealed.', { optional: true, max: 200 })
  readonly name?: string | null;
}

@InputType({ description: 'What stands against treating, wholly or in part.' })
export class ContraindicationInput {
  @CodeField('Kind of the policy, e.g. `DVT_HISTORY`; one that it does not know bars everything.')
  readonly kind!: string;

  @CodeField('Body site, where it has one, e.g. `KNEE`.', { optional: true })
  readonly bodySite?: string | null;

  @ObjectField(() => BarsInput, 'Barred beside what the policy bars for the kind.', {
    optional: true,
  })
  readonly bars?: BarsInput | null;

  @ObjectField(() => BarsInput, 'Barred until it is cleared, beside what the policy says.', {
    optional: true,
  })
  readonly untilCleared?: BarsInput | null;

  @FlagField('No clearance is to be had, whatever the policy says of the kind.', {
    optional: true,
  })
  readonly absolute?: boolean | null;

  @TextField('More in words; sealed.', { optional: true })
  readonly words?: string | null;
}

@InputType({ description: 'A contraindication of an episode.' })
export class RecordContraindicationInput extends IntersectionType(
  EpisodeCommandInput,
  ContraindicationInput,
) {}

@InputType({ description: 'A permission to treat despite a contraindication.' })
export class ClearanceInput {
  @IdField('The entry that recorded the contraindication.')
  readonly contraindicationId!: EntryId;

  @ObjectField(() => AuthorityInput, 'Who permits it: of a role of the policy, never who treats.')
  readonly by!: AuthorityInput;

  @CodeField('What it rests on, e.g. the number of a letter.')
  readonly authority!: string;

  @ObjectField(() => BarsInput, 'Conditions: what is still not to be done; absent: none.', {
    optional: true,
  })
  readonly conditions?: BarsInput | null;

  @TextField('Conditions as they were put; sealed.', { optional: true })
  readonly words?: string | null;

  @DayField('Last day, inclusive; absent: until it is resolved.', { optional: true })
  readonly until?: LocalDate | null;
}

@InputType({ description: 'A clearance in an episode.' })
export class ClearContraindicationInput extends IntersectionType(
  EpisodeCommandInput,
  ClearanceInput,
) {}

@InputType({ description: 'The end of a contraindication.' })
export class ResolutionInput {
  @IdField('The entry that recorded the contraindication.')
  readonly contraindicationId!: EntryId;

  @ObjectField(() => AuthorityInput, 'Who says that it is over: of a role of the policy.')
  readonly by!: AuthorityInput;

  @TextField('The evidence for it; sealed.')
  readonly evidence!: string;
}

@InputType({ description: 'The end of a contraindication of an episode.' })
export class ResolveContraindicationInput extends IntersectionType(
  EpisodeCommandInput,
  ResolutionInput,
) {}
