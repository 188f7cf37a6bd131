import { textRef, type Recorded } from '../envelope';
import type { EntryId, SessionId } from '../ids';
import { localDate, type LocalDate } from '../time';
import type { EpisodeEventOf } from './events';
import { entryIdOf } from './evolvers';
import { isLate } from './late';
import { taken } from './observations';
import { wasAsked } from './screening';
import type { Booking, Episode, Session } from './state';
import type { Slot } from './values';

type Outcome =
  | Omit<Extract<Session, { status: 'cancelled' }>, 'id' | 'booking'>
  | Omit<Extract<Session, { status: 'missed' }>, 'id' | 'booking'>
  | Omit<Extract<Session, { status: 'started' }>, 'id' | 'booking'>
  | Omit<Extract<Session, { status: 'completed' }>, 'id' | 'booking'>;

export function evolveSessionScheduled(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionScheduled'>>,
): Episode {
  const { sessionId, slot } = event.data;
  const booking = bookingOf(event);
  const known = episode.sessions.find(({ id }) => id === sessionId);
  // What came of a session may be recorded before its booking is.
  const session: Session = known
    ? { ...known, booking, ...(known.status === 'missed' ? { on: dayOf(episode, slot) } : {}) }
    : { id: sessionId, booking, status: 'booked' };
  return { ...episode, sessions: withSession(episode, session) };
}

/** A booking that is not there (its entry is out) is not moved. */
export function evolveSessionRescheduled(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionRescheduled'>>,
): Episode {
  const { sessionId, slot } = event.data;
  const known = episode.sessions.find(({ id }) => id === sessionId);
  if (!known?.booking) return episode;
  const booking = bookingOf(event);
  const on = known.status === 'missed' ? { on: dayOf(episode, slot) } : {};
  return { ...episode, sessions: withSession(episode, { ...known, booking, ...on }) };
}

/** A booking as it stands by an entry that made or moved it. */
function bookingOf(
  event:
    Recorded<EpisodeEventOf<'SessionScheduled'>> | Recorded<EpisodeEventOf<'SessionRescheduled'>>,
): Booking {
  const { slot, therapistId } = event.data;
  const { occurredAt, recordedAt } = event.header;
  return { slot, therapistId, entryId: entryIdOf(event), bookedAt: occurredAt, recordedAt };
}

export function evolveSessionCancelled(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionCancelled'>>,
): Episode {
  const at = event.header.occurredAt;
  return settleSession(episode, event.data.sessionId, { status: 'cancelled', at });
}

/** Missed on the day of its slot, whenever that was noted. */
export function evolveSessionMissed(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionMissed'>>,
): Episode {
  const { sessionId, reason } = event.data;
  const at = event.header.occurredAt;
  const slot = episode.sessions.find(({ id }) => id === sessionId)?.booking?.slot;
  const on = slot ? dayOf(episode, slot) : localDate(at, episode.zone);
  return settleSession(episode, sessionId, { status: 'missed', at, on, reason });
}

function dayOf(episode: Episode, slot: Slot): LocalDate {
  return localDate(slot.from, episode.zone);
}

export function evolveSessionStarted(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionStarted'>>,
): Episode {
  const { data, header } = event;
  const started = { status: 'started', at: header.occurredAt, start: data } as const;
  return {
    ...settleSession(episode, data.sessionId, started),
    lastScreenedAt: wasAsked(data.screening) ? data.startedAt : episode.lastScreenedAt,
  };
}

export function evolveSessionCompleted(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'SessionCompleted'>>,
): Episode {
  const { observations, screening: written, ...held } = event.data;
  const { header } = event;
  const known = episode.sessions.find(({ id }) => id === held.sessionId);
  const atStart = known?.status === 'started' ? known.start.screening : null;
  const screening = written ?? atStart;
  const settled = settleSession(episode, held.sessionId, {
    status: 'completed',
    entryId: header.id as EntryId, // the id of an event is the id of its entry
    on: localDate(held.startedAt, episode.zone),
    late: isLate(header.occurredAt, header.recordedAt, episode.rules.lateEntryHours),
    held,
    screening,
    notes: textRef(event, 'notes'),
  });
  return {
    ...settled,
    lastScreenedAt: screening && wasAsked(screening) ? held.startedAt : episode.lastScreenedAt,
    observations: [...episode.observations, ...taken(event, episode.zone, observations, null)],
  };
}

/** What a session has come to; one without a booking appears with it. */
export function settleSession(episode: Episode, sessionId: SessionId, outcome: Outcome): Episode {
  const known = episode.sessions.find(({ id }) => id === sessionId);
  // A session held is a fact, whatever was noted of its booking at a later hour: a miss of the
  // evening, say, before the session of the morning was written up.
  if (known?.status === 'completed' && outcome.status !== 'completed') return episode;
  const session: Session = { id: sessionId, booking: known?.booking ?? null, ...outcome };
  return { ...episode, sessions: withSession(episode, session) };
}

function withSession(episode: Episode, session: Session): readonly Session[] {
  const known = episode.sessions.some(({ id }) => id === session.id);
  return known
    ? episode.sessions.map((each) => (each.id === session.id ? session : each))
    : [...episode.sessions, session];
}
