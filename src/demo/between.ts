import { currentPlan } from '../domain/episode/plan-of-care';
import { plusDays, type LocalDate } from '../domain/time';
import { weekday } from './calendar';
import { assessment, booking, last, type Part, type Scene } from './course';
import { feedbackRevision, reactionRevision, replacement } from './goal-changes';
import { finding } from './late-withdrawal';

/** What happens until the next session, in the order of the days; gives its day. */
export function* between(
  scene: Scene,
  session: number,
  day: LocalDate,
  next: LocalDate,
): Part<LocalDate> {
  const { course } = scene.of;
  if (session === course.severeAfter) return yield* hold(scene, plusDays(day, 1));
  if (session === 1) yield* certification(scene, plusDays(day, 1));
  if (session === course.homeAfter) yield* homeProgramme(scene, plusDays(day, 1));
  if (session === course.withdrawnBefore) yield* finding(scene, day);
  if (session === course.transferAfter) yield* transfer(scene, plusDays(day, 2));
  if (session === course.extendedAfter) yield* extension(scene, plusDays(day, 3));
  if (session === course.reportAfter) yield* progressReport(scene, plusDays(day, 3));
  const nextDay =
    session === course.movedAfter ? yield* moved(scene, plusDays(day, 5), next) : next;
  yield* weekAtHome(scene, plusDays(day, 6));
  if (session === course.feedbackAfter) yield* feedbackRevision(scene, plusDays(day, 6));
  if (session === course.replacedAfter) yield* replacement(scene, session, plusDays(day, 6));
  if (session === course.reactionAfter) yield* reactionRevision(scene, session, plusDays(day, 6));
  if (session === Math.ceil(course.sessions / 2) && course.kind !== 'dropout') {
    const at = scene.at(plusDays(day, 6), '18:00');
    yield scene.step(at, assessment(scene, 'REASSESSMENT', session));
  }
  return nextDay;
}

/** Where the policy asks for it, the referrer signs the plan. */
function* certification(scene: Scene, day: LocalDate): Part<void> {
  const { plan, referral } = scene.now();
  const current = plan && currentPlan(plan);
  if (!current?.certification) return;
  yield scene.step(scene.at(day, '09:00'), {
    type: 'CertifyPlanOfCare',
    planVersionId: current.id,
    referrer: referral.referrer,
    saidBy: 'Dr. Sample, by fax',
  });
}

function* homeProgramme(scene: Scene, day: LocalDate): Part<void> {
  yield scene.step(scene.at(day, '18:20'), {
    type: 'GiveHomeProgramme',
    daysPerWeek: 5,
    until: null,
    exercises: 'Sample: three stretches, twice each, held for thirty seconds',
    advice: 'Sample: stop when it hurts',
  });
}

/** What was done of it, up to the day before the next session. */
function* weekAtHome(scene: Scene, day: LocalDate): Part<void> {
  const programme = scene.now().progress.homeProgrammes.at(-1);
  if (!programme) return;
  const until = programme.adherence.at(-1)?.to;
  yield scene.step(scene.at(day, '09:00'), {
    type: 'ReportAdherence',
    programmeId: programme.entryId,
    from: until === undefined ? programme.on : plusDays(until, 1),
    to: plusDays(day, -1),
    daysDone: scene.of.dice.between(1, 4),
    daysAsked: undefined,
    words: 'Sample: not at the weekend',
  });
}

/** Somebody else goes on: the next session is theirs, too. */
function* transfer(scene: Scene, day: LocalDate): Part<void> {
  const { successorId, manager } = scene.of;
  if (successorId === null) return;
  const handover = 'Sample: goals stay; less pressure at the left side';
  const transferred = { type: 'TransferEpisode', therapistId: successorId, handover } as const;
  yield scene.step(scene.at(day, '15:00'), transferred, manager);
  scene.therapistId = successorId;
  const { id: sessionId, booking: booked } = last(scene.now().sessions);
  if (!booked) return;
  yield scene.step(scene.at(day, '15:10'), {
    type: 'RescheduleSession',
    sessionId,
    slot: booked.slot,
    toTherapistId: successorId,
    words: 'Sample: by the therapist who goes on',
  });
}

/** More visits, prescribed first and then paid for. */
function* extension(scene: Scene, day: LocalDate): Part<void> {
  const { manager } = scene.of;
  const { referral, authorizations } = scene.now();
  const { referrer, prescription } = referral;
  const amended = { type: 'AmendReferral', referrer, diagnoses: undefined } as const;
  yield scene.step(
    scene.at(day, '10:00'),
    { ...amended, prescription: { ...prescription, visits: 18 }, saidBy: 'Dr. Sample' },
    manager,
  );
  const { authorizationId, from, to } = last(authorizations);
  yield scene.step(
    scene.at(day, '10:20'),
    { type: 'AmendAuthorization', authorizationId, visits: 18, from, to: plusDays(to, 30) },
    manager,
  );
}

/** Where things stand, and the referrer's answer some days later. */
function* progressReport(scene: Scene, day: LocalDate): Part<void> {
  const { receivedOn, manager } = scene.of;
  yield scene.step(scene.at(day, '18:20'), {
    type: 'ReportProgress',
    recipient: { kind: 'REFERRER' },
    from: receivedOn,
    to: day,
    goals: undefined,
    report: 'Sample report: what was done, and where the goals stand',
  });
  const { entryId: reportId } = last(scene.now().progress.reports);
  const answer = 'Sample: please go on';
  const acknowledged = {
    type: 'AcknowledgeReport',
    reportId,
    answer,
    saidBy: 'Dr. Sample',
  } as const;
  yield scene.step(scene.at(plusDays(day, 2), '09:30'), acknowledged, manager);
}

/** The booking is moved to the day after; gives it. */
function* moved(scene: Scene, at: LocalDate, from: LocalDate): Part<LocalDate> {
  const day = weekday(plusDays(from, 1));
  const { id: sessionId } = last(scene.now().sessions);
  yield scene.step(scene.at(at, '12:00'), {
    type: 'RescheduleSession',
    sessionId,
    slot: scene.slot(day),
    toTherapistId: undefined,
    words: 'Sample: the patient has to work that day',
  });
  return day;
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
