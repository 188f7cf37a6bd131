import type { Actor } from '../domain/envelope';
import type { AssessmentKind } from '../domain/episode/codes';
import type { EpisodeCommand } from '../domain/episode/commands';
import type { Episode } from '../domain/episode/state';
import type { EpisodeId, PatientId, StaffId } from '../domain/ids';
import type { PatientCommand } from '../domain/patient/commands';
import { momentOf, type Instant, type LocalDate } from '../domain/time';
import { plusMinutes } from './calendar';
import type { DemoClinic } from './cast';
import { ability, activities, pain, type Complaint } from './complaints';
import type { Dice } from './dice';

/** How a sample episode goes. Numbers count sessions from 1; absent: it does not happen. */
export interface Course {
  readonly kind:
    'improve' | 'plateau' | 'maintain' | 'dropout' | 'declined' | 'waiting' | 'duplicate';
  readonly sessions: number;
  /** After this session the patient reports a reaction, and the goal is revised because of it. */
  readonly reactionAfter?: number;
  /** The same, severe: the episode is on hold for two weeks. */
  readonly severeAfter?: number;
  /** Nobody comes to this session. */
  readonly missed?: number;
  /** Documented five days later. */
  readonly late?: number;
  /** Pain before it was mistyped, and corrected the next day. */
  readonly corrected?: number;
  /** Took longer than the policy allows. */
  readonly tooLong?: number;
  /** Does not come back and is not discharged either. */
  readonly lapses?: boolean;
  /** The referrer is asked something before the referral is accepted. */
  readonly asksBack?: boolean;
  /** A thrombosis in the history, for which the referrer clears treatment. */
  readonly cleared?: boolean;
  /** A fever on the day of this session, gone a week later. */
  readonly fever?: number;
  /** After this session: exercises for home, and what was done of them each week. */
  readonly homeAfter?: number;
  /** What the patient says after this session changes the goal. */
  readonly feedbackAfter?: number;
  /** After this session the goal goes on by what the patient wants to do again. */
  readonly replacedAfter?: number;
  /** After this session the referrer gets a report, and answers. */
  readonly reportAfter?: number;
  /** After this session referrer and payer allow more visits. */
  readonly extendedAfter?: number;
  /** The booking after this session is moved by a day. */
  readonly movedAfter?: number;
  /** After this session another therapist goes on. */
  readonly transferAfter?: number;
  /** That consent was withdrawn the day before this session is written up days after it. */
  readonly withdrawnBefore?: number;
  /** Comes back soon after the discharge. */
  readonly reopened?: boolean;
}

export interface Case {
  readonly number: number;
  readonly episodeId: EpisodeId;
  readonly patientId: PatientId;
  /** Number of the invented person: one may be registered twice. */
  readonly person: number;
  /** Of a person who was registered twice: the registration that stays. */
  readonly mergedInto: PatientId | null;
  /** Of a referral that came in twice: the episode that stays. */
  readonly duplicateOf: EpisodeId | null;
  readonly clinic: DemoClinic;
  readonly therapistId: StaffId;
  /** Whoever would go on with it; null: nobody else may. */
  readonly successorId: StaffId | null;
  readonly manager: Actor;
  readonly complaint: Complaint;
  readonly course: Course;
  readonly receivedOn: LocalDate;
  /** Hour of the day at which this patient comes. */
  readonly hour: number;
  readonly dice: Dice;
}

/** A command without the episode that it is for. */
export type Said = EpisodeCommand extends infer C
  ? C extends EpisodeCommand
    ? Omit<C, 'episodeId'>
    : never
  : never;

/** A command at its moment: of the clock, and of the care where that is another one. */
export interface EpisodeStep {
  readonly to: 'episode';
  readonly at: Instant;
  readonly command: EpisodeCommand;
  readonly actor: Actor;
  readonly occurredAt?: Instant | undefined;
  readonly reason?: string | undefined;
}

export interface PatientStep {
  readonly to: 'patient';
  readonly at: Instant;
  readonly command: PatientCommand;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/** The rules are asked again of all that was recorded until then: findings come of it. */
export interface LookOver {
  readonly to: 'conformance';
  readonly at: Instant;
}

export type Step = EpisodeStep | PatientStep | LookOver;

/** Steps in the order of time; whoever runs them puts the episode after each into the scene. */
export type Script = Generator<Step, void>;
export type Part<T> = Generator<Step, T>;

const SMALL_PROGRESS: Readonly<Partial<Record<Course['kind'], number>>> = {
  plateau: 0.25,
  maintain: 0.1,
  dropout: 0.3,
};

/** What scripts of one case need again and again. */
export class Scene {
  readonly painAtStart: number;
  /** The episode after the last step. */
  episode: Episode | null = null;
  /** Whoever treats now. */
  therapistId: StaffId;
  /** Activities are asked, too, since a goal is about them. */
  asksActivities = false;

  constructor(readonly of: Case) {
    this.therapistId = of.therapistId;
    this.painAtStart = of.dice.between(5, 9);
  }

  get therapist(): Actor {
    return { id: this.therapistId, role: 'THERAPIST' };
  }

  /** The episode as it is now. */
  now(): Episode {
    if (!this.episode) throw new Error('Nothing has happened in this episode yet.');
    return this.episode;
  }

  at(day: LocalDate, time: string): Instant {
    return momentOf(day, time, this.of.clinic.zone);
  }

  slot(day: LocalDate): { from: Instant; to: Instant } {
    const from = this.at(day, `${String(this.of.hour).padStart(2, '0')}:00`);
    return { from, to: plusMinutes(from, 50) };
  }

  step(at: Instant, said: Said, actor: Actor = this.therapist): EpisodeStep {
    const { episodeId } = this.of;
    return { to: 'episode', at, actor, command: { ...said, episodeId } };
  }

  /** Share of the way to the best (0–1) after so many sessions. */
  progress(session: number): number {
    const { kind, sessions, reactionAfter } = this.of.course;
    // After a reaction the first target is missed and the revised one reached.
    const improved = reactionAfter === undefined ? 0.85 : 0.5;
    const full = kind === 'improve' ? improved : (SMALL_PROGRESS[kind] ?? 0);
    return full * Math.min(1, session / sessions);
  }

  painAfter(session: number): number {
    const expected = this.painAtStart * (1 - 0.8 * this.progress(session));
    return Math.max(0, Math.round(expected));
  }
}

/** A week's session is booked. */
export function* booking(scene: Scene, at: Instant, day: LocalDate): Part<void> {
  const { therapistId } = scene;
  const { complaint } = scene.of;
  const slot = scene.slot(day);
  const techniques = [...complaint.techniques];
  const booked = { type: 'ScheduleSession', sessionId: undefined, slot, therapistId } as const;
  yield scene.step(at, { ...booked, techniques });
}

/** An assessment after so many sessions, as it comes in. */
export function assessment(scene: Scene, kind: AssessmentKind, session: number) {
  return {
    type: 'RecordAssessment' as const,
    kind,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: observations(scene, session),
    primaryMeasure: undefined,
    findings: 'Sample findings',
    activityNames: {},
  };
}

/** What is measured after so many sessions. */
export function observations(scene: Scene, session: number) {
  const { complaint } = scene.of;
  const progress = scene.progress(session);
  const asked = [pain(scene.painAfter(session)), ability(complaint, progress)];
  return scene.asksActivities ? [...asked, activities(progress)] : asked;
}

/** The newest of what the step before made. Throws when there is none. */
export function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('The step before made one.');
  return item;
}
