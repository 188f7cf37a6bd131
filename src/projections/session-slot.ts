import type { Booking, Episode, Session } from '../domain/episode/state';
import { remembered } from '../domain/remembered';
import { readModel } from './read-model';

/** An open booking (planned, or begun and not ended): it takes a therapist's and patient's time. */
export interface SessionSlotRow {
  session_id: string;
  episode_id: string;
  clinic_id: string;
  patient_id: string;
  therapist_id: string;
  from_at: string;
  to_at: string;
  /** The entry that made it and when: of two bookings the later one gives way. */
  entry_id: string;
  recorded_at: string;
}

export const sessionSlot = readModel<Episode, SessionSlotRow>({
  name: 'session_slot',
  version: 1,
  of: 'episode',
  kind: 'current',
  columns: {
    session_id: 'uuid not null',
    episode_id: 'uuid not null',
    clinic_id: 'uuid not null',
    patient_id: 'uuid not null',
    therapist_id: 'uuid not null',
    from_at: 'timestamptz not null',
    to_at: 'timestamptz not null',
    entry_id: 'uuid not null',
    recorded_at: 'timestamptz not null',
  },
  stream: 'episode_id',
  key: 'session_id',
  indexes: ['therapist_id, from_at', 'patient_id, from_at', 'from_at'],
  rows: ({ sessions, id, clinicId, patientId }) => rowsOf(sessions, id, clinicId, patientId),
});

const rowsOf = remembered(
  (
    sessions: Episode['sessions'],
    episodeId: Episode['id'],
    clinicId: Episode['clinicId'],
    patientId: Episode['patientId'],
  ): readonly SessionSlotRow[] => {
    const rows: SessionSlotRow[] = [];
    for (const session of sessions) {
      const booking = openBooking(session);
      if (!booking) continue;
      rows.push({
        session_id: session.id,
        episode_id: episodeId,
        clinic_id: clinicId,
        patient_id: patientId,
        therapist_id: booking.therapistId,
        from_at: booking.slot.from,
        to_at: booking.slot.to,
        entry_id: booking.entryId,
        recorded_at: booking.recordedAt,
      });
    }
    return rows;
  },
);

function openBooking({ status, booking }: Session): Booking | null {
  return status === 'booked' || status === 'started' ? booking : null;
}
