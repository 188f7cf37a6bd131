import type { SessionId, StaffId } from '../ids';
import type { Instant } from '../time';
import type { MissReason } from './codes';
import type { Simple } from './command';
import type { BookedElsewhere } from './double-booking';
import type { EpisodeEventOf } from './events';
import type { ScreeningAnswer } from './screening';
import type { Slot } from './values';

type Treatment = EpisodeEventOf<'SessionStarted'>['data']['planned'];

export interface ScheduleSession extends Simple<'ScheduleSession'> {
  readonly sessionId: SessionId | undefined;
  readonly slot: Slot;
  readonly therapistId: StaffId;
  readonly techniques: Treatment['techniques'];
  /** Open bookings of other episodes, as the edge read them: for the warning alone. */
  readonly elsewhere?: readonly BookedElsewhere[] | undefined;
}

export interface RescheduleSession extends Simple<'RescheduleSession'> {
  readonly sessionId: SessionId;
  readonly slot: Slot;
  /** Absent: as it is booked. */
  readonly toTherapistId: StaffId | undefined;
  readonly words: string;
}

export interface CancelSession extends Simple<'CancelSession'> {
  readonly sessionId: SessionId;
  readonly words: string;
}

export interface MissSession extends Simple<'MissSession'> {
  readonly sessionId: SessionId;
  readonly missReason: MissReason;
  readonly words: string | undefined;
}

export interface StartSession extends Simple<'StartSession'> {
  readonly sessionId: SessionId | undefined;
  readonly therapistId: StaffId;
  readonly startedAt: Instant | undefined;
  readonly planned: Treatment;
  readonly screening: readonly ScreeningAnswer[];
}

export interface CompleteSession extends Simple<'CompleteSession'> {
  readonly sessionId: SessionId | undefined;
  readonly therapistId: StaffId;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly given: Treatment;
  readonly breaks: number;
  /** Absent: as at its start, or not asked. */
  readonly screening?: readonly ScreeningAnswer[] | undefined;
  readonly painBefore: number | null;
  readonly painAfter: number | null;
  readonly response: string | undefined;
  readonly notes: string | undefined;
  readonly homeAdvice: string | undefined;
  /** Why it was stopped early; absent: held in full. */
  readonly stoppedBecause: string | undefined;
}

export type SessionCommand =
  | ScheduleSession
  | RescheduleSession
  | CancelSession
  | MissSession
  | StartSession
  | CompleteSession;
