import type { StaffId } from '../ids';
import type { Episode } from './state';

/** Who carries the episode, and who held, began or is booked for sessions of it. */
export function treatingTeam({
  therapistId,
  sessions,
}: Pick<Episode, 'therapistId' | 'sessions'>): ReadonlySet<StaffId> {
  const team = new Set<StaffId>();
  if (therapistId !== null) team.add(therapistId);
  for (const session of sessions) {
    if (session.status === 'completed') team.add(session.held.therapistId);
    else if (session.status === 'started') team.add(session.start.therapistId);
    else if (session.status === 'booked' && session.booking) team.add(session.booking.therapistId);
  }
  return team;
}
