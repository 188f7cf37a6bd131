import type { CompletedSession, Episode } from '../domain/episode/state';
import type { SessionId, StaffId } from '../domain/ids';
import { plusElapsedDays, type Instant, type LocalDate } from '../domain/time';

/** What several read models need of an episode's sessions, in one pass over them. */
export interface SessionFacts {
  readonly completed: readonly CompletedSession[];
  readonly missed: number;
  readonly firstOn: LocalDate | null;
  readonly lastEndedAt: Instant | null;
  /** The earliest booking that is still open. */
  readonly next: { readonly id: SessionId; readonly from: Instant; readonly to: Instant } | null;
  /** The end of the latest booking that is still open. */
  readonly lastBookedAt: Instant | null;
  /** Who held most of the sessions; of equals, who was first. */
  readonly mostBy: StaffId | null;
}

const known = new WeakMap<Episode['sessions'], SessionFacts>();

/** Pure, and remembered by the list of sessions itself: most events leave it as it is. */
export function sessionFacts(sessions: Episode['sessions']): SessionFacts {
  const facts = known.get(sessions) ?? computed(sessions);
  known.set(sessions, facts);
  return facts;
}

function computed(sessions: Episode['sessions']): SessionFacts {
  const completed: CompletedSession[] = [];
  const byTherapist = new Map<StaffId, number>();
  let missed = 0;
  let firstOn: LocalDate | null = null;
  let lastEndedAt: Instant | null = null;
  let next: SessionFacts['next'] = null;
  let lastBookedAt: Instant | null = null;
  for (const session of sessions) {
    if (session.status === 'missed') missed++;
    if (session.status === 'booked' && session.booking) {
      const { from, to } = session.booking.slot;
      if (!next || from < next.from) next = { id: session.id, from, to };
      if (lastBookedAt === null || to > lastBookedAt) lastBookedAt = to;
    }
    if (session.status !== 'completed') continue;
    completed.push(session);
    const { therapistId, endedAt } = session.held;
    byTherapist.set(therapistId, (byTherapist.get(therapistId) ?? 0) + 1);
    if (firstOn === null || session.on < firstOn) firstOn = session.on;
    if (lastEndedAt === null || endedAt > lastEndedAt) lastEndedAt = endedAt;
  }
  let mostBy: StaffId | null = null;
  for (const [therapistId, n] of byTherapist) {
    if (mostBy === null || n > (byTherapist.get(mostBy) ?? 0)) mostBy = therapistId;
  }
  return { completed, missed, firstOn, lastEndedAt, next, lastBookedAt, mostBy };
}

/**
 * When an open episode lapses: so many days after its last session or latest booked slot, or, with
 * neither, after acceptance. Null: it cannot lapse (not accepted, or discharged).
 */
export function lapsesAt(episode: Episode): Instant | null {
  if (episode.discharge || episode.decision.status !== 'accepted') return null;
  const { lastEndedAt, lastBookedAt } = sessionFacts(episode.sessions);
  let from: Instant = lastEndedAt ?? lastBookedAt ?? episode.decision.at;
  if (lastBookedAt !== null && lastBookedAt > from) from = lastBookedAt;
  return plusElapsedDays(from, episode.rules.lapseDays);
}
