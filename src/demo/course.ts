import type { Actor } from '../domain/envelope';
import type { EpisodeCommand } from '../domain/episode/commands';
import { currentVersion, type Episode, type Goal } from '../domain/episode/state';
import type { AssessmentKind, DischargeReason } from '../domain/episode/codes';
import type { EpisodeId, PatientId, SessionId, StaffId } from '../domain/ids';
import { plusDays, type Instant, type LocalDate } from '../domain/time';
import { ability, ACTIVITIES, HEADACHE_DAYS, NPRS, pain, type Complaint } from './complaints';
import type { DemoClinic } from './cast';
import type { Dice } from './dice';
import { momentOf, plusMinutes, weekday } from './calendar';

/** How a sample episode goes. Numbers count sessions from 1; absent: it does not happen. */
export interface Course {
  readonly kind: 'improve' | 'plateau' | 'maintain' | 'dropout' | 'declined' | 'waiting';
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
}

export interface Case {
  readonly number: number;
  readonly episodeId: EpisodeId;
  readonly patientId: PatientId;
  readonly clinic: DemoClinic;
  readonly therapistId: StaffId;
  readonly manager: Actor;
  readonly complaint: Complaint;
  readonly course: Course;
  readonly receivedOn: LocalDate;
  /** Hour of the day at which this patient comes. */
  readonly hour: number;
  readonly dice: Dice;
}

/** A command without the episode that it is for. */
type Said = EpisodeCommand extends infer C
  ? C extends EpisodeCommand
    ? Omit<C, 'episodeId'>
    : never
  : never;

/** A command at its moment: of the clock, and of the care where that is another one. */
export interface Step {
  readonly at: Instant;
  readonly command: EpisodeCommand;
  readonly actor: Actor;
  readonly occurredAt?: Instant | undefined;
  readonly reason?: string | undefined;
}

/** Steps in the order of time; whoever runs them puts the episode after each into the scene. */
export type Script = Generator<Step, void>;
type Part<T> = Generator<Step, T>;

const SMALL_PROGRESS: Readonly<Partial<Record<Course['kind'], number>>> = {
  plateau: 0.25,
  maintain: 0.1,
  dropout: 0.3,
};

/** What scripts of one case need again and again. */
export class Scene {
  readonly therapist: Actor;
  readonly painAtStart: number;
  /** The episode after the last step. */
  episode: Episode | null = null;

  constructor(readonly of: Case) {
    this.therapist = { id: of.therapistId, role: 'THERAPIST' };
    this.painAtStart = of.dice.between(5, 9);
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

  step(at: Instant, said: Said, actor: Actor = this.therapist): Step {
    const { episodeId } = this.of;
    return { at, actor, command: { ...said, episodeId } };
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

/** The whole way of an episode. Whoever runs it may stop at any step: so far has it come. */
export function* episodeScript(scene: Scene): Script {
  const { of } = scene;
  const { receivedOn, course } = of;
  yield scene.step(scene.at(receivedOn, '09:10'), referral(of), of.manager);
  if (course.kind === 'waiting') return;
  const decidedOn = weekday(plusDays(receivedOn, 1));
  if (course.kind === 'declined') {
    const words = 'Sample: another clinic is nearer to the patient';
    yield scene.step(scene.at(decidedOn, '10:00'), { type: 'DeclineReferral', words });
    return;
  }
  const firstOn = yield* intake(scene, decidedOn);
  const lastOn = yield* treatment(scene, firstOn);
  if (lastOn !== null) yield* ending(scene, lastOn);
}

function referral({ patientId, clinic, complaint, receivedOn, number, dice }: Case): Said {
  const urgency = number % 9 === 0 ? 'SOON' : 'ROUTINE';
  return {
    type: 'ReceiveReferral',
    patientId,
    clinicId: clinic.id,
    referrer: {
      id: `SAMPLE-GP-${dice.between(1, 6)}`,
      role: 'PHYSICIAN',
      organisation: 'Sample practice',
      staffId: null,
    },
    referrerName: 'Dr. Sample',
    prescription: {
      number: `SAMPLE-${1000 + number}`,
      issuedOn: plusDays(receivedOn, -3),
      validUntil: plusDays(receivedOn, 180),
      visits: 12,
    },
    diagnoses: [{ system: 'ICD-10', code: complaint.icd10, assertedBy: { role: 'PHYSICIAN' } }],
    indication: 'Sample: manual therapy asked for',
    bodySites: [complaint.bodySite],
    urgency,
    caseMix: {
      ageBand: dice.pick(['FROM_18_TO_34', 'FROM_35_TO_49', 'FROM_50_TO_64', 'FROM_65_TO_79']),
      sex: dice.pick(['FEMALE', 'MALE']),
      symptomDuration: dice.pick(['FROM_6_TO_12_WEEKS', 'FROM_3_TO_12_MONTHS', 'OVER_5_YEARS']),
      payerClass: dice.pick(['PUBLIC', 'PUBLIC', 'PRIVATE_INSURANCE', 'SELF_PAY']),
    },
    labels: { programme: number % 2 === 0 ? 'standard' : 'exercise' },
    imported: null,
  };
}

/** From acceptance to goals and the first booking; gives the first visit's day. */
function* intake(scene: Scene, decidedOn: LocalDate): Part<LocalDate> {
  const { of } = scene;
  const { therapistId, receivedOn, complaint, dice } = of;
  yield scene.step(scene.at(decidedOn, '10:00'), { type: 'AcceptReferral' }, of.manager);
  const assigned = { type: 'AssignTherapist', therapistId, handover: undefined } as const;
  yield scene.step(scene.at(decidedOn, '10:05'), assigned, of.manager);
  yield scene.step(
    scene.at(decidedOn, '10:10'),
    {
      type: 'GrantAuthorization',
      visits: 12,
      from: receivedOn,
      to: plusDays(receivedOn, 150),
      payerClass: 'PUBLIC',
    },
    of.manager,
  );
  const day = weekday(plusDays(decidedOn, dice.between(2, 6)));
  const { from } = scene.slot(day);
  const consent = { by: 'PATIENT', scope: 'TREATMENT_AND_REPORT', formVersion: '2026-1' } as const;
  yield scene.step(from, { type: 'GiveConsent', ...consent });
  yield scene.step(plusMinutes(from, 30), {
    ...assessment(scene, 'INITIAL', 0),
    primaryMeasure: complaint.primary,
    activityNames: complaint.function.instrument === 'PSFS' ? ACTIVITIES : {},
  });
  yield* goals(scene, day, plusMinutes(from, 35));
  const firstOn = weekday(plusDays(day, 2));
  yield* booking(scene, plusMinutes(from, 45), firstOn);
  return firstOn;
}

function* booking(scene: Scene, at: Instant, day: LocalDate): Part<void> {
  const { therapistId, complaint } = scene.of;
  const slot = scene.slot(day);
  const techniques = [...complaint.techniques];
  const booked = { type: 'ScheduleSession', sessionId: undefined, slot, therapistId } as const;
  yield scene.step(at, { ...booked, techniques });
}

function assessment(scene: Scene, kind: AssessmentKind, session: number) {
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

function observations(scene: Scene, session: number) {
  const { complaint } = scene.of;
  return [pain(scene.painAfter(session)), ability(complaint, scene.progress(session))];
}

function* goals(scene: Scene, day: LocalDate, at: Instant): Part<void> {
  const { complaint, course, dice } = scene.of;
  const { instrument } = complaint.function;
  const due = plusDays(day, 7 * course.sessions + 7);
  const weights = {
    importance: dice.pick([2, 3] as const),
    difficulty: dice.pick([1, 2] as const),
  };
  const common = { type: 'SetGoal', goalId: undefined, due, ...weights } as const;
  const isKept = course.kind === 'maintain';
  yield scene.step(at, {
    ...common,
    kind: isKept ? 'MAINTAIN' : 'IMPROVE',
    measure: { instrument, bodySite: null },
    statement: complaint.wish,
    target: isKept ? null : { percent: instrument === HEADACHE_DAYS.code ? 50 : 40 },
    tolerance: isKept ? 1 : null,
    gasBaselineLevel: -1,
  });
  if (isKept) return;
  yield scene.step(plusMinutes(at, 5), {
    ...common,
    kind: 'IMPROVE',
    measure: NPRS,
    statement: 'Sample: half the pain',
    target: { percent: 50 },
    tolerance: null,
    gasBaselineLevel: -1,
  });
}

/** Weekly sessions; gives the day of the last one, or null when the episode ends by itself. */
function* treatment(scene: Scene, firstOn: LocalDate): Part<LocalDate | null> {
  const { course } = scene.of;
  let day = firstOn;
  for (let session = 1; session <= course.sessions; session++) {
    const { id: sessionId } = last(scene.now().sessions);
    const isGone = course.kind === 'dropout' && session > course.sessions - 2;
    let settledAt = plusMinutes(scene.slot(day).from, 30);
    if (session === course.missed || isGone) {
      const missed = { type: 'MissSession', sessionId, missReason: 'NO_SHOW' } as const;
      yield scene.step(settledAt, { ...missed, words: 'Sample: nobody came' });
    } else {
      settledAt = yield* heldSession(scene, session, sessionId, day);
    }
    if (session === course.sessions) break;
    const next = plusDays(day, 7);
    yield* booking(scene, plusMinutes(settledAt, 5), next);
    day = yield* between(scene, session, day, next);
  }
  return course.lapses === true ? null : day;
}

/** Starts and completes a session; gives the moment at which it is all written up. */
function* heldSession(
  scene: Scene,
  session: number,
  sessionId: SessionId,
  day: LocalDate,
): Part<Instant> {
  const { course, therapistId, complaint } = scene.of;
  const { from, to } = scene.slot(day);
  const { techniques, bodySite } = complaint;
  const given = { techniques: [...techniques], sites: [bodySite], pressure: 'MODERATE' as const };
  const isLate = session === course.late;
  if (!isLate) {
    const asked = { planned: given, contraindicationsAsked: true };
    const start = { type: 'StartSession', sessionId, therapistId, startedAt: from } as const;
    yield scene.step(plusMinutes(from, 1), { ...start, ...asked });
  }
  const isTooLong = session === course.tooLong;
  const endedAt = isTooLong ? plusMinutes(from, 100) : to;
  const writtenAt = isLate ? scene.at(plusDays(day, 5), '17:40') : plusMinutes(endedAt, 5);
  const before = scene.painAfter(session - 1);
  const completed = {
    type: 'CompleteSession' as const,
    sessionId,
    therapistId,
    startedAt: from,
    endedAt,
    given,
    breaks: 0,
    painBefore: before,
    painAfter: Math.max(0, before - 1),
    response: 'Sample: tolerated well',
    notes: `Sample notes of session ${session}`,
    homeAdvice: 'Sample: ten minutes of stretching a day',
    stoppedBecause: undefined,
  };
  const mistyped = { ...completed, painBefore: Math.max(0, before - 3) };
  const isCorrected = session === course.corrected;
  const reason = isLate
    ? 'Sample: written up after leave'
    : isTooLong
      ? 'Sample: the patient needed long breaks'
      : undefined;
  const step = scene.step(writtenAt, isCorrected ? mistyped : completed);
  yield { ...step, occurredAt: endedAt, reason };
  if (!isCorrected) return writtenAt;
  const entry = scene.now().sessions.find(({ id }) => id === sessionId);
  if (entry?.status !== 'completed') throw new Error('A session that was completed is completed.');
  const correctedAt = plusMinutes(writtenAt, 20);
  yield scene.step(correctedAt, {
    type: 'CorrectEntry',
    entryId: entry.entryId,
    replacement: completed,
    correctedOccurredAt: undefined,
    words: 'Sample: pain before the session was mistyped',
  });
  return correctedAt;
}

/** What happens until the next session; gives its day. */
function* between(scene: Scene, session: number, day: LocalDate, next: LocalDate): Part<LocalDate> {
  const { course } = scene.of;
  if (session === course.severeAfter) return yield* hold(scene, plusDays(day, 1));
  if (session === course.reactionAfter) yield* revision(scene, session, plusDays(day, 6));
  if (session === Math.ceil(course.sessions / 2) && course.kind !== 'dropout') {
    const at = scene.at(plusDays(day, 6), '18:00');
    yield scene.step(at, assessment(scene, 'REASSESSMENT', session));
  }
  return next;
}

/** A reaction that makes the goal be set lower and later, with the reaction as evidence. */
function* revision(scene: Scene, session: number, day: LocalDate): Part<void> {
  yield scene.step(scene.at(day, '16:00'), {
    type: 'ReportReaction',
    severity: session % 2 === 0 ? 'MODERATE' : 'MILD',
    sessionId: null,
    description: 'Sample: sore for two days after the session',
    action: 'Sample: less pressure from now on',
    told: undefined,
  });
  const goal = last(scene.now().goals);
  const evidence = last(scene.now().reactions).entryId;
  yield scene.step(scene.at(day, '16:10'), {
    type: 'ReviseGoal',
    goalId: goal.id,
    revises: currentVersion(goal).id,
    target: { percent: 30 },
    due: plusDays(currentVersion(goal).terms.due, 14),
    reasonCode: 'ADVERSE_REACTION',
    words: 'Sample: smaller steps after the reaction',
    evidence: [{ kind: 'REACTION', id: evidence }],
  });
}

/** A severe reaction puts the episode on hold by itself; two weeks later care goes on. */
function* hold(scene: Scene, day: LocalDate): Part<LocalDate> {
  yield scene.step(scene.at(day, '08:20'), {
    type: 'ReportReaction',
    severity: 'SEVERE',
    sessionId: null,
    description: 'Sample: strong dizziness in the evening',
    action: 'Sample: advised to see the physician',
    told: 'Sample: the referrer',
  });
  const { id: sessionId } = last(scene.now().sessions);
  const cancelled = { type: 'CancelSession', sessionId, words: 'Sample: on hold' } as const;
  yield scene.step(scene.at(day, '08:25'), cancelled);
  const resumedOn = weekday(plusDays(day, 14));
  const words = 'Sample: the referrer has no objection';
  yield scene.step(scene.at(resumedOn, '08:30'), { type: 'Resume', words });
  const next = weekday(plusDays(resumedOn, 3));
  yield* booking(scene, scene.at(resumedOn, '08:35'), next);
  return next;
}

const REASONS: Readonly<Partial<Record<Course['kind'], DischargeReason>>> = {
  plateau: 'PLATEAU',
  maintain: 'REFERRED_BACK',
  dropout: 'LOST_TO_FOLLOW_UP',
};
const GAS_LEVELS: Readonly<Partial<Record<Course['kind'], -1 | 0 | 1>>> = {
  improve: 1,
  plateau: -1,
};

function* ending(scene: Scene, lastOn: LocalDate): Part<void> {
  const { course } = scene.of;
  const isGone = course.kind === 'dropout';
  const day = weekday(plusDays(lastOn, isGone ? 30 : 5));
  const at = scene.at(day, '18:10');
  yield scene.step(at, {
    type: 'Discharge',
    dischargeReason: REASONS[course.kind] ?? 'GOALS_MET',
    observations: isGone ? [] : observations(scene, course.sessions),
    finalMissingBecause: isGone ? 'Sample: the patient could not be reached' : undefined,
    goals: scene
      .now()
      .goals.filter(({ status }) => status.status === 'open')
      .map((goal) => settlement(scene, goal, isGone)),
    cancelSessions: [],
    report: 'Sample report to the referrer',
    findings: undefined,
  });
}

function settlement(scene: Scene, { id: goalId }: Goal, isGone: boolean) {
  if (isGone) {
    return { goalId, outcome: 'NOT_MEASURED' as const, words: 'Sample: not reached again' };
  }
  const gasLevel = GAS_LEVELS[scene.of.course.kind] ?? 0;
  return { goalId, outcome: 'SCORED' as const, gasLevel };
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('The step before made one.');
  return item;
}
