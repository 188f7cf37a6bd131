import type { Note } from '../decider';
import { effective } from '../effective';
import type { Recorded } from '../envelope';
import { stateOf } from '../fold';
import type { StaffId } from '../ids';
import type { Patient } from '../patient/state';
import { policyAt, policyDecider, type PolicyBook } from '../policy/decider';
import type { PolicyEvent } from '../policy/events';
import type { Policy } from '../policy/policy';
import type { Staff } from '../staff/state';
import { localDate, type Instant } from '../time';
import { alarmsOf } from './alarms';
import { authorizationFor, hasVisitToPlan } from './authorizations';
import type { Technique } from './codes';
import { doubleBooked, type BookedElsewhere } from './double-booking';
import { slotRefusal } from './decide-bookings';
import { factDeviations, obstacles } from './decide-sessions';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { entryIdOf } from './evolvers';
import { unfitness } from './fitness';
import { isFindingEntry, type Found } from './findings';
import { oneOfEachMatter, saysSame } from './one-matter';
import { reviewsNeeded } from './reviews-needed';
import type { Episode } from './state';
import { statesAt } from './states-at';

type Entry = Recorded<EpisodeEvent>;
type EntryOf<Type extends EpisodeEvent['type']> = Recorded<EpisodeEventOf<Type>>;

/** What the rules of an episode need to know of other streams. */
export interface Known {
  readonly staff: ReadonlyMap<StaffId, Staff>;
  readonly patient: Patient | null;
  /** The whole stream of policies: what was decided stays judged by those of its time. */
  readonly policies: readonly Recorded<PolicyEvent>[];
  /** Open bookings of other episodes with a therapist or the patient of this one. */
  readonly elsewhere: readonly BookedElsewhere[];
}

/**
 * Before treatment begins they are still to come: no booking is out of order for want of them,
 * and a hold is told once, as that which keeps the slot from being booked.
 */
const TO_COME: readonly string[] = [
  'REFERRAL_NOT_ACCEPTED',
  'CONSENT_MISSING',
  'ASSESSMENT_MISSING',
  'GOAL_MISSING',
  'EPISODE_ON_HOLD',
  'CLEARANCE_MISSING',
];

/**
 * The rules that entries do not keep by all that is known now, at most one of a rule and an entry:
 * what decided about them is asked again of today's knowledge of their own moment. A fact is judged
 * by the policies that were known when it was recorded, an open booking by the one in force at its
 * slot; deviations that were recorded with a session are told already.
 *
 * @param recorded the whole stream, in recorded order
 */
export function notInOrder(recorded: readonly Entry[], known: Known): readonly Found[] {
  const events = recorded.filter((event) => !isFindingEntry(event));
  const entries = effective<EpisodeEvent>(events);
  const at = statesAt(entries);
  const now = at(null);
  // Of a voided episode nothing is to be put in order: it was of nobody, or twice.
  // Of who was erased nothing can be recorded any more, so nothing could be put in order.
  if (!now || now.voided || (known.patient?.erasedAt ?? null) !== null) return [];
  const asking: Asking = { events, entries, now, at, known };
  return oneOfEachMatter([
    ...entries.flatMap((entry) => brokenBy(entry, asking)),
    ...reviewsNeeded(events, entries),
  ]);
}

/** Therapists whom the rules have to know: all that an entry of the episode names. */
export function therapistsOf(events: readonly Entry[]): readonly StaffId[] {
  const ids = new Set<StaffId>();
  for (const { type, data } of effective<EpisodeEvent>(events)) {
    if (type !== 'FindingRaised' && 'therapistId' in data) ids.add(data.therapistId);
  }
  return [...ids];
}

interface Asking {
  readonly events: readonly Entry[];
  readonly entries: readonly Entry[];
  readonly now: Episode;
  readonly at: (moment: Instant | null) => Episode | null;
  readonly known: Known;
}

/** Whatever else is recorded rests on no rule that other streams or late entries can move. */
function brokenBy(entry: Entry, asking: Asking): readonly Found[] {
  if (entry.type === 'SessionCompleted') return noted(entry, completed(entry, asking));
  if (entry.type === 'SessionStarted') return noted(entry, started(entry, asking));
  if (entry.type === 'AssessmentDone' || entry.type === 'Discharged') {
    return noted(entry, alarmsOf(entry.data.observations));
  }
  if (isBooking(entry)) return noted(entry, booked(entry, asking));
  return isAssignment(entry) ? noted(entry, assigned(entry, asking)) : [];
}

function noted(entry: Entry, notes: readonly Note[]): Found[] {
  const { type: entryType } = entry;
  return notes.map(({ code: rule, facts }) => ({
    rule,
    facts,
    entryId: entryIdOf(entry),
    entryType,
  }));
}

/** A session held: what stood against it, and was not recorded with it. */
function completed(entry: EntryOf<'SessionCompleted'>, asking: Asking): readonly Note[] {
  const { sessionId, therapistId, startedAt, given, deviations } = entry.data;
  const session = asking.now.sessions.find(({ id }) => id === sessionId);
  const then = thenOf(entry, startedAt, asking);
  const isThis = session?.status === 'completed' && session.entryId === entry.header.id;
  if (!isThis || !then) return [];
  const asked = { staff: asking.known.staff, policy: policyOf(entry, startedAt, asking) };
  const broken = [
    ...obstacles(then, { therapistId, at: startedAt, ...given }, asked),
    ...factDeviations(asking.now, entry.data, sessionId, asked).filter(
      (note) => !isToldByOther(note, asking.now),
    ),
  ];
  const day = localDate(startedAt, then.zone);
  const { patient } = asking.known;
  if (patient && patient.diedOn !== null && patient.diedOn < day) {
    const { id: patientId, diedOn } = patient;
    broken.push({ code: 'PATIENT_DECEASED', facts: { patientId, diedOn } });
  }
  if (!authorizationFor(then, day, sessionId)) {
    broken.push({ code: 'AUTHORIZATION_MISSING', facts: { day } });
  }
  return broken.filter((note) => !deviations.some((told) => saysSame(told, note)));
}

/** Of two sessions that overlap, one was recorded with it. */
function isToldByOther({ code, facts }: Note, now: Episode): boolean {
  if (code !== 'SESSION_OVERLAPS') return false;
  const other = now.sessions.find(({ id }) => id === facts['sessionId']);
  return other?.status === 'completed' && other.held.deviations.some((told) => told.code === code);
}

/** A session that is going on: it was begun by these rules. */
function started(entry: EntryOf<'SessionStarted'>, asking: Asking): readonly Note[] {
  const { sessionId, therapistId, startedAt, planned } = entry.data;
  const session = asking.now.sessions.find(({ id }) => id === sessionId);
  const then = thenOf(entry, startedAt, asking);
  if (session?.status !== 'started' || !then) return [];
  const asked = { staff: asking.known.staff, policy: policyOf(entry, startedAt, asking) };
  const broken = obstacles(then, { therapistId, at: startedAt, ...planned }, asked);
  const day = localDate(startedAt, then.zone);
  return authorizationFor(then, day, sessionId)
    ? broken
    : [...broken, { code: 'AUTHORIZATION_MISSING', facts: { day } }];
}

/** An open booking: whether it could be made, and begun, as it stands. */
function booked(entry: BookingEntry, asking: Asking): readonly Note[] {
  const { now, known } = asking;
  const { sessionId, slot, therapistId } = entry.data;
  const session = now.sessions.find(({ id }) => id === sessionId);
  const then = thenOf(entry, slot.from, asking);
  const isThis = session?.status === 'booked' && session.booking?.entryId === entry.header.id;
  if (!isThis || !then) return [];
  const before = withoutLaterBookings(entry, asking);
  const asked = { staff: known.staff, policy: policyAt(bookOf(known), slot.from) };
  const misplaced = slotRefusal(before, slot, { occurredAt: entry.header.occurredAt });
  const techniques = plannedFor(sessionId, asking);
  const planned = { therapistId, at: slot.from, techniques, sites: [], pressure: null };
  const broken: Note[] = [
    ...(misplaced ? [misplaced] : []),
    ...obstacles(then, planned, asked).filter(({ code }) => !TO_COME.includes(code)),
    ...doubleBooked(
      { ...entry.data, patientId: now.patientId, ...placeOf(entry) },
      known.elsewhere,
    ),
  ];
  const day = localDate(slot.from, then.zone);
  return hasVisitToPlan(then, before, day)
    ? broken
    : [...broken, { code: 'AUTHORIZATION_MISSING', facts: { day } }];
}

/** A booking is judged beside those that were there before it: of two, the later one gives way. */
function withoutLaterBookings(entry: BookingEntry, asking: Asking): Episode {
  const versions = new Map(asking.entries.map(({ header }) => [header.id, header.version]));
  const { version } = entry.header;
  const sessions = asking.now.sessions.filter(({ status, booking }) => {
    if (status !== 'booked' || !booking) return true;
    return (versions.get(booking.entryId) ?? 0) < version;
  });
  return { ...asking.now, sessions };
}

/** What was planned when a session was first booked; a later slot changes nothing of it. */
function plannedFor(sessionId: string, { entries }: Asking): Technique[] {
  for (const { type, data } of entries) {
    if (type === 'SessionScheduled' && data.sessionId === sessionId) return data.techniques;
  }
  return [];
}

type BookingEntry = EntryOf<'SessionScheduled'> | EntryOf<'SessionRescheduled'>;

function isBooking(entry: Entry): entry is BookingEntry {
  return entry.type === 'SessionScheduled' || entry.type === 'SessionRescheduled';
}

type Assignment = EntryOf<'TherapistAssigned'> | EntryOf<'EpisodeTransferred'>;

function isAssignment(entry: Entry): entry is Assignment {
  return entry.type === 'TherapistAssigned' || entry.type === 'EpisodeTransferred';
}

/** Who carries an open episode now, by the day on which that was decided. */
function assigned(entry: Assignment, asking: Asking): readonly Note[] {
  const { now, known, entries } = asking;
  const last = entries.findLast(isAssignment);
  const therapist = known.staff.get(entry.data.therapistId);
  if (last !== entry || now.discharge || !therapist) return [];
  const { retiredOn: lastDay } = therapist;
  const retired: Note[] =
    lastDay === null ? [] : [{ code: 'STAFF_RETIRED', facts: { staffId: therapist.id, lastDay } }];
  const { occurredAt, occurredZone } = entry.header;
  return [...unfitness(therapist, now, localDate(occurredAt, occurredZone)), ...retired];
}

/** What had happened by a moment, in days of the zone that the entry is stored with. */
function thenOf({ header }: Entry, moment: Instant, asking: Asking): Episode | null {
  const then = asking.at(moment);
  return then && { ...then, zone: header.occurredZone };
}

/** When and as which entry a booking was made: the order of bookings in all episodes. */
function placeOf({ header }: Entry): { readonly recordedAt: Instant; readonly entryId: string } {
  return { recordedAt: header.recordedAt, entryId: header.id };
}

/** The policy by which a fact was judged: known when it, or its last correction, was recorded. */
function policyOf(entry: Entry, at: Instant, { events, known }: Asking): Policy {
  const corrected = events.findLast(
    (event) => event.type === 'EntryCorrected' && event.data.entryId === entry.header.id,
  );
  const version = (corrected ?? entry).header.basis['policy'] ?? -1;
  return policyAt(bookOf(known, version), at);
}

function bookOf({ policies }: Known, version = Infinity): PolicyBook {
  return stateOf<PolicyBook, PolicyEvent>(policyDecider, policies, { version });
}
