import { localDate, type LocalDate } from '../time';
import type { Authorization, CompletedSession, Episode } from './state';

/** Sessions held, in clinical order. */
export function completedSessions(episode: Pick<Episode, 'sessions'>): CompletedSession[] {
  return episode.sessions.filter((session) => session.status === 'completed');
}

export function visitsUsed(
  episode: Pick<Episode, 'sessions'>,
  authorization: Authorization,
): number {
  const { authorizationId } = authorization;
  return completedSessions(episode).filter(({ held }) => held.authorizationId === authorizationId)
    .length;
}

/** The authorization that a session on a day uses: of those with visits left, the first to end. */
export function authorizationFor(episode: Episode, day: LocalDate): Authorization | null {
  return firstWithVisits(episode.authorizations, day, (known) => visitsUsed(episode, known));
}

/** The same for a plan: what is booked already is not promised twice. */
export function authorizationToPlan(
  then: Episode,
  now: Episode,
  day: LocalDate,
): Authorization | null {
  const bookedDays = now.sessions
    .filter((session) => session.status === 'booked')
    .map((session) => session.booking && localDate(session.booking.slot.from, now.zone));
  return firstWithVisits(then.authorizations, day, (known) => {
    const booked = bookedDays.filter((on) => on && known.from <= on && on <= known.to).length;
    return visitsUsed(now, known) + booked;
  });
}

function firstWithVisits(
  authorizations: readonly Authorization[],
  day: LocalDate,
  used: (authorization: Authorization) => number,
): Authorization | null {
  const open = authorizations.filter(
    (known) =>
      known.from <= day && day <= known.to && (known.visits === null || used(known) < known.visits),
  );
  return open.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0))[0] ?? null;
}
