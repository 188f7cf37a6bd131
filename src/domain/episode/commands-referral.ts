import type { ClinicId, PatientId, StaffId } from '../ids';
import type { LocalDate } from '../time';
import type { Simple } from './command';
import type { EpisodeEventOf } from './events';
import type { CaseMix } from './values';

type Received = EpisodeEventOf<'ReferralReceived'>['data'];
type ConsentData = EpisodeEventOf<'ConsentGiven'>['data'];
type AuthorizationData = EpisodeEventOf<'AuthorizationGranted'>['data'];

export interface ReceiveReferral {
  readonly type: 'ReceiveReferral';
  readonly patientId: PatientId;
  readonly clinicId: ClinicId;
  readonly referrer: Received['referrer'];
  readonly referrerName: string | undefined;
  readonly referrerOrganisation: string | undefined;
  readonly prescription: Received['prescription'];
  readonly diagnoses: Received['diagnoses'];
  readonly indication: string | undefined;
  readonly bodySites: readonly string[];
  readonly urgency: Received['urgency'];
  readonly caseMix: CaseMix;
  readonly labels: Readonly<Record<string, string>>;
  readonly imported: { source: string; line: number; sourceLine: string } | null;
}

export interface GrantAuthorization extends Simple<'GrantAuthorization'> {
  readonly visits: number | null;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly payerClass: AuthorizationData['payerClass'];
}

export interface GiveConsent extends Simple<'GiveConsent'> {
  readonly by: ConsentData['by'];
  readonly scope: ConsentData['scope'];
  readonly formVersion: string;
}

export interface AssignTherapist extends Simple<'AssignTherapist'> {
  readonly therapistId: StaffId;
  readonly handover: string | undefined;
}

export type ReferralCommand =
  | ReceiveReferral
  | Simple<'AcceptReferral'>
  | (Simple<'DeclineReferral'> & { readonly words: string })
  | GrantAuthorization
  | GiveConsent
  | (Simple<'WithdrawConsent'> & { readonly words: string | undefined })
  | AssignTherapist;
