import type { ApiHost, MutationAnswer } from './api-host';
import { accepted, PEOPLE, readyEpisode, type ReadyEpisode, type Scene } from './scene';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An episode with a held session, a reaction and a revised goal; the clock has gone on a day. */
export interface TreatedEpisode extends ReadyEpisode {
  readonly reaction: MutationAnswer;
  readonly revised: MutationAnswer;
}

export async function treatedEpisode(api: ApiHost, scene: Scene): Promise<TreatedEpisode> {
  const ready = await readyEpisode(api, scene);
  const { episodeId, goal } = ready;
  const { therapistId } = scene;
  const { clock } = api.engine;
  const treat = (mutation: string, input: object) =>
    accepted(api, PEOPLE.therapist, mutation, { episodeId, ...input });
  clock.forward(DAY_MS);
  const startedAt = new Date(clock.now() - HOUR_MS).toISOString();
  await treat('completeSession', {
    therapistId,
    startedAt,
    endedAt: new Date(clock.now()).toISOString(),
    given: { techniques: ['MYOFASCIAL_RELEASE'], sites: ['NECK'], pressure: 'MODERATE' },
    painBefore: 5,
    painAfter: 3,
    notes: 'Tolerated well',
  });
  clock.forward(HOUR_MS);
  await treat('recordAssessment', {
    kind: 'REASSESSMENT',
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 5 } }],
  });
  const reaction = await treat('reportReaction', {
    severity: 'MILD',
    description: 'Sore in the evening',
  });
  clock.forward(HOUR_MS);
  const revised = await treat('reviseGoal', {
    goalId: goal.goalId,
    revises: goal.goalVersionId,
    target: { value: 4 },
    reasonCode: 'ADVERSE_REACTION',
    words: 'Slower after the reaction',
    evidence: [{ kind: 'REACTION', id: reaction.reactionId }],
  });
  return { ...ready, reaction, revised };
}

/** Ends the treatment: the goal scored by the discharge assessment. */
export async function discharged(
  api: ApiHost,
  { episodeId, goal }: TreatedEpisode,
  score: number,
): Promise<MutationAnswer> {
  api.engine.clock.forward(20 * DAY_MS);
  return accepted(api, PEOPLE.therapist, 'discharge', {
    episodeId,
    dischargeReason: 'GOALS_MET',
    observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score } }],
    goals: [{ goalId: goal.goalId, outcome: 'SCORED' }],
    report: 'Thank you for the referral',
  });
}
