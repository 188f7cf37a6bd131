import { InputType } from '@nestjs/graphql';
import type { CaseMix } from '../domain/episode/values';
import type { Instant } from '../domain/time';
import type { FEWER_BREAKS } from '../domain/policy/conditions';
import { CommandInput } from './command-input';
import { ContraindicationKindInput } from './policy-safety-inputs';
import {
  BetterEnum,
  FewerBreaksEnum,
  PayerClassEnum,
  ThresholdTypeEnum,
  type BETTER,
  type THRESHOLD_TYPES,
} from './enums';
import {
  CodeField,
  CodesField,
  EnumField,
  EnumsField,
  FlagField,
  MomentField,
  NumberField,
  ObjectField,
  ObjectsField,
  TextField,
  WholeField,
} from './fields';

const DAYS_MAX = 3_650;
const POINTS = { min: -1_000_000, max: 1_000_000 };

@InputType({ description: 'The smallest change of a measure that counts.' })
export class ThresholdInput {
  @NumberField('Points of the measure, above 0.', { min: 0, max: POINTS.max })
  readonly value!: number;

  @NumberField('Also at least this share of the baseline, in percent.', {
    min: 0,
    max: 100,
    optional: true,
  })
  readonly percent?: number | null;

  @EnumField(ThresholdTypeEnum, 'What kind of threshold it is.')
  readonly type!: (typeof THRESHOLD_TYPES)[number];

  @TextField('Where it is from: the paper or standard.', { min: 1, max: 300, clear: 'line' })
  readonly source!: string;

  @TextField('Whom it was found for, e.g. `chronic low-back pain, outpatients`.', {
    min: 1,
    max: 300,
    clear: 'line',
    optional: true,
  })
  readonly population?: string | null;
}

@InputType({ description: 'The threshold that a built-in instrument is judged by.' })
export class InstrumentThresholdInput {
  @CodeField('Code of the instrument, e.g. `NDI`.')
  readonly instrument!: string;

  @ObjectField(() => ThresholdInput, 'The change that counts.')
  readonly threshold!: ThresholdInput;
}

@InputType({ description: "A measure of the organisation's own." })
export class CustomMeasureInput {
  @CodeField('Code, e.g. `GRIP_KG`: capitals, digits and underscores.')
  readonly code!: string;

  @TextField('Name.', { min: 1, max: 120 })
  readonly name!: string;

  @TextField('Unit, e.g. `kg`.', { min: 1, max: 40 })
  readonly unit!: string;

  @NumberField('Lowest score.', POINTS)
  readonly min!: number;

  @NumberField('Highest score.', POINTS)
  readonly max!: number;

  @EnumField(BetterEnum, 'Which way it improves.')
  readonly better!: (typeof BETTER)[number];

  @FlagField('Whether zero is a true zero: only then has a change in percent a meaning.')
  readonly trueZero!: boolean;

  @ObjectField(() => ThresholdInput, 'The change that counts; absent: not known.', {
    optional: true,
  })
  readonly threshold?: ThresholdInput | null;
}

@InputType({ description: 'What to mind with a condition.' })
export class PrecautionsInput {
  @CodesField('Codes that people see when a session is planned, e.g. `SLOW_PACE`.', {
    min: 1,
    max: 20,
  })
  readonly codes!: readonly string[];

  @WholeField('Breaks that a session has at least.', { min: 0, max: 50 })
  readonly breaksMin!: number;

  @EnumField(FewerBreaksEnum, 'What a session with fewer breaks is.')
  readonly fewerBreaks!: (typeof FEWER_BREAKS)[number];
}

@InputType({ description: 'A condition, as diagnoses mean it.' })
export class ConditionInput {
  @CodeField('Code, e.g. `NECK_PAIN`.')
  readonly code!: string;

  @TextField('Name.', { min: 1, max: 120 })
  readonly name!: string;

  @CodesField('ICD-10 prefixes that mean it; the longest match wins.', { min: 1 })
  readonly icd10!: readonly string[];

  @CodeField('Specialty that a treating therapist needs; absent: none.', { optional: true })
  readonly specialty?: string | null;

  @ObjectField(() => PrecautionsInput, 'What to mind; absent: nothing.', { optional: true })
  readonly precautions?: PrecautionsInput | null;
}

@InputType({ description: 'A technique that needs a certificate.' })
export class TechniqueCertificateInput {
  @CodeField('The technique.')
  readonly technique!: string;

  @CodeField('The certificate: a specialty of the therapist.')
  readonly certificate!: string;
}

@InputType({ description: 'When a plan of care wants to be certified by the referrer.' })
export class PlanCertificationPolicyInput {
  @CodesField('Conditions that ask for it, e.g. `PARKINSON`.')
  readonly conditions!: readonly string[];

  @EnumsField(PayerClassEnum, 'Payers that ask for it.')
  readonly payers!: readonly CaseMix['payerClass'][];

  @WholeField('Days after the first of the plan by which it is certified.', {
    min: 1,
    max: DAYS_MAX,
  })
  readonly withinDays!: number;

  @WholeField('Days for which a certification holds.', { min: 1, max: DAYS_MAX })
  readonly everyDays!: number;
}

@InputType({ description: 'Lengths of a session, in minutes.' })
export class SessionMinutesInput {
  @WholeField('Shorter is worth a warning.', { min: 1, max: 1_440 })
  readonly usualMin!: number;

  @WholeField('Longer is worth a warning.', { min: 1, max: 1_440 })
  readonly usualMax!: number;

  @WholeField('Longer is a deviation.', { min: 1, max: 1_440 })
  readonly max!: number;
}

@InputType({ description: 'Days around the due date of a goal.' })
export class GoalWindowDaysInput {
  @WholeField('Days before it.', { min: 0, max: DAYS_MAX })
  readonly before!: number;

  @WholeField('Days after it.', { min: 0, max: DAYS_MAX })
  readonly after!: number;
}

@InputType({
  description: 'A policy to adopt. What is absent stays as in the policy that is in force now.',
})
export class AdoptPolicyInput extends CommandInput {
  @CodeField('A name for this version, never used before, e.g. `2026-1`.')
  readonly version!: string;

  @MomentField('Holds from here on; absent: from when it happened.', { optional: true })
  readonly since?: Instant | null;

  @CodesField('Roles that may refer a patient.', { min: 1, optional: true })
  readonly referringRoles?: readonly string[] | null;

  @CodesField('Roles that may assert a diagnosis.', { min: 1, optional: true })
  readonly diagnosingRoles?: readonly string[] | null;

  @WholeField('Recorded later than this many hours is a late entry.', {
    min: 1,
    max: 8_760,
    optional: true,
  })
  readonly lateEntryHours?: number | null;

  @WholeField('An open episode without a session for this many days has lapsed.', {
    min: 1,
    max: DAYS_MAX,
    optional: true,
  })
  readonly lapseDays?: number | null;

  @WholeField('A flag on the caseload: no session for this many days.', {
    min: 1,
    max: DAYS_MAX,
    optional: true,
  })
  readonly noSessionDays?: number | null;

  @WholeField('Days after a discharge in which the episode may be reopened.', {
    min: 0,
    max: DAYS_MAX,
    optional: true,
  })
  readonly reopenDays?: number | null;

  @WholeField('Goals that may be open at once.', { min: 1, max: 50, optional: true })
  readonly openGoalsMax?: number | null;

  @ObjectField(() => SessionMinutesInput, 'Lengths of a session.', { optional: true })
  readonly sessionMinutes?: SessionMinutesInput | null;

  @ObjectField(() => GoalWindowDaysInput, 'When an observation counts for a goal.', {
    optional: true,
  })
  readonly goalWindowDays?: GoalWindowDaysInput | null;

  @WholeField('A final score lies at most this many days from the last session.', {
    min: 0,
    max: DAYS_MAX,
    optional: true,
  })
  readonly finalWindowDays?: number | null;

  @WholeField('A record is kept this many years after the last day of care.', {
    min: 0,
    max: 100,
    optional: true,
  })
  readonly retentionYears?: number | null;

  @ObjectsField(() => ConditionInput, 'All conditions.', { optional: true })
  readonly conditions?: readonly ConditionInput[] | null;

  @ObjectsField(() => TechniqueCertificateInput, 'All techniques that need a certificate.', {
    optional: true,
  })
  readonly techniqueCertificates?: readonly TechniqueCertificateInput[] | null;

  @ObjectsField(() => ContraindicationKindInput, 'All kinds of contraindications.', {
    optional: true,
  })
  readonly contraindications?: readonly ContraindicationKindInput[] | null;

  @CodesField('Kinds of contraindications that are asked before every session.', {
    optional: true,
    max: 50,
  })
  readonly screening?: readonly string[] | null;

  @ObjectField(() => PlanCertificationPolicyInput, 'When a plan of care wants certification.', {
    optional: true,
  })
  readonly planCertification?: PlanCertificationPolicyInput | null;

  @ObjectsField(() => CustomMeasureInput, "All measures of the organisation's own.", {
    optional: true,
  })
  readonly customMeasures?: readonly CustomMeasureInput[] | null;

  @ObjectsField(() => InstrumentThresholdInput, 'All thresholds other than the built-in ones.', {
    optional: true,
  })
  readonly thresholds?: readonly InstrumentThresholdInput[] | null;
}
