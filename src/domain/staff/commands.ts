import type { Role } from '../envelope';
import type { ClinicId, EntryId, StaffId } from '../ids';
import type { LocalDate } from '../time';

interface OfStaff {
  readonly staffId: StaffId;
}

export interface RegisterStaff extends OfStaff {
  readonly type: 'RegisterStaff';
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}
export interface GrantRole extends OfStaff {
  readonly type: 'GrantRole';
  readonly role: Role;
  readonly clinics: readonly ClinicId[];
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}
export interface WithdrawRole extends OfStaff {
  readonly type: 'WithdrawRole';
  readonly grantId: EntryId;
  /** Last day it is held; absent: yesterday, so it ends at once. */
  readonly lastDay?: LocalDate | undefined;
}
export interface RecordCredential extends OfStaff {
  readonly type: 'RecordCredential';
  readonly licence: string;
  readonly number: string;
  readonly issuer: string;
  readonly since: LocalDate;
  readonly validUntil: LocalDate;
}
export interface RevokeCredential extends OfStaff {
  readonly type: 'RevokeCredential';
  readonly credentialId: EntryId;
  readonly from: LocalDate;
}
export interface RecordSpecialty extends OfStaff {
  readonly type: 'RecordSpecialty';
  readonly code: string;
  readonly since: LocalDate;
}
/** To the one who covers: the episodes that the therapist carries are theirs for these days. */
export interface GrantCover extends OfStaff {
  readonly type: 'GrantCover';
  /** Whose patients. */
  readonly therapistId: StaffId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}
export interface EndCover extends OfStaff {
  readonly type: 'EndCover';
  readonly coverId: EntryId;
  /** Absent: yesterday, so it ends at once. */
  readonly lastDay?: LocalDate | undefined;
}
export interface RetireStaff extends OfStaff {
  readonly type: 'RetireStaff';
  /** Last day of work; absent: today. */
  readonly lastDay?: LocalDate | undefined;
  /** How many open episodes the person carries, as the edge read it: for the warning alone. */
  readonly openEpisodes: number;
}

export type StaffCommand =
  | RegisterStaff
  | GrantRole
  | WithdrawRole
  | RecordCredential
  | RevokeCredential
  | RecordSpecialty
  | GrantCover
  | EndCover
  | RetireStaff;
