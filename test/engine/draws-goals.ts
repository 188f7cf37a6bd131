import type { EpisodeCommandOf } from '../../src/domain/episode/commands';
import { currentVersion, type Goal } from '../../src/domain/episode/state';
import type { Evidence } from '../../src/domain/episode/values';
import { plusDays } from '../../src/domain/time';
import { activities, maybe, pain, type Draws, type DrawScene } from './draw-scene';

/** What is measured, agreed and changed. */
export const goalDraws: Draws<
  | 'RecordAssessment'
  | 'SetPlanOfCare'
  | 'RevisePlanOfCare'
  | 'CertifyPlanOfCare'
  | 'SetGoal'
  | 'ReviseGoal'
  | 'ReplaceGoal'
  | 'ScoreGoal'
  | 'AbandonGoal'
> = {
  RecordAssessment: ({ dice }) => {
    const common = {
      type: 'RecordAssessment',
      healthHistoryTaken: true,
      contraindicationsAsked: true,
      primaryMeasure: undefined,
      findings: 'sample findings',
      activityNames: { a1: 'sample activity', a2: 'another one' },
    } as const;
    const observations = [pain(dice.below(11)), activities(dice.below(11))];
    return [
      { ...common, kind: 'REASSESSMENT', observations },
      { ...common, kind: 'INITIAL', observations },
      { ...common, kind: 'REASSESSMENT', observations: [pain(dice.below(11))] },
    ];
  },
  SetPlanOfCare: ({ dice }) => [
    {
      type: 'SetPlanOfCare',
      terms: {
        sessionsPerWeek: 1 + dice.below(3),
        sessionMinutes: 45,
        techniques: ['DEEP_TISSUE'],
        weeks: 6,
      },
      from: undefined,
    },
  ],
  RevisePlanOfCare: ({ episode: { plan }, dice }) =>
    maybe(dice, plan?.versions ?? [], ({ id: revises }) => ({
      type: 'RevisePlanOfCare',
      revises,
      change: { weeks: 4 + dice.below(8) },
      words: 'sample reason',
    })),
  CertifyPlanOfCare: ({ episode: { plan, referral }, dice }) =>
    maybe(dice, plan?.versions ?? [], ({ id: planVersionId }) => ({
      type: 'CertifyPlanOfCare',
      planVersionId,
      referrer: referral.referrer,
      saidBy: 'Sample Physician',
    })),
  SetGoal: (scene) => [{ type: 'SetGoal', ...goalGiven(scene, 'NPRS') }],
  ReviseGoal: (scene) =>
    maybe(scene.dice, scene.episode.goals, (goal) => ({
      type: 'ReviseGoal',
      ...grounds(scene, goal),
      reasonCode: 'SLOWER_THAN_EXPECTED',
      ...(goal.kind === 'IMPROVE'
        ? { target: { percent: 20 + scene.dice.below(60) } }
        : { tolerance: 1 + scene.dice.below(3) }),
    })),
  ReplaceGoal: (scene) =>
    maybe(scene.dice, scene.episode.goals, (goal) => ({
      type: 'ReplaceGoal',
      ...grounds(scene, goal),
      reasonCode: 'PATIENT_PRIORITY_CHANGED',
      by: goalGiven(scene, goal.measure.instrument === 'NPRS' ? 'PSFS' : 'NPRS'),
    })),
  ScoreGoal: ({ episode: { goals, observations }, dice }) =>
    observations.length === 0
      ? []
      : maybe(dice, goals, (goal) => ({
          type: 'ScoreGoal',
          goalId: goal.id,
          observationId: dice.pick(observations.slice(-4)).id,
          gasLevel: currentVersion(goal).terms.levels ? 0 : null,
        })),
  AbandonGoal: ({ episode: { goals }, dice }) =>
    maybe(dice, goals, ({ id: goalId }) => ({
      type: 'AbandonGoal',
      goalId,
      words: 'sample abandonment',
    })),
};

function goalGiven(
  { dice, today }: DrawScene,
  instrument: string,
): Omit<EpisodeCommandOf<'SetGoal'>, 'type' | 'episodeId'> {
  const isImproved = dice.chance(80);
  return {
    goalId: undefined,
    kind: isImproved ? 'IMPROVE' : 'MAINTAIN',
    measure: { instrument, bodySite: null },
    statement: 'sample goal',
    target: isImproved ? { percent: 30 + dice.below(50) } : null,
    tolerance: isImproved ? null : 1,
    due: plusDays(today, dice.below(40)),
    importance: 2,
    difficulty: 1,
    gasBaselineLevel: dice.chance(50) ? -1 : null,
  };
}

/** What a change of a goal rests on: anything that was recorded, newer or not. */
function grounds({ episode, dice }: DrawScene, goal: Goal) {
  const { observations, reactions, progress } = episode;
  const known: Evidence[] = [
    ...observations.slice(-2).map(({ id }) => ({ kind: 'OBSERVATION' as const, id })),
    ...reactions.slice(-1).map(({ entryId: id }) => ({ kind: 'REACTION' as const, id })),
    ...progress.feedback.slice(-1).map(({ entryId: id }) => ({ kind: 'FEEDBACK' as const, id })),
  ];
  return {
    goalId: goal.id,
    revises: currentVersion(goal).id,
    words: 'sample reason',
    evidence: maybe(dice, known, (one) => one),
  };
}
