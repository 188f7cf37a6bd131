import { NUMBER_FIGURES, SHARE_FIGURES, type ShareFigure } from '../domain/outcomes/figures';
import type { FunnelPlace } from '../domain/outcomes/funnel';
import type { XmrLimits, XmrSignal } from '../domain/outcomes/xmr';
import { REBUILD_PHASES } from '../engine/rebuild';
import { CASELOAD_FLAGS, type CaseloadFlag } from '../projections/caseload-flags';
import { GROUPINGS } from '../projections/grouping';
import { PHASES } from '../projections/phase';
import { FINDING_ENDS } from '../domain/episode/events-findings';
import { enumOf } from './enums';

/* Closed sets that only answers have. */

export const PhaseEnum = enumOf('Phase', 'Where an episode stands.', PHASES);

const FLAGS: Readonly<Record<CaseloadFlag, string>> = {
  ON_HOLD: 'Care is paused.',
  REACTION: 'An adverse reaction within the last 14 days.',
  CONSENT_MISSING: 'Accepted, and no consent is in force.',
  AUTHORIZATION_RUNNING_OUT: 'At most one visit, or at most 14 days, are left (or none is there).',
  CONTRAINDICATION_TO_CLEAR: 'A contraindication could be cleared, and no clearance holds.',
  SCREENING_DUE: 'A session is today, and contraindications were not asked about today.',
  CERTIFICATION_DUE: 'The plan of care wants to be certified within 7 days, or wanted to be.',
  GOAL_DUE: 'A goal is due within 14 days.',
  GOAL_OVERDUE: 'A goal is past its due day.',
  NO_SESSION: 'No session for longer than the policy has it, and none is booked.',
  LAPSED: 'Without activity for so long that it counts as ended.',
  LATE_DOCUMENTATION: 'Entries were recorded later than the policy has it.',
  DEVIATION: 'Sessions broke rules.',
  URGENT: 'The referral is urgent.',
  FINDING: 'Something that was recorded is not in order by what is known now.',
};
export const CaseloadFlagEnum = enumOf(
  'CaseloadFlag',
  'What a therapist should see, judged at `evaluatedAt`.',
  CASELOAD_FLAGS,
  (flag) => FLAGS[flag],
);

const NEWS = {
  CHANGED: 'The episode changed, came into the caseload or left it.',
  NEW_DAY: 'A day began at a clinic of the caseload: what is due is judged anew.',
  RESYNC: 'Too much changed since to tell each: read the caseload anew.',
} as const;
export type CaseloadNews = keyof typeof NEWS;
// The keys of the table above, which `Object.keys` widens to string.
const CASELOAD_NEWS = Object.keys(NEWS) as readonly CaseloadNews[];
export const CaseloadNewsEnum = enumOf(
  'CaseloadNews',
  'What happened to a caseload.',
  CASELOAD_NEWS,
  (kind) => NEWS[kind],
);

export const FindingEndEnum = enumOf(
  'FindingEnd',
  'How a finding was closed.',
  FINDING_ENDS,
  (how) =>
    ({
      IN_ORDER: 'Its rule holds again.',
      CHANGED: 'Other facts took its place: another finding of the same rule and entry.',
      SETTLED: 'A person looked at it and said how it is settled.',
    })[how],
);

export const DECISIONS = ['PENDING', 'ACCEPTED', 'DECLINED'] as const;
export const DecisionEnum = enumOf('ReferralDecision', 'What became of a referral.', DECISIONS);

export const AMENDED_PARTS = ['PRESCRIPTION', 'DIAGNOSES'] as const;
export const AmendedPartEnum = enumOf(
  'AmendedPart',
  'What of a referral its referrer may amend.',
  AMENDED_PARTS,
);

export const SESSION_STATUSES = ['BOOKED', 'CANCELLED', 'MISSED', 'STARTED', 'COMPLETED'] as const;
export const SessionStatusEnum = enumOf(
  'SessionStatus',
  'What a session has come to.',
  SESSION_STATUSES,
);

export const GOAL_STATUSES = ['OPEN', 'SCORED', 'REPLACED', 'ABANDONED', 'NOT_MEASURED'] as const;
export const GoalStatusEnum = enumOf(
  'GoalStatus',
  'Whether a goal is over, and how.',
  GOAL_STATUSES,
);

export const RESULT_STATES = ['PENDING', 'VALUE', 'MISSING'] as const;
export const ResultStateEnum = enumOf(
  'ResultState',
  'Whether the result of a goal is settled at `evaluatedAt`.',
  RESULT_STATES,
  (state) =>
    ({
      PENDING: 'Later observations may still count.',
      VALUE: 'Settled, with a value.',
      MISSING: 'Settled, and nothing counted was observed: no older value stands in.',
    })[state],
);

export const GOAL_CHANGES = [
  'TARGET',
  'TOLERANCE',
  'DUE',
  'STATEMENT',
  'WEIGHTS',
  'LEVELS',
  'MEASURE',
] as const;
export type GoalChange = (typeof GOAL_CHANGES)[number];
export const GoalChangeEnum = enumOf(
  'GoalChange',
  'What a revision of a goal changed.',
  GOAL_CHANGES,
);

const DEMANDS = ['EASIER', 'HARDER', 'MIXED', 'SAME'] as const;
export const DemandEnum = enumOf(
  'GoalDemand',
  'What a version of a goal asks against the one before it.',
  DEMANDS,
  (demand) =>
    ({
      EASIER: 'A target nearer to the baseline, more tolerance, or more time.',
      HARDER: 'A target further from the baseline, less tolerance, or less time.',
      MIXED: 'The one and the other.',
      SAME: 'Neither more nor less.',
    })[demand],
);

export const GroupingEnum = enumOf(
  'OutcomeGrouping',
  'How figures are grouped.',
  GROUPINGS,
  (by) =>
    ({
      NOTHING: 'One group of all.',
      CLINIC: 'By clinic.',
      THERAPIST: 'By who the outcome counts for: who held most of the sessions.',
      CONDITION: 'By condition, as the policy names it.',
      PAYER: 'By class of payer.',
      REFERRER: 'By the own identifier of the referrer; those without one are a group.',
      MONTH: 'By month of the index day, `YYYY-MM`, local to each clinic.',
      LABEL: 'By the code of one label of the referral; the argument `label` names it.',
    })[by],
);

export const PROJECTION_STATUSES = ['LIVE', 'CATCHING_UP', 'REBUILDING', 'STANDBY'] as const;
export const ProjectionStatusEnum = enumOf(
  'ProjectionStatus',
  'What keeps a read model up to date.',
  PROJECTION_STATUSES,
  (status) =>
    ({
      LIVE: 'This process, and it is at the head of the log.',
      CATCHING_UP: 'This process, and it is behind.',
      REBUILDING: 'Another table is being built beside it, in this process or in another.',
      STANDBY: 'Another process; this one would take over.',
    })[status],
);

const SHARES: Readonly<Record<ShareFigure, string>> = {
  RESPONDERS: 'Responders of the complete.',
  COMPLETION: 'Complete of the eligible.',
  GOALS_REACHED_ORIGINAL: 'Goals to improve that reached their original target by its due day.',
  GOALS_REACHED_CURRENT: 'Goals to improve that reached their current target.',
  GOALS_KEPT: 'Goals to maintain that were kept.',
  MISSED_SESSIONS: 'Missed of the sessions missed or held.',
};

export const ChartFigureEnum = enumOf(
  'ChartFigure',
  'A figure of a month.',
  [...SHARE_FIGURES, ...NUMBER_FIGURES],
  (figure) =>
    ({
      ...SHARES,
      CHANGE_MEAN: 'Mean improvement in points; filter by a measure to read it.',
      SESSIONS_PER_EPISODE_MEAN: 'Mean sessions held in an episode.',
      DAYS_TO_FIRST_SESSION_MEDIAN: 'Median days from referral to first session.',
      REACTIONS_PER_1000_SESSIONS: 'Adverse reactions per 1,000 sessions held.',
      EPISODES: 'Episodes that ended or lapsed.',
    })[figure],
);

export const FunnelFigureEnum = enumOf(
  'FunnelFigure',
  'What units are compared by.',
  [...SHARE_FIGURES, 'REACTIONS'],
  (figure) => ({ ...SHARES, REACTIONS: 'Adverse reactions by sessions held.' })[figure],
);

export const UNIT_KINDS = [
  'CLINIC',
  'THERAPIST',
  'CONDITION',
  'PAYER',
  'REFERRER',
  'LABEL',
] as const;
export const UnitKindEnum = enumOf('FunnelUnits', 'What a unit of a funnel is.', UNIT_KINDS);

export const FunnelPlaceEnum = enumOf(
  'FunnelPlace',
  'Where a unit lies.',
  ['WITHIN', 'BEYOND_INNER', 'BEYOND_OUTER'] satisfies readonly FunnelPlace[],
  (place) =>
    ({
      WITHIN: 'Within the 95 % limits.',
      BEYOND_INNER: 'Beyond the 95 % limits: one in twenty is there by chance.',
      BEYOND_OUTER: 'Beyond the 99.8 % limits: worth a look at what differs there.',
    })[place],
);

export const LimitsStateEnum = enumOf(
  'ControlLimitsState',
  'How firm limits are.',
  ['TRIAL', 'PRELIMINARY', 'FROZEN'] satisfies readonly XmrLimits['state'][],
  (state) =>
    ({
      TRIAL: 'Of fewer than 12 points: do not act on them alone.',
      PRELIMINARY: 'Of 12 to 19 points: they still move.',
      FROZEN: 'Of the first 20 points: they stay until the chart is re-based.',
    })[state],
);

export const ChartSignalEnum = enumOf(
  'ControlSignal',
  'Why a point is more than chance.',
  ['OUTSIDE', 'RUN', 'TREND', 'NEAR_LIMIT'] satisfies readonly XmrSignal[],
  (signal) =>
    ({
      OUTSIDE: 'Beyond a limit.',
      RUN: 'The 7th or later on one side of the mean.',
      TREND: 'The end of 7 points rising or falling; a tie breaks it.',
      NEAR_LIMIT: 'The second of three on one side beyond two thirds of the way to the limit.',
    })[signal],
);

export const RebuildPhaseEnum = enumOf(
  'RebuildPhase',
  'What a rebuild is at.',
  REBUILD_PHASES,
  (phase) =>
    ({
      COPYING: 'Every stream is folded, and its rows are copied to new tables.',
      INDEXING: 'The new tables get their keys and indexes.',
      CATCHING_UP: 'What was recorded meanwhile is taken in.',
      COMPARING: 'Old and new are at one place in the log, compared, and exchanged.',
    })[phase],
);
