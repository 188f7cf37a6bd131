import { Inject, Injectable } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { policyAt } from '../domain/policy/decider';
import type { Policy } from '../domain/policy/policy';
import { instantOf } from '../domain/time';
import { Commands } from './commands';
import { ENGINE, type Engine } from './engine';
import { PolicyAccepted, PolicyOutcome } from './outcome-types';
import {
  AdoptPolicyInput,
  type ConditionInput,
  type CustomMeasureInput,
  type InstrumentThresholdInput,
  type PrecautionsInput,
  type TechniqueCertificateInput,
  type ThresholdInput,
} from './policy-inputs';
import { toKind } from './policy-safety-inputs';
import { filled } from './filled';
import { acceptedFields, notAccepted } from './shape-outcome';
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

/** The policy that is meant: what is not said stays. Whether it is one, the domain decides. */
function toPolicy(input: AdoptPolicyInput, inForce: Policy): Policy {
  const { conditions, techniqueCertificates, customMeasures, thresholds } = input;
  const said = {
    ...pick(input, PLAIN),
    ...(conditions ? { conditions: conditions.map(toCondition) } : {}),
    ...(techniqueCertificates
      ? { techniqueCertificates: toCertificates(techniqueCertificates) }
      : {}),
    ...(input.contraindications ? { contraindications: input.contraindications.map(toKind) } : {}),
    ...(customMeasures ? { customMeasures: customMeasures.map(toMeasure) } : {}),
    ...(thresholds ? { thresholds: toThresholds(thresholds) } : {}),
  };
  // Fields of the input are those of a policy; a value out of its bounds is refused as data.
  return { ...inForce, ...said, version: input.version } as Policy;
}

/** Values that `toPolicy` makes of those of the input. */
type Made =
  | 'version'
  | 'conditions'
  | 'techniqueCertificates'
  | 'contraindications'
  | 'customMeasures'
  | 'thresholds';

/** Values that the input has as the policy has them: the compiler misses one that is not here. */
const PLAIN: Readonly<Record<Exclude<keyof Policy, Made>, true>> = {
  referringRoles: true,
  diagnosingRoles: true,
  lateEntryHours: true,
  lapseDays: true,
  noSessionDays: true,
  reopenDays: true,
  openGoalsMax: true,
  finalWindowDays: true,
  retentionYears: true,
  screening: true,
  planCertification: true,
  sessionMinutes: true,
  goalWindowDays: true,
};

/** The fields that were said, without the class of an input object. */
function pick(input: AdoptPolicyInput, fields: typeof PLAIN): object {
  const names = Object.keys(fields) as (keyof typeof PLAIN)[]; // it has these and no others
  const given = names.map((field) => [field, input[field] ?? null] as const);
  return Object.fromEntries(
    given
      .filter(([, value]) => value !== null)
      .map(([field, value]) => [field, isPlainList(value) ? [...value] : plain(value)]),
  );
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function plain(value: unknown): unknown {
  return typeof value === 'object' ? { ...value } : value;
}

function toCondition({ code, name, icd10, specialty, precautions }: ConditionInput): object {
  const minded = precautions ? { precautions: toPrecautions(precautions) } : {};
  return { code, name, icd10, specialty: specialty ?? null, ...minded };
}

function toPrecautions({ codes, breaksMin, fewerBreaks }: PrecautionsInput): object {
  return { codes, breaksMin, fewerBreaks };
}

function toCertificates(given: readonly TechniqueCertificateInput[]): object {
  const pairs = given.map(({ technique, certificate }) => [technique, certificate]);
  return Object.fromEntries(pairs) as object; // typed `any` for pairs whose keys are any text
}

function toMeasure({ threshold, ...measure }: CustomMeasureInput): object {
  if (!threshold) return { ...measure, threshold: null };
  return { ...measure, threshold: toThreshold(threshold) };
}

function toThresholds(given: readonly InstrumentThresholdInput[]): object {
  const byCode = given.map(({ instrument, threshold }) => [instrument, toThreshold(threshold)]);
  return Object.fromEntries(byCode) as object; // typed `any` for pairs whose keys are any text
}

function toThreshold({ percent, population, ...rest }: ThresholdInput): object {
  return { ...rest, percent: percent ?? undefined, population: population ?? undefined };
}
