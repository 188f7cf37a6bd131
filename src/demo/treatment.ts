import { isOpen } from '../domain/episode/state-safety';
import type { SessionId } from '../domain/ids';
import { defaultScreening } from '../domain/policy/contraindications';
import { plusDays, type Instant, type LocalDate } from '../domain/time';
import { between } from './between';
import { plusMinutes } from './calendar';
import { booking, last, type Part, type Scene } from './course';

/** Weekly sessions; gives the day of the last one, or null when the episode ends by itself. */
export function* treatment(scene: Scene, firstOn: LocalDate): Part<LocalDate | null> {
  const { course } = scene.of;
  let day = firstOn;
  for (let session = 1; session <= course.sessions; session++) {
    const { id: sessionId } = last(scene.now().sessions);
    const isGone = course.kind === 'dropout' && session > course.sessions - 2;
    let settledAt = plusMinutes(scene.slot(day).from, 30);
    if (session === course.fever) {
      settledAt = yield* fever(scene, sessionId, day);
    } else if (session === course.missed || isGone) {
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
export function* heldSession(
  scene: Scene,
  session: number,
  sessionId: SessionId,
  day: LocalDate,
): Part<Instant> {
  const { therapistId } = scene;
  const { course, complaint } = scene.of;
  const { from, to } = scene.slot(day);
  const { techniques, bodySite, breaks } = complaint;
  const given = { techniques: [...techniques], sites: [bodySite], pressure: 'MODERATE' as const };
  const isLate = session === course.late;
  if (!isLate) {
    yield* recovered(scene, plusMinutes(from, -2));
    const asked = { planned: given, screening: screening(scene) };
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

/** Asked before each session: what every patient is, and what is known of this one. */
function screening(scene: Scene) {
  const known = scene
    .now()
    .contraindications.filter(isOpen)
    .map(({ kind }) => kind);
  const kinds = [...new Set([...defaultScreening, ...known])];
  return kinds.map((kind) => ({ kind, present: known.includes(kind) }));
}

const FEVER = 'FEVER_OR_INFECTION';

/** Found when the patient comes: nobody is treated with a fever. */
function* fever(scene: Scene, sessionId: SessionId, day: LocalDate): Part<Instant> {
  const { from } = scene.slot(day);
  yield scene.step(plusMinutes(from, 2), {
    type: 'RecordContraindication',
    kind: FEVER,
    bodySite: null,
    bars: undefined,
    untilCleared: undefined,
    isAbsolute: false,
    words: 'Sample: 38.6 °C, since yesterday',
  });
  const settledAt = plusMinutes(from, 6);
  const words = 'Sample: sent home with a fever';
  yield scene.step(settledAt, { type: 'CancelSession', sessionId, words });
  return settledAt;
}

/** A fever is gone when the patient comes again. */
function* recovered(scene: Scene, at: Instant): Part<void> {
  const known = scene.now().contraindications.find((each) => isOpen(each) && each.kind === FEVER);
  if (!known) return;
  yield scene.step(at, {
    type: 'ResolveContraindication',
    contraindicationId: known.id,
    by: { staffId: scene.therapistId, role: 'THERAPIST' },
    byName: undefined,
    evidence: 'Sample: no fever for five days, 36.7 °C today',
  });
}
