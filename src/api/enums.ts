import { registerEnumType } from '@nestjs/graphql';
import { ROLES } from '../domain/envelope';
import {
  AGE_BANDS,
  ASSESSMENT_KINDS,
  CONSENT_GIVERS,
  CONSENT_SCOPES,
  DISCHARGE_REASONS,
  DURATION_BANDS,
  FEEDBACK_FOR,
  FEEDBACK_TONES,
  GOAL_KINDS,
  HOLD_REASONS,
  MISS_REASONS,
  OBSERVATION_MODES,
  OCCASIONS,
  PAYER_CLASSES,
  PRESSURES,
  RECALLS,
  REVISION_REASONS,
  SEVERITIES,
  SEXES,
  TECHNIQUES,
  URGENCIES,
  VOID_REASONS,
} from '../domain/episode/codes';
import { PRESSURE_LIMITS } from '../domain/episode/bars';
import { FEWER_BREAKS } from '../domain/policy/conditions';
import { RULES } from '../domain/rules';
import { aggregates } from '../engine/aggregates';
import { ERROR_CODES } from './errors';
import { ALL_RIGHTS } from './rights';

/** A closed set as GraphQL knows it: each value stands for itself. */
export type EnumObject<V extends string = string> = { readonly [value in V]: value };

export function enumOf<V extends string>(
  name: string,
  description: string,
  values: readonly V[],
  describe?: (value: V) => string,
): EnumObject<V> {
  // Each value under its own name, which `fromEntries` widens.
  const object = Object.fromEntries(values.map((value) => [value, value])) as EnumObject<V>;
  const described = values.map((value) => [
    value,
    describe ? { description: describe(value) } : {},
  ]);
  registerEnumType(object, {
    name,
    description,
    // One entry a value, which `fromEntries` widens.
    valuesMap: Object.fromEntries(described) as { [value in V]: { description?: string } },
  });
  return object;
}

export const RoleEnum = enumOf('Role', 'What a person does here; held by grants.', ROLES);
export const RightEnum = enumOf('Right', 'What an operation needs; roles carry them.', ALL_RIGHTS);
export const ErrorCodeEnum = enumOf(
  'ErrorCode',
  'What `extensions.code` of an error may be.',
  ERROR_CODES,
);
export const TechniqueEnum = enumOf('Technique', 'Techniques of manual therapy.', TECHNIQUES);
export const PressureEnum = enumOf('Pressure', 'How firmly tissue was worked.', PRESSURES);
export const PressureLimitEnum = enumOf(
  'PressureLimit',
  'The firmest that may be.',
  PRESSURE_LIMITS,
);
export const AssessmentKindEnum = enumOf(
  'AssessmentKind',
  'Which assessment it is: the initial one comes once, before treatment.',
  ASSESSMENT_KINDS,
);
export const OccasionEnum = enumOf(
  'Occasion',
  'When an observation was taken. One right after a session never counts as a result.',
  OCCASIONS,
);
export const RecallEnum = enumOf(
  'Recall',
  'The time span that the patient was asked about.',
  RECALLS,
);
export const ObservationModeEnum = enumOf(
  'ObservationMode',
  'How an observation was obtained.',
  OBSERVATION_MODES,
);
export const GoalKindEnum = enumOf('GoalKind', 'To get better, or to keep what is.', GOAL_KINDS);
export const RevisionReasonEnum = enumOf(
  'RevisionReason',
  'Why a goal was changed.',
  REVISION_REASONS,
);
export const SeverityEnum = enumOf('Severity', 'How bad an adverse reaction was.', SEVERITIES);
export const HoldReasonEnum = enumOf('HoldReason', 'Why care is on hold.', HOLD_REASONS);
export const MissReasonEnum = enumOf('MissReason', 'Why a booking was not held.', MISS_REASONS);
export const VoidReasonEnum = enumOf(
  'VoidReason',
  'Why an episode should never have been.',
  VOID_REASONS,
);
export const DischargeReasonEnum = enumOf('DischargeReason', 'Why care ended.', DISCHARGE_REASONS);
export const FeedbackForEnum = enumOf(
  'FeedbackFor',
  'Whom feedback is for: who treats, or the organisation.',
  FEEDBACK_FOR,
);
export const FeedbackToneEnum = enumOf('FeedbackTone', 'How feedback was meant.', FEEDBACK_TONES);
export const ConsentGiverEnum = enumOf('ConsentGiver', 'Who consented.', CONSENT_GIVERS);
export const ConsentScopeEnum = enumOf('ConsentScope', 'What was consented to.', CONSENT_SCOPES);
export const UrgencyEnum = enumOf('Urgency', 'How soon care should begin.', URGENCIES);
export const SexEnum = enumOf('Sex', 'Case mix: sex as recorded.', SEXES);
export const AgeBandEnum = enumOf('AgeBand', 'Case mix: age at referral, in years.', AGE_BANDS);
export const DurationBandEnum = enumOf(
  'DurationBand',
  'Case mix: how long the problem had lasted at referral.',
  DURATION_BANDS,
);
export const PayerClassEnum = enumOf('PayerClass', 'Who pays, coarsely.', PAYER_CLASSES);

export const SETTLEMENTS = ['SCORED', 'ABANDONED', 'NOT_MEASURED'] as const;
export const SettlementEnum = enumOf(
  'Settlement',
  'How a goal ends with the episode: scored by an observation, given up, or not measured.',
  SETTLEMENTS,
);
export const FewerBreaksEnum = enumOf(
  'FewerBreaks',
  'What a session with fewer breaks than a condition asks for is.',
  FEWER_BREAKS,
);
export const EVIDENCE_KINDS = ['OBSERVATION', 'REACTION', 'FEEDBACK'] as const;
export const EvidenceKindEnum = enumOf(
  'EvidenceKind',
  'What supports a revision: an observation, an adverse reaction or feedback (by its entry).',
  EVIDENCE_KINDS,
);
export const BETTER = ['lower', 'higher'] as const;
export const BetterEnum = enumOf('Better', 'Which way a measure improves.', BETTER);
export const INSTRUMENT_KINDS = ['state', 'transition'] as const;
export const InstrumentKindEnum = enumOf(
  'InstrumentKind',
  'A state has a score at a moment; a transition rates change: no baseline and no goals.',
  INSTRUMENT_KINDS,
);
export const THRESHOLD_TYPES = ['MCID', 'MDC'] as const;
export const ThresholdTypeEnum = enumOf(
  'ThresholdType',
  'Smallest change that matters to patients (MCID), or that is above measurement error (MDC).',
  THRESHOLD_TYPES,
);

// The keys of the table of rules, which `Object.keys` widens.
const ruleCodes = Object.keys(RULES) as readonly (keyof typeof RULES)[];
export const RuleCodeEnum = enumOf(
  'RuleCode',
  'Every rule that may refuse a command, or that a recorded fact may have broken.',
  ruleCodes,
  (code) => RULES[code].says,
);

const entryTypes = Object.values(aggregates).flatMap(({ schemas }) => Object.keys(schemas));
export const EntryTypeEnum = enumOf('EntryType', 'What an entry of the log says.', entryTypes);
