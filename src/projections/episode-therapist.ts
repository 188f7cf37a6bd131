import type { Episode } from '../domain/episode/state';
import type { StaffId } from '../domain/ids';
import { remembered } from '../domain/remembered';
import { localDate, type LocalDate } from '../domain/time';
import { readModel } from './read-model';

/** A therapist of an episode: carries it, is booked for it, or held a session of it. */
export interface EpisodeTherapistRow {
  therapist_id: string;
  episode_id: string;
  /** The days of what they did or are to do, first and last; null: they carry it, open-ended. */
  first_on: string;
  last_on: string | null;
}

export const episodeTherapist = readModel<Episode, EpisodeTherapistRow>({
  name: 'episode_therapist',
  version: 1,
  of: 'episode',
  kind: 'current',
  columns: {
    therapist_id: 'uuid not null',
    episode_id: 'uuid not null',
    first_on: 'date not null',
    last_on: 'date',
  },
  stream: 'episode_id',
  key: 'therapist_id',
  indexes: ['therapist_id, last_on'],
  rows: ({ sessions, therapistId, discharge, id, zone, referral }) =>
    rowsOf(sessions, discharge ? null : therapistId, id, zone, referral.receivedOn),
});

const rowsOf = remembered(
  (
    sessions: Episode['sessions'],
    carriedBy: StaffId | null,
    episodeId: Episode['id'],
    zone: Episode['zone'],
    receivedOn: LocalDate,
  ): readonly EpisodeTherapistRow[] => {
    const days = new Map<StaffId, { first_on: LocalDate; last_on: LocalDate | null }>();
    const add = (therapistId: StaffId, on: LocalDate) => {
      const known = days.get(therapistId);
      if (!known) days.set(therapistId, { first_on: on, last_on: on });
      else if (on < known.first_on) known.first_on = on;
      else if (known.last_on !== null && on > known.last_on) known.last_on = on;
    };
    // Carried from some day on that is not kept: from its beginning is early enough.
    if (carriedBy !== null) days.set(carriedBy, { first_on: receivedOn, last_on: null });
    for (const session of sessions) {
      const { booking } = session;
      if (booking) add(booking.therapistId, localDate(booking.slot.from, zone));
      if (session.status === 'completed') add(session.held.therapistId, session.on);
      if (session.status === 'started') {
        add(session.start.therapistId, localDate(session.start.startedAt, zone));
      }
    }
    return [...days].map(([therapist_id, held]) => ({
      therapist_id,
      episode_id: episodeId,
      ...held,
    }));
  },
);
