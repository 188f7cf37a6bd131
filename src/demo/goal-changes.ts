import { currentVersion } from '../domain/episode/state';
import { plusDays, type LocalDate } from '../domain/time';
import { plusMinutes } from './calendar';
import { ACTIVITIES } from './complaints';
import { assessment, last, type Part, type Scene } from './course';

/** A reaction that makes the goal be set lower and later, with the reaction as evidence. */
export function* reactionRevision(scene: Scene, session: number, day: LocalDate): Part<void> {
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

/** What the patient says of it makes the goal matter more and say something else. */
export function* feedbackRevision(scene: Scene, day: LocalDate): Part<void> {
  yield scene.step(scene.at(day, '10:00'), {
    type: 'RecordFeedback',
    for: 'THERAPIST',
    tone: 'MIXED',
    sessionId: null,
    words: 'Sample: much better, but at night it still wakes me',
  });
  const goal = last(scene.now().goals);
  const evidence = last(scene.now().progress.feedback).entryId;
  yield scene.step(scene.at(day, '10:10'), {
    type: 'ReviseGoal',
    goalId: goal.id,
    revises: currentVersion(goal).id,
    target: { percent: 60 },
    statement: 'Sample: sleep through the night',
    reasonCode: 'PATIENT_PRIORITY_CHANGED',
    words: 'Sample: the nights matter most to the patient',
    evidence: [{ kind: 'FEEDBACK', id: evidence }],
  });
}

/** Less pain was the goal; from now on it is what the patient can do again. */
export function* replacement(scene: Scene, session: number, day: LocalDate): Part<void> {
  // Activities are asked of these patients anyway.
  if (scene.of.complaint.function.instrument === 'PSFS') return;
  scene.asksActivities = true;
  const at = scene.at(day, '11:00');
  const asked = { ...assessment(scene, 'REASSESSMENT', session), activityNames: ACTIVITIES };
  yield scene.step(at, asked);
  const measured = last(scene.now().observations.filter(({ instrument }) => instrument === 'PSFS'));
  const goal = last(scene.now().goals);
  const { due, importance, difficulty } = currentVersion(goal).terms;
  yield scene.step(plusMinutes(at, 10), {
    type: 'ReplaceGoal',
    goalId: goal.id,
    revises: currentVersion(goal).id,
    reasonCode: 'PATIENT_PRIORITY_CHANGED',
    words: 'Sample: the pain is bearable now, carrying is what is missing',
    evidence: [{ kind: 'OBSERVATION', id: measured.id }],
    by: {
      goalId: undefined,
      kind: 'IMPROVE',
      measure: { instrument: 'PSFS', bodySite: null },
      statement: 'Sample: carry the shopping home',
      target: { value: 8 },
      tolerance: null,
      due,
      importance,
      difficulty,
      gasBaselineLevel: -1,
      levelWords: { '0': 'Sample: a full bag, without a rest' },
    },
  });
}
