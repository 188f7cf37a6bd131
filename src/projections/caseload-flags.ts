import { localDate, type Instant, type LocalDate, type Zone } from '../domain/time';
import { plusDays } from '../domain/time';
import { authorizedOn, authorizationsOf, coveredUntil } from './caseload-authorized';
import type { CaseloadContraindication, CaseloadRow } from './caseload';

export const CASELOAD_FLAGS = [
  'ON_HOLD',
  'REACTION',
  'CONSENT_MISSING',
  'AUTHORIZATION_RUNNING_OUT',
  'CONTRAINDICATION_TO_CLEAR',
  'SCREENING_DUE',
  'CERTIFICATION_DUE',
  'GOAL_DUE',
  'GOAL_OVERDUE',
  'NO_SESSION',
  'LAPSED',
  'LATE_DOCUMENTATION',
  'DEVIATION',
  'URGENT',
  'FINDING',
] as const;
export type CaseloadFlag = (typeof CASELOAD_FLAGS)[number];

const GOAL_DUE_DAYS = 14;
const AUTHORIZATION_DAYS = 14;
const AUTHORIZATION_VISITS = 1;
/** A signature takes a while. */
const CERTIFICATION_DAYS = 7;
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
  | 'certify_by'
  | 'no_session_after'
  | 'lapses_at'
  | 'next_session_at'
  | 'authorizations'
  | 'contraindications'
  | 'screened_at'
  | 'late_entries'
  | 'deviations'
  | 'findings'
>;

/**
 * What a therapist should see at a moment: computed from stored deadlines, so that a past caseload
 * shows the flags of that day. Instants are ISO 8601 UTC with milliseconds.
 */
export function flagsOf(row: FlagFacts, evaluatedAt: Instant): CaseloadFlag[] {
  // Rows are plain text; zone and days were made by the domain.
  const today = localDate(evaluatedAt, row.zone as Zone);
  const due = row.goal_due_on as LocalDate | null;
  const certifyBy = row.certify_by as LocalDate | null;
  const accepted = row.phase !== 'REFERRED' && row.phase !== 'DECLINED';
  const held = row.hold_reason !== null;
  const lapsed = row.lapses_at !== null && row.lapses_at <= evaluatedAt;
  const flags: [CaseloadFlag, boolean][] = [
    ['ON_HOLD', held],
    ['REACTION', isWithin(row.last_reaction_at, evaluatedAt, REACTION_DAYS)],
    ['CONSENT_MISSING', accepted && !row.consent],
    ['AUTHORIZATION_RUNNING_OUT', accepted && isRunningOut(row, today)],
    ['CONTRAINDICATION_TO_CLEAR', contraindicationsOf(row).some(isToClear(today))],
    ['SCREENING_DUE', isScreeningDue(row, today)],
    ['CERTIFICATION_DUE', certifyBy !== null && certifyBy <= plusDays(today, CERTIFICATION_DAYS)],
    ['GOAL_DUE', due !== null && today <= due && due <= plusDays(today, GOAL_DUE_DAYS)],
    ['GOAL_OVERDUE', due !== null && due < today],
    ['NO_SESSION', !held && !lapsed && isIdle(row, evaluatedAt)],
    ['LAPSED', lapsed],
    ['LATE_DOCUMENTATION', row.late_entries > 0],
    ['DEVIATION', row.deviations > 0],
    ['URGENT', row.urgency === 'URGENT'],
    ['FINDING', row.findings > 0],
  ];
  return flags.filter(([, raised]) => raised).map(([flag]) => flag);
}

/** Open contraindications of a row. */
export function contraindicationsOf(
  row: Pick<CaseloadRow, 'contraindications'>,
): readonly CaseloadContraindication[] {
  // JSON that the row's own function wrote.
  return JSON.parse(row.contraindications) as CaseloadContraindication[];
}

/** A clearance would let treatment go on, and none holds that day. */
function isToClear(today: LocalDate) {
  return ({ absolute, clearance }: CaseloadContraindication): boolean => {
    if (absolute) return false;
    return !clearance || (clearance.until !== null && clearance.until < today);
  };
}

/**
 * A session is booked for today, nobody has asked today, and there is something to ask about: an
 * open contraindication, or a patient who was never asked.
 */
function isScreeningDue(row: FlagFacts, today: LocalDate): boolean {
  const { next_session_at: next, screened_at: screened } = row;
  const dayOf = (at: string) => localDate(at as Instant, row.zone as Zone); // as above
  if (next === null || dayOf(next) !== today) return false;
  if (screened === null) return true;
  return dayOf(screened) < today && contraindicationsOf(row).length > 0;
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
