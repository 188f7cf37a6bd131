import { localDate, type Instant, type LocalDate, type Zone } from '../domain/time';
import { plusDays } from '../domain/time';
import { authorizedOn, authorizationsOf, coveredUntil } from './caseload-authorized';
import type { CaseloadRow } from './caseload';

export const CASELOAD_FLAGS = [
  'ON_HOLD',
  'REACTION',
  'CONSENT_MISSING',
  'AUTHORIZATION_RUNNING_OUT',
  'GOAL_DUE',
  'GOAL_OVERDUE',
  'NO_SESSION',
  'LAPSED',
  'LATE_DOCUMENTATION',
  'DEVIATION',
  'URGENT',
] as const;
export type CaseloadFlag = (typeof CASELOAD_FLAGS)[number];

const GOAL_DUE_DAYS = 14;
const AUTHORIZATION_DAYS = 14;
const AUTHORIZATION_VISITS = 1;
const REACTION_DAYS = 14;

/** What of the row a flag is made of: moments and days as the database gives them. */
export type FlagFacts = Pick<
  CaseloadRow,
  | 'phase'
  | 'zone'
  | 'consent'
  | 'urgency'
  | 'hold_reason'
  | 'last_reaction_at'
  | 'goal_due_on'
  | 'no_session_after'
  | 'lapses_at'
  | 'next_session_at'
  | 'authorizations'
  | 'late_entries'
  | 'deviations'
>;

/**
 * What a therapist should see at a moment: computed from stored deadlines, so that a past caseload
 * shows the flags of that day. Instants are ISO 8601 UTC with milliseconds.
 */
export function flagsOf(row: FlagFacts, evaluatedAt: Instant): CaseloadFlag[] {
  // Rows are plain text; zone and days were made by the domain.
  const today = localDate(evaluatedAt, row.zone as Zone);
  const due = row.goal_due_on as LocalDate | null;
  const accepted = row.phase !== 'REFERRED' && row.phase !== 'DECLINED';
  const held = row.hold_reason !== null;
  const lapsed = row.lapses_at !== null && row.lapses_at <= evaluatedAt;
  const flags: [CaseloadFlag, boolean][] = [
    ['ON_HOLD', held],
    ['REACTION', isWithin(row.last_reaction_at, evaluatedAt, REACTION_DAYS)],
    ['CONSENT_MISSING', accepted && !row.consent],
    ['AUTHORIZATION_RUNNING_OUT', accepted && isRunningOut(row, today)],
    ['GOAL_DUE', due !== null && today <= due && due <= plusDays(today, GOAL_DUE_DAYS)],
    ['GOAL_OVERDUE', due !== null && due < today],
    ['NO_SESSION', !held && !lapsed && isIdle(row, evaluatedAt)],
    ['LAPSED', lapsed],
    ['LATE_DOCUMENTATION', row.late_entries > 0],
    ['DEVIATION', row.deviations > 0],
    ['URGENT', row.urgency === 'URGENT'],
  ];
  return flags.filter(([, raised]) => raised).map(([flag]) => flag);
}

function isWithin(at: string | null, evaluatedAt: Instant, days: number): boolean {
  if (at === null) return false;
  const ageMs = Date.parse(evaluatedAt) - Date.parse(at);
  return ageMs >= 0 && ageMs <= days * 86_400_000;
}

/** No session for too long, and none booked to come. */
function isIdle(row: FlagFacts, evaluatedAt: Instant): boolean {
  const booked = row.next_session_at !== null && row.next_session_at >= evaluatedAt;
  return !booked && row.no_session_after !== null && row.no_session_after <= evaluatedAt;
}

/** By what is valid on the day: what is over says nothing, and one to come has no visits yet. */
function isRunningOut(row: FlagFacts, today: LocalDate): boolean {
  const granted = authorizationsOf(row);
  const { isValid, visits, used } = authorizedOn(granted, today);
  if (!isValid) return true;
  const visitsLeft = visits === null ? Infinity : visits - used;
  if (visitsLeft <= AUTHORIZATION_VISITS) return true;
  return coveredUntil(granted, today) <= plusDays(today, AUTHORIZATION_DAYS);
}
