import type { CompletedSession, Episode, Session } from '../domain/episode/state';
import type { SessionId, StaffId } from '../domain/ids';
import { remembered } from '../domain/remembered';
import { localDate, plusElapsedDays, type Instant, type LocalDate } from '../domain/time';

/** What several read models need of an episode's sessions, in one pass over them. */
export interface SessionFacts {
  readonly completed: readonly CompletedSession[];
  readonly missed: number;
  /** Rules that sessions held broke, all together. */
  readonly deviations: number;
  readonly firstOn: LocalDate | null;
  readonly lastEndedAt: Instant | null;
  /** The earliest booking that is still open. */
  readonly next: { readonly id: SessionId; readonly from: Instant; readonly to: Instant } | null;
  /** The end of the latest slot that is still booked or in use; without a slot, its start. */
  readonly lastBookedAt: Instant | null;
  /** Who held most of the sessions; of equals, who was first. */
  readonly mostBy: StaffId | null;
}

/** One pass over the sessions; most events leave them as they are. */
export const sessionFacts = remembered(computed);

function computed(sessions: Episode['sessions']): SessionFacts {
  const completed: CompletedSession[] = [];
  const byTherapist = new Map<StaffId, number>();
  let missed = 0;
  let deviations = 0;
  let firstOn: LocalDate | null = null;
  let lastEndedAt: Instant | null = null;
  let next: SessionFacts['next'] = null;
  let lastBookedAt: Instant | null = null;
  for (const session of sessions) {
    if (session.status === 'missed') missed++;
    if (session.status === 'booked' && session.booking) {
      const { from, to } = session.booking.slot;
      if (!next || from < next.from) next = { id: session.id, from, to };
    }
    const until = takenUntil(session);
    if (until !== null && (lastBookedAt === null || until > lastBookedAt)) lastBookedAt = until;
    if (session.status !== 'completed') continue;
    completed.push(session);
    deviations += session.held.deviations.length;
    const { therapistId, endedAt } = session.held;
    byTherapist.set(therapistId, (byTherapist.get(therapistId) ?? 0) + 1);
    if (firstOn === null || session.on < firstOn) firstOn = session.on;
    if (lastEndedAt === null || endedAt > lastEndedAt) lastEndedAt = endedAt;
  }
  let mostBy: StaffId | null = null;
  for (const [therapistId, n] of byTherapist) {
    if (mostBy === null || n > (byTherapist.get(mostBy) ?? 0)) mostBy = therapistId;
  }
  return { completed, missed, deviations, firstOn, lastEndedAt, next, lastBookedAt, mostBy };
}

/** A session that has begun keeps its slot: an episode is not nearer to its lapse by it. */
function takenUntil(session: Session): Instant | null {
  const { status, booking } = session;
  if (status === 'started') return booking?.slot.to ?? session.start.startedAt;
  return status === 'booked' && booking ? booking.slot.to : null;
}

/** Deadlines of an open, accepted episode. */
export interface Deadlines {
  /**
   * It lapses: so many days after its last session or latest booked slot, or, with neither, after
   * acceptance; and the local day of that.
   */
  readonly lapsesAt: Instant;
  readonly lapsesOn: LocalDate;
  /** There was no session for too long: counted from the last one, or from acceptance. */
  readonly noSessionAfter: Instant;
}

/** Null where nothing is expected: not accepted, or discharged. */
export function deadlines(episode: Episode): Deadlines | null {
  const { decision, discharge, sessions, rules, zone } = episode;
  if (discharge || decision.status !== 'accepted') return null;
  return deadlinesOf(sessions, decision.at, rules, zone);
}

const deadlinesOf = remembered(
  (
    sessions: Episode['sessions'],
    acceptedAt: Instant,
    rules: Episode['rules'],
    zone: Episode['zone'],
  ): Deadlines => {
    const { lastEndedAt, lastBookedAt } = sessionFacts(sessions);
    let from = lastEndedAt ?? lastBookedAt ?? acceptedAt;
    if (lastBookedAt !== null && lastBookedAt > from) from = lastBookedAt;
    const lapsesAt = plusElapsedDays(from, rules.lapseDays);
    return {
      lapsesAt,
      lapsesOn: localDate(lapsesAt, zone),
      noSessionAfter: plusElapsedDays(lastEndedAt ?? acceptedAt, rules.noSessionDays),
    };
  },
);
