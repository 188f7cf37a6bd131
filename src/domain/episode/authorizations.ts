import type { SessionId } from '../ids';
import { localDate, type LocalDate } from '../time';
import type { Authorization, CompletedSession, Episode } from './state';

/** Sessions held, in clinical order. */
export function completedSessions(episode: Pick<Episode, 'sessions'>): CompletedSession[] {
  return episode.sessions.filter((session) => session.status === 'completed');
}

/** Sessions held under an authorization: what is shown and reported as used. */
export function visitsUsed(
  episode: Pick<Episode, 'sessions'>,
  authorization: Authorization,
): number {
  const { authorizationId } = authorization;
  return completedSessions(episode).filter(({ held }) => held.authorizationId === authorizationId)
    .length;
}

/**
 * The authorization that a session on a day uses: of those with visits left, the first to end.
 * A session that has begun has its visit; the one that is asked about has not taken any yet.
 */
export function authorizationFor(
  episode: Episode,
  day: LocalDate,
  sessionId: SessionId,
): Authorization | null {
  const others = episode.sessions.filter(({ id }) => id !== sessionId);
  return firstToEnd(visitsLeft(episode.authorizations, others), day)?.authorization ?? null;
}

/**
 * Whether one more session may be planned on a day: what is booked already is not promised twice,
 * and each booking takes a visit of one authorization only. Judged by the authorizations of
 * `then` and the sessions of `now`.
 */
export function hasVisitToPlan(then: Episode, now: Episode, day: LocalDate): boolean {
  const booked = bookedDays(now);
  const coverable = (days: readonly LocalDate[]) =>
    coveredDays(visitsLeft(then.authorizations, now.sessions), days);
  return coverable([...booked, day]) > coverable(booked);
}

/** Visits that sessions held or begun took of an authorization. */
export function visitsTaken(
  sessions: Episode['sessions'],
  authorizationId: Authorization['authorizationId'],
): number {
  return takenBy(sessions).get(authorizationId) ?? 0;
}

/** How many bookings no authorization covers. */
export function bookingsUncovered(
  episode: Pick<Episode, 'authorizations' | 'sessions' | 'zone'>,
): number {
  const booked = bookedDays(episode);
  return booked.length - coveredDays(visitsLeft(episode.authorizations, episode.sessions), booked);
}

function bookedDays({ sessions, zone }: Pick<Episode, 'sessions' | 'zone'>): LocalDate[] {
  const booked: LocalDate[] = [];
  for (const { status, booking } of sessions) {
    if (status === 'booked' && booking) booked.push(localDate(booking.slot.from, zone));
  }
  return booked;
}

/** An authorization and its visits that are neither held nor begun. */
interface Left {
  readonly authorization: Authorization;
  visits: number;
}

function takenBy(sessions: Episode['sessions']): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const session of sessions) {
    const id =
      session.status === 'completed'
        ? session.held.authorizationId
        : session.status === 'started'
          ? session.start.authorizationId
          : null;
    if (id !== null) used.set(id, (used.get(id) ?? 0) + 1);
  }
  return used;
}

function visitsLeft(
  authorizations: readonly Authorization[],
  sessions: Episode['sessions'],
): Left[] {
  const used = takenBy(sessions);
  return authorizations.map((authorization) => {
    const { authorizationId, visits } = authorization;
    return { authorization, visits: (visits ?? Infinity) - (used.get(authorizationId) ?? 0) };
  });
}

/**
 * How many of these days can have a visit at most. Days in order, each by the period that ends
 * first, is the best there is (Glover, Maximum matching in a convex bipartite graph, Naval
 * Research Logistics Quarterly 1967;14:313-316).
 */
function coveredDays(left: readonly Left[], days: readonly LocalDate[]): number {
  let covered = 0;
  for (const day of [...days].sort()) {
    const found = firstToEnd(left, day);
    if (!found) continue;
    found.visits -= 1;
    covered += 1;
  }
  return covered;
}

function firstToEnd(left: readonly Left[], day: LocalDate): Left | null {
  let first: Left | null = null;
  for (const each of left) {
    const { from, to } = each.authorization;
    if (each.visits <= 0 || day < from || to < day) continue;
    if (first === null || to < first.authorization.to) first = each;
  }
  return first;
}
