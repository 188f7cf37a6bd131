import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Bars } from '../domain/episode/bars';
import type {
  ClearContraindication,
  RecordContraindication,
  ResolveContraindication,
} from '../domain/episode/commands-safety';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  ClearContraindicationInput,
  RecordContraindicationInput,
  ResolveContraindicationInput,
  type AuthorityInput,
  type BarsInput,
  type ClearanceInput,
  type ContraindicationInput,
  type ResolutionInput,
} from './safety-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class SafetyResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records a contraindication: never refused. It bars at least what the policy bars for its ' +
      'kind. The treating therapist (any of the clinic before there is one), clinical leads.',
  })
  @Needs('RECORD_CONTRAINDICATIONS')
  recordContraindication(
    @Args('input', { description: 'What it is.' }) input: RecordContraindicationInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toRecordContraindication(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records that another person permits treatment despite a contraindication. The treating ' +
      'therapist, clinical leads.',
  })
  @Needs('RECORD_CONTRAINDICATIONS')
  clearContraindication(
    @Args('input', { description: 'Who permits what.' }) input: ClearContraindicationInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toClearContraindication(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records that a contraindication is over, with the evidence. The treating therapist, ' +
      'clinical leads.',
  })
  @Needs('RECORD_CONTRAINDICATIONS')
  resolveContraindication(
    @Args('input', { description: 'Which, and who says so.' }) input: ResolveContraindicationInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toResolveContraindication(input));
  }
}

export function toRecordContraindication(
  input: Plain<ContraindicationInput>,
): RecordContraindication {
  const { kind, bodySite, bars, untilCleared, absolute, words } = input;
  return {
    type: 'RecordContraindication',
    kind,
    bodySite: bodySite ?? null,
    bars: bars ? toBars(bars) : undefined,
    untilCleared: untilCleared ? toBars(untilCleared) : undefined,
    isAbsolute: absolute ?? false,
    words: words ?? undefined,
  };
}

export function toClearContraindication(input: Plain<ClearanceInput>): ClearContraindication {
  const { contraindicationId, by, authority, conditions, words, until } = input;
  return {
    type: 'ClearContraindication',
    contraindicationId,
    by: toAuthority(by),
    byName: by.name ?? undefined,
    authority,
    conditions: conditions ? toBars(conditions) : undefined,
    words: words ?? undefined,
    until: until ?? null,
  };
}

export function toResolveContraindication(input: Plain<ResolutionInput>): ResolveContraindication {
  const { contraindicationId, by, evidence } = input;
  return {
    type: 'ResolveContraindication',
    contraindicationId,
    by: toAuthority(by),
    byName: by.name ?? undefined,
    evidence,
  };
}

function toBars({ all, sites, techniques, pressureAbove }: BarsInput): Bars {
  return {
    all: all ?? false,
    sites: [...(sites ?? [])],
    techniques: [...(techniques ?? [])],
    pressureAbove: pressureAbove ?? null,
  };
}

function toAuthority({ role, staffId }: AuthorityInput): ClearContraindication['by'] {
  return { role, staffId: staffId ?? null };
}
