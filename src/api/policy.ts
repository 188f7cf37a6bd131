import { Inject, Injectable } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { policyAt } from '../domain/policy/decider';
import { policySchema, type Policy } from '../domain/policy/policy';
import { instantOf } from '../domain/time';
import { Commands } from './commands';
import { ENGINE, type Engine } from './engine';
import { badInput } from './errors';
import { PolicyAccepted, PolicyOutcome } from './outcome-types';
import {
  AdoptPolicyInput,
  type CustomMeasureInput,
  type InstrumentThresholdInput,
  type PrecautionsInput,
  type ThresholdInput,
} from './policy-inputs';
import { toKind } from './policy-safety-inputs';
import { acceptedFields, filled, notAccepted } from './shape-outcome';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

/** Adopts policies: what is not said stays as it is. */
@Injectable()
export class PolicyAdoption {
  constructor(
    private readonly commands: Commands,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async adopt(caller: Caller, input: AdoptPolicyInput) {
    const { state } = (await this.commands.latest('policy', '')).folded;
    const inForce = policyAt(state, instantOf(this.engine.clock.now()));
    const policy = toPolicy(input, inForce);
    const since = input.since ?? undefined;
    const make = () => ({ id: '', command: { type: 'AdoptPolicy', policy, since } as const });
    const { outcome } = await this.commands.toNew(caller, 'policy', input, {}, make);
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    const policyVersion = policy.version;
    return filled(PolicyAccepted, { ...acceptedFields(outcome), policyVersion });
  }
}

@Resolver()
export class PolicyResolver {
  constructor(private readonly adoption: PolicyAdoption) {}

  @Mutation(() => PolicyOutcome, {
    description: 'Adopts a policy: rules on which sources disagree. Clinical leads.',
  })
  @Needs('ADOPT_POLICY')
  adoptPolicy(
    @Args('input', { description: 'The policy.' }) input: AdoptPolicyInput,
    @Calling() caller: Caller,
  ) {
    return this.adoption.adopt(caller, input);
  }
}

/** The policy that is meant; throws `BAD_USER_INPUT` with what is not as a policy must be. */
function toPolicy(input: AdoptPolicyInput, inForce: Policy): Policy {
  const certificates = input.techniqueCertificates?.map(
    ({ technique, certificate }) => [technique, certificate] as const,
  );
  const parsed = policySchema.safeParse({
    version: input.version,
    referringRoles: input.referringRoles ?? inForce.referringRoles,
    diagnosingRoles: input.diagnosingRoles ?? inForce.diagnosingRoles,
    lateEntryHours: input.lateEntryHours ?? inForce.lateEntryHours,
    lapseDays: input.lapseDays ?? inForce.lapseDays,
    noSessionDays: input.noSessionDays ?? inForce.noSessionDays,
    reopenDays: input.reopenDays ?? inForce.reopenDays,
    openGoalsMax: input.openGoalsMax ?? inForce.openGoalsMax,
    sessionMinutes: input.sessionMinutes ?? inForce.sessionMinutes,
    goalWindowDays: input.goalWindowDays ?? inForce.goalWindowDays,
    finalWindowDays: input.finalWindowDays ?? inForce.finalWindowDays,
    conditions:
      input.conditions?.map(({ code, name, icd10, specialty, precautions }) => ({
        ...{ code, name, icd10, specialty: specialty ?? null },
        ...(precautions ? { precautions: toPrecautions(precautions) } : {}),
      })) ?? inForce.conditions,
    techniqueCertificates: certificates
      ? Object.fromEntries(certificates)
      : inForce.techniqueCertificates,
    contraindications: input.contraindications?.map(toKind) ?? inForce.contraindications,
    screening: input.screening ?? inForce.screening,
    planCertification: input.planCertification ?? inForce.planCertification,
    customMeasures: input.customMeasures?.map(toMeasure) ?? inForce.customMeasures,
    thresholds: input.thresholds ? toThresholds(input.thresholds) : inForce.thresholds,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, code, message }) => ({
    path: ['input', ...path.map(String)].join('.'),
    rule: code,
    message,
  }));
  throw badInput(problems);
}

function toPrecautions({ codes, breaksMin, fewerBreaks }: PrecautionsInput): object {
  return { codes: [...codes], breaksMin, fewerBreaks };
}

function toMeasure({ threshold, ...measure }: CustomMeasureInput): object {
  if (!threshold) return { ...measure, threshold: null };
  return { ...measure, threshold: toThreshold(threshold) };
}

function toThresholds(given: readonly InstrumentThresholdInput[]): object {
  const byCode = given.map(({ instrument, threshold }) => [instrument, toThreshold(threshold)]);
  return Object.fromEntries(byCode) as object; // typed `any` for pairs whose keys are any text
}

function toThreshold({ percent, ...rest }: ThresholdInput): object {
  return { ...rest, percent: percent ?? undefined };
}
