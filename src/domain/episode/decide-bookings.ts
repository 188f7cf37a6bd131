import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Note,
  type Refusal,
} from '../decider';
import type { SessionId, StaffId } from '../ids';
import { localDate, type Instant } from '../time';
import { hasVisitToPlan } from './authorizations';
import { barriers } from './barriers';
import type { Technique } from './codes';
import type { EpisodeCommandOf } from './commands';
import { overlapping } from './double-booking';
import type { EpisodeEvent } from './events';
import { precautionNotes, uncertified, unfitness } from './fitness';
import { planNotes } from './plan-of-care';
import { besidePrescription, ruledOut } from './prescribed';
import type { Episode, Session } from './state';
import type { Slot } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** Booking is a plan: every rule may refuse it. */
export function scheduleSession(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'ScheduleSession'>,
  asked: A,
): D {
  const { slot, therapistId, techniques } = command;
  // Ids of what a command makes are UUIDs of it.
  const sessionId = command.sessionId ?? (asked.newId('session') as SessionId);
  if (now.sessions.some(({ id }) => id === sessionId)) {
    return refuse('SESSION_EXISTS', { sessionId });
  }
  const unbookable = bookingRefusal(then, now, command, asked);
  if (unbookable) return unbookable;
  const data = { sessionId, slot, therapistId, techniques: [...techniques] };
  const warnings = [...bookingWarnings(then, command, asked), ...takenElsewhere(now, command)];
  return accept({ type: 'SessionScheduled', data }, { warnings });
}

interface Wished {
  readonly slot: Slot;
  readonly therapistId: StaffId;
  readonly techniques: Technique[];
}

/** What keeps a session from being booked then and with that therapist. */
function bookingRefusal(
  then: Episode,
  now: Episode,
  { slot, therapistId }: Wished,
  asked: A,
): Refusal | null {
  const misplaced = slotRefusal(now, slot, asked);
  if (misplaced) return misplaced;
  const therapist = asked.staff.get(therapistId);
  if (!therapist) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  const day = localDate(slot.from, now.zone);
  const unfit = unfitness(therapist, now, day)[0];
  if (unfit) return refuse(unfit.code, unfit.facts);
  return hasVisitToPlan(then, now, day) ? null : refuse('AUTHORIZATION_MISSING', { day });
}

/** Nothing is locked across episodes: what is known of others is told. */
function takenElsewhere(
  { patientId }: Episode,
  { slot, therapistId, elsewhere = [] }: EpisodeCommandOf<'ScheduleSession'>,
): Note[] {
  const note = overlapping({ slot, therapistId, patientId }, elsewhere);
  return note ? [note] : [];
}

/** What may still change until the day is told now and asked again at the start. */
function bookingWarnings(
  then: Episode,
  { slot, techniques, therapistId }: Wished,
  asked: A,
): Note[] {
  const day = localDate(slot.from, then.zone);
  const person = { id: therapistId, therapist: asked.staff.get(therapistId) };
  // Sites and pressure are said at the start.
  const plan = { techniques, sites: [], pressure: null };
  return [
    ...barriers(then, plan, day).barred,
    ...uncertified(asked.policy, techniques, person, day),
    ...ruledOut(then, techniques),
    ...besidePrescription(then, techniques, day),
    ...precautionNotes(then),
    ...planNotes(then, day, asked.policy),
  ];
}

/** The rules of a booking, for another slot: its own slot and visit are free for it. */
export function rescheduleSession(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'RescheduleSession'>,
  asked: A,
): D {
  const { sessionId, slot, words } = command;
  const session = now.sessions.find(({ id }) => id === sessionId);
  if (!session) return refuse('SESSION_UNKNOWN', { sessionId });
  const { status, booking } = session;
  if (status !== 'booked' || !booking) {
    return refuse('SESSION_ALREADY_SETTLED', { sessionId, status });
  }
  const therapistId = command.toTherapistId ?? booking.therapistId;
  const { from, to } = booking.slot;
  const isSame = slot.from === from && slot.to === to && therapistId === booking.therapistId;
  if (isSame) return alreadySo();
  if (!words.trim()) return refuse('REASON_MISSING');
  const at = asked.occurredAt;
  const { bookedAt } = booking;
  if (at < bookedAt) return refuse('SESSION_BOOKED_LATER', { sessionId, bookedAt, at });
  // What was not held is a miss, which figures count; moved afterwards it would never have been.
  if (from <= at) return refuse('SESSION_SLOT_BEGUN', { sessionId, from, at });
  // Its techniques were said when it was booked; they are asked again at the start.
  const wished = { slot, therapistId, techniques: [] };
  const others = { ...now, sessions: now.sessions.filter((other) => other !== session) };
  const unbookable = bookingRefusal(then, others, wished, asked);
  if (unbookable) return unbookable;
  return accept(
    {
      type: 'SessionRescheduled',
      data: { sessionId, slot, therapistId },
      ...givenTexts({ reason: words }),
    },
    { warnings: bookingWarnings(then, wished, asked) },
  );
}

/** Why a slot cannot be booked at the moment at which it is. */
export function slotRefusal(
  now: Episode,
  slot: Slot,
  asked: Pick<A, 'occurredAt'>,
): Refusal | null {
  const { from, to } = slot;
  if (to <= from) return refuse('SLOT_EMPTY', { from, to });
  // Judged by the clinical moment of booking, so that a booking written up later still fits.
  if (to < asked.occurredAt) return refuse('SLOT_PAST', { to });
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  if (now.decision.status !== 'accepted') return refuse('REFERRAL_NOT_ACCEPTED');
  if (now.hold) {
    return refuse('EPISODE_ON_HOLD', { since: now.hold.since, reason: now.hold.reason });
  }
  const other = now.sessions.find(
    (session) =>
      session.status === 'booked' &&
      session.booking !== null &&
      session.booking.slot.from < to &&
      from < session.booking.slot.to,
  );
  if (!other?.booking) return null;
  return refuse('SLOT_OVERLAPS', { sessionId: other.id, ...other.booking.slot });
}

/** A booking that may still be settled. */
function open(now: Episode, sessionId: SessionId): Session | Refusal {
  const session = now.sessions.find(({ id }) => id === sessionId);
  if (!session) return refuse('SESSION_UNKNOWN', { sessionId });
  if (session.status === 'booked' || session.status === 'started') return session;
  return refuse('SESSION_ALREADY_SETTLED', { sessionId, status: session.status });
}

/** What was started stays started by an entry of an earlier moment. */
function beforeItsStart(session: Session, at: Instant): Refusal | null {
  if (session.status !== 'started' || session.at <= at) return null;
  return refuse('SESSION_STARTED_LATER', { sessionId: session.id, startedAt: session.at, at });
}

export function cancelSession(
  now: Episode,
  command: EpisodeCommandOf<'CancelSession'>,
  asked: A,
): D {
  const { sessionId, words } = command;
  const known = now.sessions.find(({ id }) => id === sessionId);
  if (known?.status === 'cancelled') return alreadySo();
  const session = open(now, sessionId);
  if ('kind' in session) return session;
  if (!words.trim()) return refuse('REASON_MISSING');
  const early = beforeItsStart(session, asked.occurredAt);
  if (early) return early;
  return accept({
    type: 'SessionCancelled',
    data: { sessionId },
    ...givenTexts({ reason: words }),
  });
}

export function missSession(now: Episode, command: EpisodeCommandOf<'MissSession'>, asked: A): D {
  const { sessionId, missReason } = command;
  const known = now.sessions.find(({ id }) => id === sessionId);
  if (known?.status === 'missed' && known.reason === missReason) return alreadySo();
  const session = open(now, sessionId);
  if ('kind' in session) return session;
  const from = session.booking?.slot.from;
  const at = asked.occurredAt;
  if (from !== undefined && at < from) return refuse('SESSION_NOT_BEGUN', { sessionId, from, at });
  const early = beforeItsStart(session, at);
  if (early) return early;
  return accept({
    type: 'SessionMissed',
    data: { sessionId, reason: missReason },
    ...givenTexts({ reason: command.words }),
  });
}
