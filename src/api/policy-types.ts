import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { CaseMix } from '../domain/episode/values';
import type { FEWER_BREAKS } from '../domain/policy/conditions';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { AnsweredMoment } from './as-of';
import { BetterEnum, FewerBreaksEnum, PayerClassEnum, type BETTER } from './enums';
import { InstrumentShown } from './instrument-types';
import { ContraindicationKindShown } from './policy-safety-types';
import { DateTime } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { ThresholdShown } from './threshold-type';

/* Classes of answers; `!` says that the shaping functions fill every field. */

@ObjectType({ description: 'The threshold that a built-in instrument is judged by.' })
export class InstrumentThreshold {
  @Shown(() => String, 'Code of the instrument, e.g. `NDI`.')
  instrument!: string;

  @Shown(() => ThresholdShown, 'The change that counts.')
  threshold!: ThresholdShown;
}

@ObjectType('CustomMeasure', { description: "A measure of the organisation's own." })
export class CustomMeasureShown {
  @Shown(() => String, 'Code.')
  code!: string;

  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => String, 'Unit, e.g. `kg`.')
  unit!: string;

  @Shown(() => Float, 'Lowest score.')
  min!: number;

  @Shown(() => Float, 'Highest score.')
  max!: number;

  @Shown(() => BetterEnum, 'Which way it improves.')
  better!: (typeof BETTER)[number];

  @Shown(() => Boolean, 'Zero is a true zero: a change in percent has a meaning.')
  trueZero!: boolean;

  @ShownOrNull(() => ThresholdShown, 'The change that counts; null: not known.')
  threshold!: ThresholdShown | null;
}

@ObjectType('Precautions', { description: 'What to mind with a condition.' })
export class PrecautionsShown {
  @Shown(() => [String], 'Codes that people see when a session is planned.')
  codes!: readonly string[];

  @Shown(() => Int, 'Breaks that a session has at least.')
  breaksMin!: number;

  @Shown(() => FewerBreaksEnum, 'What a session with fewer breaks is.')
  fewerBreaks!: (typeof FEWER_BREAKS)[number];
}

@ObjectType('Condition', { description: 'A condition, as diagnoses mean it.' })
export class ConditionShown {
  @Shown(() => String, 'Code, e.g. `NECK_PAIN`.')
  code!: string;

  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => [String], 'ICD-10 prefixes that mean it; the longest match wins.')
  icd10!: readonly string[];

  @ShownOrNull(() => String, 'Specialty that a treating therapist needs; null: none.')
  specialty!: string | null;

  @ShownOrNull(() => PrecautionsShown, 'What to mind; null: nothing.')
  precautions!: PrecautionsShown | null;
}

@ObjectType({ description: 'A technique that needs a certificate.' })
export class TechniqueCertificate {
  @Shown(() => String, 'The technique.')
  technique!: string;

  @Shown(() => String, 'The certificate: a specialty of the therapist.')
  certificate!: string;
}

@ObjectType({ description: 'When a plan of care wants to be certified by the referrer.' })
export class PlanCertificationPolicy {
  @Shown(() => [String], 'Conditions that ask for it.')
  conditions!: readonly string[];

  @Shown(() => [PayerClassEnum], 'Payers that ask for it.')
  payers!: readonly CaseMix['payerClass'][];

  @Shown(() => Int, 'Days after the first of the plan by which it is certified.')
  withinDays!: number;

  @Shown(() => Int, 'Days for which a certification holds.')
  everyDays!: number;
}

@ObjectType({ description: 'Lengths of a session, in minutes.' })
export class SessionMinutes {
  @Shown(() => Float, 'Shorter is worth a warning.')
  usualMin!: number;

  @Shown(() => Float, 'Longer is worth a warning.')
  usualMax!: number;

  @Shown(() => Float, 'Longer is a deviation.')
  max!: number;
}

@ObjectType({ description: 'Days around the due date of a goal in which observations count.' })
export class GoalWindowDays {
  @Shown(() => Float, 'Days before it.')
  before!: number;

  @Shown(() => Float, 'Days after it.')
  after!: number;
}

@ObjectType('Policy', {
  description: 'The rules on which sources disagree, each value as decisions take it.',
})
export class PolicyShown {
  @Shown(() => String, 'Its name, e.g. `2026-1`; entries say by it what they were decided by.')
  version!: string;

  @ShownOrNull(() => DateTime, 'Holds from here on; null: the one of the beginning.')
  since!: Instant | null;

  @Shown(() => [String], 'Roles that may refer a patient.')
  referringRoles!: readonly string[];

  @Shown(() => [String], 'Roles that may assert a diagnosis.')
  diagnosingRoles!: readonly string[];

  @Shown(() => Float, 'Recorded later than this many hours is a late entry.')
  lateEntryHours!: number;

  @Shown(() => Float, 'An open episode without a session for this many days has lapsed.')
  lapseDays!: number;

  @Shown(() => Float, 'A flag on the caseload: no session for this many days.')
  noSessionDays!: number;

  @Shown(() => Int, 'Days after a discharge in which the episode may be reopened.')
  reopenDays!: number;

  @Shown(() => Int, 'Goals that may be open at once.')
  openGoalsMax!: number;

  @Shown(() => SessionMinutes, 'Lengths of a session.')
  sessionMinutes!: SessionMinutes;

  @Shown(() => GoalWindowDays, 'When an observation counts for a goal.')
  goalWindowDays!: GoalWindowDays;

  @Shown(() => Float, 'A final score lies at most this many days from the last session.')
  finalWindowDays!: number;

  @Shown(() => Int, 'A record is kept this many years after the last day of care.')
  retentionYears!: number;

  @Shown(() => [ConditionShown], 'All conditions.')
  conditions!: ConditionShown[];

  @Shown(() => [TechniqueCertificate], 'All techniques that need a certificate.')
  techniqueCertificates!: TechniqueCertificate[];

  @Shown(() => [ContraindicationKindShown], 'All kinds of contraindications.')
  contraindications!: ContraindicationKindShown[];

  @Shown(() => [String], 'Kinds of contraindications that are asked before every session.')
  screening!: readonly string[];

  @ShownOrNull(() => PlanCertificationPolicy, 'When a plan of care wants it; null: never.')
  planCertification!: PlanCertificationPolicy | null;

  @Shown(() => [CustomMeasureShown], "Measures of the organisation's own.")
  customMeasures!: CustomMeasureShown[];

  @Shown(() => [InstrumentShown], 'Every instrument, as offered: those built in, then those above.')
  instruments!: InstrumentShown[];

  @Shown(() => [InstrumentThreshold], 'Thresholds other than the built-in ones.')
  thresholds!: InstrumentThreshold[];

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}
