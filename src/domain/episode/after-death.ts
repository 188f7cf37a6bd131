import type { SessionId } from '../ids';
import { localDate, type LocalDate } from '../time';
import type { Episode } from './state';

/**
 * Sessions that are still booked for the day on which the patient died, or later: nobody will come
 * to them. One of a day before may have been held, and waits to be written up or said to be missed.
 */
export function bookedAfterDeath(
  { sessions, zone }: Pick<Episode, 'sessions' | 'zone'>,
  diedOn: LocalDate,
): readonly SessionId[] {
  return sessions
    .filter(({ status, booking }) => {
      return status === 'booked' && booking && localDate(booking.slot.from, zone) >= diedOn;
    })
    .map(({ id }) => id);
}
