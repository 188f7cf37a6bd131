import type { DischargeReason } from '../domain/episode/codes';
import type { Goal } from '../domain/episode/state';
import { plusDays, type Instant, type LocalDate } from '../domain/time';
import { plusMinutes, weekday } from './calendar';
import { ACTIVITIES, HEADACHE_DAYS, NPRS } from './complaints';
import {
  assessment,
  booking,
  observations,
  type Case,
  type Course,
  type Part,
  type Said,
  type Scene,
  type Script,
} from './course';
import { treatment } from './treatment';

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
      staffId: null,
    },
    referrerName: 'Dr. Sample',
    referrerOrganisation: 'Sample practice',
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
