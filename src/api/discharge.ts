import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { DischargeReason } from '../domain/episode/codes';
import type { DischargePatient, GoalSettlement } from '../domain/episode/commands-endings';
import type { GasLevelGiven } from '../domain/episode/values';
import type { GoalId, ObservationId, SessionId } from '../domain/ids';
import { EpisodeCommandInput } from './command-input';
import { DischargeReasonEnum, SettlementEnum, type SETTLEMENTS } from './enums';
import { EpisodeCommands } from './episode-commands';
import { badInput } from './errors';
import { EnumField, IdField, IdsField, ObjectsField, TextField, WholeField } from './fields';
import { ObservationInput, toObservation } from './observation-inputs';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import type { DischargeContentInput } from './replacement-inputs';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@InputType({ description: 'How a goal ends with the episode.' })
export class SettlementInput {
  @IdField('The goal.')
  readonly goalId!: GoalId;

  @EnumField(SettlementEnum, 'How it ends.')
  readonly outcome!: (typeof SETTLEMENTS)[number];

  @IdField('Scored: the observation that counts; absent: the one that the rules find.', {
    optional: true,
  })
  readonly observationId?: ObservationId | null;

  @WholeField('Scored: level reached on the goal attainment scale, −2 to +2.', {
    min: -2,
    max: 2,
    optional: true,
  })
  readonly gasLevel?: GasLevelGiven | null;

  @WholeField('Scored: the same by the levels of the original version, where those were others.', {
    min: -2,
    max: 2,
    optional: true,
  })
  readonly gasLevelOriginal?: GasLevelGiven | null;

  @TextField('Abandoned or not measured: why, in words; sealed.', { optional: true })
  readonly words?: string | null;
}

@InputType({ description: 'The end of care. Nothing may be left open: it is settled here.' })
export class DischargeInput extends EpisodeCommandInput {
  @EnumField(DischargeReasonEnum, 'Why care ends.')
  readonly dischargeReason!: DischargeReason;

  @ObjectsField(() => ObservationInput, 'Final observations.', { optional: true })
  readonly observations?: readonly ObservationInput[] | null;

  @TextField('Why the primary measure has no final score; sealed.', { optional: true, min: 1 })
  readonly finalMissingBecause?: string | null;

  @ObjectsField(() => SettlementInput, 'Each goal that is still open.', { optional: true })
  readonly goals?: readonly SettlementInput[] | null;

  @IdsField('Each session that is still booked: cancelled with the discharge.', { optional: true })
  readonly cancelSessions?: readonly SessionId[] | null;

  @TextField('Report to the referrer; sealed.', { optional: true })
  readonly report?: string | null;

  @TextField('Findings in words; sealed.', { optional: true })
  readonly findings?: string | null;
}

@Resolver()
export class DischargeResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, { description: 'Ends care. The treating therapist.' })
  @Needs('TREAT')
  discharge(
    @Args('input', { description: 'The discharge.' }) input: DischargeInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toDischarge(input));
  }
}

export function toDischarge(input: Plain<DischargeContentInput>): DischargePatient {
  return {
    type: 'Discharge',
    dischargeReason: input.dischargeReason,
    observations: (input.observations ?? []).map(toObservation),
    finalMissingBecause: input.finalMissingBecause ?? undefined,
    goals: (input.goals ?? []).map(toSettlement),
    cancelSessions: input.cancelSessions ?? [],
    report: input.report ?? undefined,
    findings: input.findings ?? undefined,
  };
}

function toSettlement(input: SettlementInput, index: number): GoalSettlement {
  const { goalId, outcome, observationId, gasLevel, words } = input;
  if (outcome === 'SCORED') {
    const levels = {
      gasLevel: gasLevel ?? null,
      gasLevelOriginal: input.gasLevelOriginal ?? undefined,
    };
    return { goalId, outcome, observationId: observationId ?? undefined, ...levels };
  }
  if (words !== undefined && words !== null) return { goalId, outcome, words };
  const path = `input.goals.${index}.words`;
  const message = `words are needed where a goal is ${outcome}`;
  throw badInput([{ path, rule: 'wordsNeeded', message }]);
}
