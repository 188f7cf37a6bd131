import type { Actor, Role } from '../domain/envelope';
import type { ClinicId, StaffId } from '../domain/ids';
import type { RoleGrant, Staff } from '../domain/staff/state';

/**
 * How far a role's right goes: everything; what belongs to the clinics of the grant; the episodes
 * that the person carries or covers; those, and episodes of the clinics that nobody carries yet.
 */
type Reach = 'ALL' | 'CLINICS' | 'CARRIED' | 'CARRIED_OR_NEW';
type Holders = Readonly<Partial<Record<Role, Reach>>>;

/**
 * Who may what, in one place. What is not listed is not allowed. An auditor reads everything and
 * changes nothing; an administrator sees no clinical content.
 */
const RIGHTS = {
  ADMINISTER_STAFF: { ADMINISTRATOR: 'ALL' },
  ADMINISTER_CLINICS: { ADMINISTRATOR: 'ALL' },
  /** Names and zones: nothing of a person in it, and forms ask for other clinics as well. */
  READ_CLINICS: {
    ADMINISTRATOR: 'ALL',
    THERAPIST: 'ALL',
    MANAGER: 'ALL',
    CLINICAL_LEAD: 'ALL',
    FRONT_DESK: 'ALL',
    AUDITOR: 'ALL',
  },
  /** Who works in their clinics. */
  READ_STAFF: {
    ADMINISTRATOR: 'ALL',
    THERAPIST: 'CLINICS',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
    AUDITOR: 'ALL',
  },
  /** The rules that everyone is judged by; how long records are kept is one of them. */
  READ_POLICY: {
    ADMINISTRATOR: 'ALL',
    THERAPIST: 'ALL',
    MANAGER: 'ALL',
    CLINICAL_LEAD: 'ALL',
    FRONT_DESK: 'ALL',
    AUDITOR: 'ALL',
    PRIVACY_OFFICER: 'ALL',
  },
  ADOPT_POLICY: { CLINICAL_LEAD: 'ALL' },
  REGISTER_PATIENTS: {
    THERAPIST: 'CLINICS',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
  },
  MERGE_PATIENTS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  /** Patients say so at the desk; whether it is due, the privacy officer decides. */
  REQUEST_ERASURE: { PRIVACY_OFFICER: 'ALL', MANAGER: 'CLINICS', FRONT_DESK: 'CLINICS' },
  PROTECT_RECORDS: { PRIVACY_OFFICER: 'ALL' },
  READ_PROTECTION: { PRIVACY_OFFICER: 'ALL', AUDITOR: 'ALL' },
  HANDLE_REFERRALS: {
    THERAPIST: 'CARRIED_OR_NEW',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
  },
  GRANT_AUTHORIZATIONS: {
    THERAPIST: 'CARRIED_OR_NEW',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
  },
  RECORD_CONSENT: { THERAPIST: 'CARRIED_OR_NEW' },
  /** What was noted by whoever heard it first; a lead also where another one treats. */
  RECORD_CONTRAINDICATIONS: { THERAPIST: 'CARRIED_OR_NEW', CLINICAL_LEAD: 'CLINICS' },
  /** Who carries an episode may hand it over. */
  TRANSFER_EPISODES: { THERAPIST: 'CARRIED', MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  ASSIGN_THERAPISTS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  REOPEN_EPISODES: { THERAPIST: 'CARRIED', MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  VOID_EPISODES: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  /** What should never have been is seen by who checks on the others. */
  READ_VOIDED: { AUDITOR: 'ALL' },
  BOOK_SESSIONS: { THERAPIST: 'CARRIED', FRONT_DESK: 'CLINICS' },
  RECORD_FEEDBACK: {
    THERAPIST: 'CARRIED',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
  },
  TREAT: { THERAPIST: 'CARRIED' },
  READ_EPISODES: {
    THERAPIST: 'CARRIED_OR_NEW',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    AUDITOR: 'ALL',
  },
  /** A therapist: the figures of the episodes that count for them. */
  READ_FIGURES: {
    THERAPIST: 'CARRIED',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    AUDITOR: 'ALL',
  },
  /** Figures that may be handed on, for who may not open the episodes behind them. */
  READ_PUBLISHED_FIGURES: {
    INTEGRATOR: 'CLINICS',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    AUDITOR: 'ALL',
  },
  FREEZE_REPORTS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  REBASE_CHARTS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  READ_FINDINGS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS', AUDITOR: 'ALL' },
  SETTLE_FINDINGS: { MANAGER: 'CLINICS', CLINICAL_LEAD: 'CLINICS' },
  SEARCH_PATIENTS: {
    THERAPIST: 'CLINICS',
    MANAGER: 'CLINICS',
    CLINICAL_LEAD: 'CLINICS',
    FRONT_DESK: 'CLINICS',
    AUDITOR: 'ALL',
    PRIVACY_OFFICER: 'ALL',
  },
  READ_PROJECTIONS: { ADMINISTRATOR: 'ALL', OPERATOR: 'ALL', AUDITOR: 'ALL' },
  /** Streams that are parked: tried again, or an entry skipped. */
  RELEASE_STREAMS: { ADMINISTRATOR: 'ALL', OPERATOR: 'ALL' },
  REBUILD_READ_MODELS: { ADMINISTRATOR: 'ALL', OPERATOR: 'ALL' },
} as const satisfies Record<string, Holders>;

export type Right = keyof typeof RIGHTS;
// The keys of the table above, which `Object.keys` widens to string.
export const ALL_RIGHTS = Object.keys(RIGHTS) as readonly Right[];

/** Who asks: signed in, and on the staff or not. */
export interface Person {
  readonly staff: Staff | null;
  /** Roles held today, each at the clinics where it is such a day: whatever moment is asked. */
  readonly grants: readonly RoleGrant[];
  /** Whose episodes the person covers today. */
  readonly covered: readonly StaffId[];
}

/** What a right is wanted on; an absent clinic stands for the organisation as a whole. */
export interface Target {
  readonly clinicId?: ClinicId;
  /** Of an episode: who carries it; null: nobody yet. */
  readonly therapistId?: StaffId | null;
}

/** Whether a person has a right on anything at all: if not, the operation is forbidden. */
export function hasRight(person: Person, right: Right): boolean {
  return person.grants.some(({ role }) => reachOf(right, role) !== undefined);
}

/** The actor a person is when using a right on a target; null: not allowed there. */
export function actingOn(person: Person, right: Right, target: Target): Actor | null {
  const { staff, grants } = person;
  if (!staff) return null;
  const grant = grants.find((held) => reaches(person, held, right, target));
  return grant ? { id: staff.id, role: grant.role } : null;
}

/** The clinics a right goes to; `all` for the whole organisation (and lists stay empty). */
export function clinicsReached(
  person: Person,
  right: Right,
): { readonly all: boolean; readonly clinics: readonly ClinicId[]; readonly carriedOnly: boolean } {
  const held = person.grants.filter(({ role }) => reachOf(right, role) !== undefined);
  const wide = held.filter(({ role }) => !isCarried(reachOf(right, role)));
  const all = wide.some(
    ({ role, clinics }) => reachOf(right, role) === 'ALL' || clinics.length === 0,
  );
  const clinics = all ? [] : [...new Set(wide.flatMap((grant) => grant.clinics))];
  return { all, clinics, carriedOnly: held.length > 0 && wide.length === 0 };
}

function reachOf(right: Right, role: Role): Reach | undefined {
  const holders: Holders = RIGHTS[right];
  return holders[role];
}

function isCarried(reach: Reach | undefined): boolean {
  return reach === 'CARRIED' || reach === 'CARRIED_OR_NEW';
}

/** Whether an episode is the person's: by carrying it, or by covering for who carries it. */
function carries({ staff, covered }: Person, therapistId: StaffId | null | undefined): boolean {
  if (!staff || (therapistId ?? null) === null) return false;
  return therapistId === staff.id || covered.some((id) => id === therapistId);
}

function reaches(person: Person, grant: RoleGrant, right: Right, target: Target): boolean {
  const { clinicId, therapistId } = target;
  const atClinic =
    grant.clinics.length === 0 || (clinicId !== undefined && grant.clinics.includes(clinicId));
  switch (reachOf(right, grant.role)) {
    case undefined:
      return false;
    case 'ALL':
      return true;
    case 'CLINICS':
      return atClinic;
    case 'CARRIED':
      return carries(person, therapistId);
    case 'CARRIED_OR_NEW':
      // A referral that is only now received has nobody to carry it.
      return carries(person, therapistId) || ((therapistId ?? null) === null && atClinic);
  }
}
