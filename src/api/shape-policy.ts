import type { PolicyInFull } from '../domain/policy/in-full';
import type { Policy } from '../domain/policy/policy';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { ContraindicationKindShown, KindBars } from './policy-safety-types';
import {
  ConditionShown,
  CustomMeasureShown,
  GoalWindowDays,
  InstrumentThreshold,
  PlanCertificationPolicy,
  PolicyShown,
  PrecautionsShown,
  SessionMinutes,
  TechniqueCertificate,
} from './policy-types';
import { filled } from './filled';
import { shapeInstruments } from './shape-instrument';
import { shapeThreshold } from './shape-threshold';

type Kind = PolicyInFull['contraindications'][number];

/** A policy with every value. `since` null: the one of the beginning. */
export function shapePolicy(
  policy: PolicyInFull,
  since: Instant | null,
  asOf: Moment,
): PolicyShown {
  const { planCertification, conditions, customMeasures, contraindications } = policy;
  return filled(PolicyShown, {
    ...policy,
    since,
    asOf,
    sessionMinutes: filled(SessionMinutes, policy.sessionMinutes),
    goalWindowDays: filled(GoalWindowDays, policy.goalWindowDays),
    conditions: conditions.map(shapeCondition),
    techniqueCertificates: Object.entries(policy.techniqueCertificates).map(
      ([technique, certificate]) => filled(TechniqueCertificate, { technique, certificate }),
    ),
    contraindications: contraindications.map(shapeKind),
    planCertification: planCertification
      ? filled(PlanCertificationPolicy, planCertification)
      : null,
    customMeasures: customMeasures.map((measure) =>
      filled(CustomMeasureShown, {
        ...measure,
        threshold: measure.threshold && shapeThreshold(measure.threshold),
      }),
    ),
    instruments: shapeInstruments(policy),
    thresholds: Object.entries(policy.thresholds ?? {}).map(([instrument, threshold]) =>
      filled(InstrumentThreshold, { instrument, threshold: shapeThreshold(threshold) }),
    ),
  });
}

function shapeCondition({ precautions, ...condition }: Policy['conditions'][number]) {
  return filled(ConditionShown, {
    ...condition,
    precautions: precautions ? filled(PrecautionsShown, precautions) : null,
  });
}

function shapeKind({ bars, untilCleared, ...kind }: Kind): ContraindicationKindShown {
  return filled(ContraindicationKindShown, {
    ...kind,
    bars: filled(KindBars, bars),
    untilCleared: untilCleared && filled(KindBars, untilCleared),
  });
}
