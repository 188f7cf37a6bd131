import { currentVersion } from '../domain/episode/state';
import type { SessionId } from '../domain/ids';
import { defaultScreening } from '../domain/policy/contraindications';
import { plusDays, type Instant, type LocalDate } from '../domain/time';
import { plusMinutes, weekday } from './calendar';
import { assessment, booking, last, type Part, type Scene } from './course';

/** Weekly sessions; gives the day of the last one, or null when the episode ends by itself. */
export function* treatment(scene: Scene, firstOn: LocalDate): Part<LocalDate | null> {
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
  const { techniques, bodySite, breaks } = complaint;
  const given = { techniques: [...techniques], sites: [bodySite], pressure: 'MODERATE' as const };
  const isLate = session === course.late;
  if (!isLate) {
    const screening = defaultScreening.map((kind) => ({ kind, present: false }));
    const asked = { planned: given, screening };
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
    breaks,
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
