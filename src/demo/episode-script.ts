import type { DischargeReason } from '../domain/episode/codes';
import type { Goal } from '../domain/episode/state';
import { plusDays, type LocalDate } from '../domain/time';
import { weekday } from './calendar';
import { booking, last, observations } from './course';
import type { Course, Part, Scene, Script } from './course';
import { intake, referral } from './intake';
import { heldSession, treatment } from './treatment';

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
  if (of.duplicateOf !== null) {
    const { duplicateOf } = of;
    const words = 'Sample: the same referral came by fax and by post';
    const voided = { type: 'VoidEpisode', voidReason: 'DUPLICATE', duplicateOf, words } as const;
    yield scene.step(scene.at(decidedOn, '10:00'), voided, of.manager);
    return;
  }
  const firstOn = yield* intake(scene, decidedOn);
  const lastOn = yield* treatment(scene, firstOn);
  if (lastOn === null) return;
  const dischargedOn = yield* ending(scene, lastOn);
  if (course.reopened === true) yield* again(scene, plusDays(dischargedOn, 4));
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

/** Gives the day of the discharge. */
function* ending(scene: Scene, lastOn: LocalDate): Part<LocalDate> {
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
  return day;
}

/** Soon after the discharge one more session is needed: it is the same episode. */
function* again(scene: Scene, on: LocalDate): Part<void> {
  const day = weekday(on);
  const words = 'Sample: it came back after a long drive';
  yield scene.step(scene.at(day, '08:10'), { type: 'ReopenEpisode', words });
  const heldOn = weekday(plusDays(day, 1));
  yield* booking(scene, scene.at(day, '08:15'), heldOn);
  const { id: sessionId } = last(scene.now().sessions);
  yield* heldSession(scene, scene.of.course.sessions + 1, sessionId, heldOn);
  yield* ending(scene, plusDays(heldOn, -4));
}

function settlement(scene: Scene, { id: goalId }: Goal, isGone: boolean) {
  if (isGone) {
    return { goalId, outcome: 'NOT_MEASURED' as const, words: 'Sample: not reached again' };
  }
  const gasLevel = GAS_LEVELS[scene.of.course.kind] ?? 0;
  return { goalId, outcome: 'SCORED' as const, gasLevel };
}
