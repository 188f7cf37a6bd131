import type { Actor } from '../domain/envelope';
import type { EpisodeId, PatientId } from '../domain/ids';
import { plusDays, type LocalDate } from '../domain/time';
import { DEMO_STAFF, demoClinics, demoId, type DemoPerson } from './cast';
import { weekday } from './calendar';
import { COMPLAINTS, LONG_TERM, type Complaint } from './complaints';
import type { Case, Course } from './course';
import { Dice } from './dice';

/** Days of the sample clinic's past. */
export const DEMO_DAYS = 273;
const EPISODES = 60;
/** The last referrals came in the last days, and nobody has decided on them. */
const WAITING = 3;

/** In turn, so that each kind of course is found in the past and among those under way. */
const COURSES: readonly Course[] = [
  { kind: 'improve', sessions: 7 },
  { kind: 'plateau', sessions: 8 },
  { kind: 'improve', sessions: 8, reactionAfter: 3 },
  { kind: 'improve', sessions: 6, missed: 4 },
  { kind: 'dropout', sessions: 5 },
  { kind: 'improve', sessions: 8, late: 3 },
  { kind: 'maintain', sessions: 6 },
  { kind: 'improve', sessions: 6, corrected: 2 },
  { kind: 'improve', sessions: 9, severeAfter: 3 },
  { kind: 'declined', sessions: 0 },
  { kind: 'improve', sessions: 5 },
  { kind: 'plateau', sessions: 7, reactionAfter: 2 },
  { kind: 'improve', sessions: 7, tooLong: 4 },
  { kind: 'dropout', sessions: 4, lapses: true },
  { kind: 'improve', sessions: 8 },
  { kind: 'maintain', sessions: 8, missed: 3 },
  { kind: 'improve', sessions: 6 },
  { kind: 'plateau', sessions: 6, missed: 2 },
  { kind: 'improve', sessions: 7, reactionAfter: 4, late: 6 },
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
      patientId: demoId(seed, 'patient', number) as PatientId,
      clinic,
      therapistId: therapist.id,
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

function courseOf(number: number): Course {
  if (number >= EPISODES - WAITING) return { kind: 'waiting', sessions: 0 };
  return COURSES[number % COURSES.length] ?? { kind: 'improve', sessions: 6 };
}

function receivedOn({ kind }: Course, number: number, endsOn: LocalDate): LocalDate {
  if (kind === 'waiting') return plusDays(endsOn, number - EPISODES);
  const spread = Math.round((number * DEMO_DAYS) / EPISODES);
  return weekday(plusDays(endsOn, spread - DEMO_DAYS + 3));
}

/** Whoever holds a role first. */
export function actor(role: DemoPerson['role']): Actor {
  const person = DEMO_STAFF.find((known) => known.role === role);
  if (!person) throw new Error(`The sample clinic has no ${role}.`);
  return { id: person.id, role };
}

function complaintOf({ kind }: Course, number: number): Complaint {
  if (kind === 'maintain') return LONG_TERM;
  // 60 episodes and 20 courses: 7 has no factor in common, so courses and complaints mix.
  return COMPLAINTS[(number * 7 + Math.floor(number / 20)) % COMPLAINTS.length] ?? LONG_TERM;
}

function mayTreat({ role, specialties }: DemoPerson, { specialty }: Complaint): boolean {
  return role === 'THERAPIST' && (specialty === null || specialties.includes(specialty));
}
