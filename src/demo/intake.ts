import { plusDays, type Instant, type LocalDate } from '../domain/time';
import { plusMinutes, weekday } from './calendar';
import { ACTIVITIES, HEADACHE_DAYS, NPRS } from './complaints';
import { assessment, booking, last, type Case, type Part, type Said, type Scene } from './course';

/** What came in. */
export function referral({ patientId, clinic, complaint, receivedOn, number, dice }: Case): Said {
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
export function* intake(scene: Scene, decidedOn: LocalDate): Part<LocalDate> {
  const { of } = scene;
  const { therapistId, receivedOn, complaint, course, dice } = of;
  if (course.asksBack === true) yield* clarification(scene, decidedOn);
  yield scene.step(scene.at(decidedOn, '10:00'), { type: 'AcceptReferral' }, of.manager);
  yield* merge(scene, decidedOn);
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
  if (course.cleared === true) yield* contraindication(scene, plusMinutes(from, 33));
  yield* goals(scene, day, plusMinutes(from, 35));
  yield* planOfCare(scene, plusMinutes(from, 42));
  const firstOn = weekday(plusDays(day, 2));
  yield* booking(scene, plusMinutes(from, 45), firstOn);
  if (course.cleared === true) yield* clearance(scene, scene.at(firstOn, '07:30'));
  return firstOn;
}

/** Asked on the day of the referral, answered before it is decided on. */
function* clarification(scene: Scene, decidedOn: LocalDate): Part<void> {
  const { receivedOn, manager } = scene.of;
  const question = 'Sample: was there an X-ray, and what did it show?';
  const asked = { type: 'RequestClarification', question, due: plusDays(decidedOn, 2) } as const;
  yield scene.step(scene.at(receivedOn, '11:30'), asked, manager);
  const { entryId: requestId } = last(scene.now().clarifications);
  const answer = 'Sample: yes, without findings';
  const clarified = { type: 'ClarifyReferral', requestId, answer, saidBy: 'Dr. Sample' } as const;
  yield scene.step(scene.at(decidedOn, '09:00'), clarified, manager);
}

/** Someone who was here before is known by the registration of then. */
function* merge(scene: Scene, decidedOn: LocalDate): Part<void> {
  const { patientId, mergedInto: into, manager } = scene.of;
  if (into === null) return;
  yield {
    to: 'patient',
    at: scene.at(decidedOn, '10:02'),
    actor: manager,
    command: { type: 'MergePatients', patientId, into },
    reason: 'Sample: the same person, registered anew at the desk',
  };
}

/** Treatment waits until somebody else permits it. */
function* contraindication(scene: Scene, at: Instant): Part<void> {
  yield scene.step(at, {
    type: 'RecordContraindication',
    kind: 'DVT_HISTORY',
    bodySite: null,
    bars: undefined,
    untilCleared: undefined,
    isAbsolute: false,
    words: 'Sample: three years ago, left leg',
  });
}

function* clearance(scene: Scene, at: Instant): Part<void> {
  const { id: contraindicationId } = last(scene.now().contraindications);
  yield scene.step(at, {
    type: 'ClearContraindication',
    contraindicationId,
    by: { staffId: null, role: 'PHYSICIAN' },
    byName: 'Dr. Sample',
    authority: 'REFERRER',
    conditions: { all: false, sites: ['LEG'], techniques: [], pressureAbove: null },
    words: 'Sample: no objection, but leave the legs alone',
    until: null,
  });
}

/** How often, for how long and by what the goals are to be reached. */
function* planOfCare(scene: Scene, at: Instant): Part<void> {
  const { complaint, course } = scene.of;
  const techniques = [...complaint.techniques];
  const terms = { sessionsPerWeek: 1, sessionMinutes: 50, techniques, weeks: course.sessions };
  yield scene.step(at, { type: 'SetPlanOfCare', terms, from: undefined });
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
