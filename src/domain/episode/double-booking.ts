import type { Note } from '../decider';
import type { PatientId, SessionId, StaffId } from '../ids';
import type { Instant } from '../time';
import type { Slot } from './values';

/** An open booking, as others see it. */
export interface BookedElsewhere {
  readonly sessionId: SessionId;
  readonly therapistId: StaffId;
  readonly patientId: PatientId;
  readonly slot: Slot;
  /** When and as which entry it was made: of two bookings the later one gives way. */
  readonly recordedAt: Instant;
  readonly entryId: string;
}

/** Bookings of other episodes that this one is in the way of; null: it is not. */
export function overlapping(
  booking: Pick<BookedElsewhere, 'therapistId' | 'patientId' | 'slot'>,
  elsewhere: readonly BookedElsewhere[],
): Note | null {
  const { slot, therapistId, patientId } = booking;
  const sessions = elsewhere
    .filter((other) => other.slot.from < slot.to && slot.from < other.slot.to)
    .filter((other) => other.therapistId === therapistId || other.patientId === patientId)
    .map(({ sessionId }) => sessionId)
    .sort();
  if (sessions.length === 0) return null;
  // Whose they are is not told: they may be of another patient.
  return { code: 'DOUBLE_BOOKED', facts: { sessions, from: slot.from, to: slot.to } };
}

/** The same, of those that were booked before it. */
export function doubleBooked(
  booking: Omit<BookedElsewhere, 'sessionId'>,
  elsewhere: readonly BookedElsewhere[],
): readonly Note[] {
  const note = overlapping(
    booking,
    elsewhere.filter((other) => isBefore(other, booking)),
  );
  return note ? [note] : [];
}

type Place = Pick<BookedElsewhere, 'recordedAt' | 'entryId'>;

function isBefore(a: Place, b: Place): boolean {
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt;
  return a.entryId < b.entryId;
}
