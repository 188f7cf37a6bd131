import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  CertifyPlanOfCare,
  RevisePlanOfCare,
  SetPlanOfCare,
} from '../domain/episode/commands-plan';
import { EpisodeCommands } from './episode-commands';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import {
  CertifyPlanOfCareInput,
  RevisePlanOfCareInput,
  SetPlanOfCareInput,
  type PlanCertificationInput,
  type PlanOfCareInput,
} from './plan-inputs';
import { toReferrer } from './referral';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class PlanOfCareResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Sets the plan of care, after the initial assessment. The treating therapist.',
  })
  @Needs('TREAT')
  setPlanOfCare(
    @Args('input', { description: 'The plan.' }) input: SetPlanOfCareInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toSetPlanOfCare(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Revises the plan of care; one that was certified wants it again. The treating therapist.',
  })
  @Needs('TREAT')
  revisePlanOfCare(
    @Args('input', { description: 'What changes, and why.' }) input: RevisePlanOfCareInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toRevisePlanOfCare(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Records that the referrer certified the plan of care. Therapists, managers and the front ' +
      'desk of the clinic.',
  })
  @Needs('HANDLE_REFERRALS')
  certifyPlanOfCare(
    @Args('input', { description: 'Which version, and who signed.' }) input: CertifyPlanOfCareInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toCertifyPlanOfCare(input));
  }
}

export function toSetPlanOfCare(input: Plain<PlanOfCareInput>): SetPlanOfCare {
  const { sessionsPerWeek, sessionMinutes, techniques, weeks, from } = input;
  return {
    type: 'SetPlanOfCare',
    terms: { sessionsPerWeek, sessionMinutes, techniques: [...techniques], weeks },
    from: from ?? undefined,
  };
}

function toRevisePlanOfCare(input: RevisePlanOfCareInput): RevisePlanOfCare {
  const { revises, sessionsPerWeek, sessionMinutes, techniques, weeks, words } = input;
  const change = {
    ...((sessionsPerWeek ?? null) === null ? {} : { sessionsPerWeek }),
    ...((sessionMinutes ?? null) === null ? {} : { sessionMinutes }),
    ...(techniques ? { techniques: [...techniques] } : {}),
    ...((weeks ?? null) === null ? {} : { weeks }),
  } as RevisePlanOfCare['change']; // what is null was left out
  return { type: 'RevisePlanOfCare', revises, change, words };
}

export function toCertifyPlanOfCare(input: Plain<PlanCertificationInput>): CertifyPlanOfCare {
  const { planVersionId, referrer, saidBy } = input;
  return { type: 'CertifyPlanOfCare', planVersionId, referrer: toReferrer(referrer), saidBy };
}
