import type { EpisodeId, PatientId } from '../domain/ids';
import { plusDays, type LocalDate } from '../domain/time';
import { actor, DEMO_STAFF, demoClinics, demoId, type DemoPerson } from './cast';
import { weekday } from './calendar';
import { COMPLAINTS, LONG_TERM, type Complaint } from './complaints';
import type { Case, Course } from './course';
import { Dice } from './dice';

/** Days of the sample clinic's past. */
export const DEMO_DAYS = 273;
const EPISODES = 60;
/** This referral is the one before it, sent once more. */
const DUPLICATE = 31;
/** Someone who was here before, and was registered anew. */
const RETURNING = 37;
/** The last referrals came in the last days, and nobody has decided on them. */
const WAITING = 3;

/** In turn, so that each kind of course is found in the past and among those under way. */
const COURSES: readonly Course[] = [
  { kind: 'improve', sessions: 7, homeAfter: 1, replacedAfter: 3 },
  { kind: 'plateau', sessions: 8, reportAfter: 4 },
  { kind: 'improve', sessions: 8, reactionAfter: 3, asksBack: true },
  { kind: 'improve', sessions: 6, missed: 4, cleared: true },
  { kind: 'dropout', sessions: 5 },
  { kind: 'improve', sessions: 8, movedAfter: 1, late: 3 },
  { kind: 'maintain', sessions: 6, reportAfter: 3 },
  { kind: 'improve', sessions: 6, corrected: 2, feedbackAfter: 3 },
  { kind: 'improve', sessions: 9, severeAfter: 3 },
  { kind: 'declined', sessions: 0 },
  { kind: 'improve', sessions: 5, reopened: true },
  { kind: 'plateau', sessions: 7, reactionAfter: 2 },
  { kind: 'improve', sessions: 7, tooLong: 4, extendedAfter: 2 },
  { kind: 'dropout', sessions: 4, lapses: true, withdrawnBefore: 1 },
  { kind: 'improve', sessions: 8, transferAfter: 3 },
  { kind: 'maintain', sessions: 8, missed: 3 },
  { kind: 'improve', sessions: 6, fever: 3 },
  { kind: 'plateau', sessions: 6, missed: 2, homeAfter: 3 },
  { kind: 'improve', sessions: 7, withdrawnBefore: 2, reactionAfter: 4, late: 6 },
  { kind: 'improve', sessions: 6, corrected: 4 },
];

/** The sample episodes, in the order in which they are referred. */
export function demoCases(seed: number, endsOn: LocalDate): readonly Case[] {
  const clinics = demoClinics(seed);
  const manager = actor('MANAGER');
  const turns = new Map<string, number>();
  return Array.from({ length: EPISODES }, (_each, number) => {
    const dice = new Dice(seed * 1_000 + number);
    const course = courseOf(number);
    const complaint = complaintOf(course, number);
    const able = DEMO_STAFF.filter((person) => mayTreat(person, complaint));
    const therapist = able[number % able.length];
    const clinic = clinics[therapist?.clinics[0] ?? 0];
    if (!therapist || !clinic) throw new Error(`Nobody may treat ${complaint.icd10}.`);
    const turn = turns.get(therapist.subject) ?? 0;
    turns.set(therapist.subject, turn + 1);
    return {
      number,
      // UUIDs v5.
      episodeId: demoId(seed, 'episode', number) as EpisodeId,
      ...personOf(seed, number),
      clinic,
      therapistId: therapist.id,
      successorId: able.find((other) => isColleague(other, therapist))?.id ?? null,
      manager,
      complaint,
      course,
      receivedOn: receivedOn(course, number, endsOn),
      // In turn, so that patients of one therapist seldom share an hour.
      hour: 8 + (turn % 9),
      dice,
    };
  });
}

type Person = Pick<Case, 'patientId' | 'person' | 'mergedInto' | 'duplicateOf'>;

/** Somebody of their own, but for the two whose story is that they are not. */
function personOf(seed: number, number: number): Person {
  // UUIDs v5.
  const idOf = (person: number) => demoId(seed, 'patient', person) as PatientId;
  const own = { patientId: idOf(number), person: number, mergedInto: null, duplicateOf: null };
  if (number === DUPLICATE) {
    const first = number - 1;
    const duplicateOf = demoId(seed, 'episode', first) as EpisodeId;
    return { ...own, patientId: idOf(first), person: first, duplicateOf };
  }
  if (number !== RETURNING) return own;
  // Of two registrations the one with the lesser id stays.
  for (let before = 0; before < COURSES.length; before++) {
    const mergedInto = idOf(before);
    if (mergedInto < own.patientId) return { ...own, person: before, mergedInto };
  }
  throw new Error('Nobody who was here before has a lesser id: another seed has to be taken.');
}

function isColleague(other: DemoPerson, { subject, clinics }: DemoPerson): boolean {
  return other.subject !== subject && other.clinics[0] === clinics[0];
}

function courseOf(number: number): Course {
  if (number === DUPLICATE) return { kind: 'duplicate', sessions: 0 };
  if (number >= EPISODES - WAITING) return { kind: 'waiting', sessions: 0 };
  return COURSES[number % COURSES.length] ?? { kind: 'improve', sessions: 6 };
}

function receivedOn({ kind }: Course, number: number, endsOn: LocalDate): LocalDate {
  if (kind === 'waiting') return plusDays(endsOn, number - EPISODES);
  const spread = Math.round((number * DEMO_DAYS) / EPISODES);
  return weekday(plusDays(endsOn, spread - DEMO_DAYS + 3));
}

function complaintOf({ kind }: Course, number: number): Complaint {
  if (kind === 'maintain') return LONG_TERM;
  // 60 episodes and 20 courses: 7 has no factor in common, so courses and complaints mix.
  return COMPLAINTS[(number * 7 + Math.floor(number / 20)) % COMPLAINTS.length] ?? LONG_TERM;
}

function mayTreat({ role, specialties }: DemoPerson, { specialty }: Complaint): boolean {
  return role === 'THERAPIST' && (specialty === null || specialties.includes(specialty));
}
