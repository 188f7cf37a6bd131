import type { AuthorizationId, EntryId, StaffId } from '../ids';
import type { LocalDate } from '../time';
import type { Simple } from './command';
import type { EpisodeEventOf } from './events';

type Received = EpisodeEventOf<'ReferralReceived'>['data'];

/** Recorded by staff: what came from the referrer, and who there said so. */
export interface AmendReferral extends Simple<'AmendReferral'> {
  readonly referrer: Received['referrer'];
  readonly saidBy: string;
  /** Absent: as it was. */
  readonly prescription: Received['prescription'] | undefined;
  readonly diagnoses: Received['diagnoses'] | undefined;
}

export interface RequestClarification extends Simple<'RequestClarification'> {
  readonly question: string;
  readonly due: LocalDate;
}

export interface ClarifyReferral extends Simple<'ClarifyReferral'> {
  readonly requestId: EntryId;
  readonly answer: string;
  readonly saidBy: string | undefined;
}

export interface AmendAuthorization extends Simple<'AmendAuthorization'> {
  readonly authorizationId: AuthorizationId;
  readonly visits: number | null;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export interface TransferEpisode extends Simple<'TransferEpisode'> {
  readonly therapistId: StaffId;
  readonly handover: string;
}

export type ReferralChangeCommand =
  AmendReferral | RequestClarification | ClarifyReferral | AmendAuthorization | TransferEpisode;
