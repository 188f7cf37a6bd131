import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import { localDate } from '../time';
import type { EpisodeEventOf } from './events';
import { settleGoal } from './evolve-goals';
import { settleSession } from './evolve-sessions';
import { taken } from './observations';
import type { Episode, Goal, GoalStatus } from './state';

type Discharged = Recorded<EpisodeEventOf<'Discharged'>>;

/** The discharge closes what it names: goals with their outcome, bookings as cancelled. */
export function evolveDischarged(episode: Episode, event: Discharged): Episode {
  const at = event.header.occurredAt;
  const { reason, final, observations, goals, cancelledSessions } = event.data;
  let next: Episode = {
    ...episode,
    observations: [
      ...episode.observations,
      ...taken(event, episode.zone, observations, 'DISCHARGE'),
    ],
    discharge: {
      entryId: event.header.id as EntryId, // the id of an event is the id of its entry
      at,
      on: localDate(at, episode.zone),
      reason,
      final,
      report: textRef(event, 'report'),
      goals: goals.map(({ goalId }) => goalId),
    },
  };
  for (const goal of goals) next = settleGoal(next, goal.goalId, settled(event, goal));
  for (const sessionId of cancelledSessions) {
    next = settleSession(next, sessionId, { status: 'cancelled', at });
  }
  return next;
}

/**
 * Goals that the discharge settled are open again, and its assessment is one on the way. Bookings
 * that it cancelled stay cancelled: their time may be taken.
 */
export function evolveReopened(episode: Episode): Episode {
  const { discharge, goals, observations } = episode;
  if (!discharge) return episode;
  const isOpen = ({ id, status }: Goal) =>
    discharge.goals.includes(id) && status.status !== 'open' && status.at === discharge.at;
  return {
    ...episode,
    discharge: null,
    goals: goals.map((goal) => (isOpen(goal) ? { ...goal, status: { status: 'open' } } : goal)),
    observations: observations.map((each) =>
      each.assessment === 'DISCHARGE' ? { ...each, assessment: 'REASSESSMENT' } : each,
    ),
  };
}

export function evolveVoided(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'EpisodeVoided'>>,
): Episode {
  const at = event.header.occurredAt;
  return { ...episode, voided: { at, ...event.data, words: textRef(event, 'words') } };
}

function settled(event: Discharged, goal: Discharged['data']['goals'][number]): GoalStatus {
  const at = event.header.occurredAt;
  switch (goal.outcome) {
    case 'SCORED': {
      const { observationId, gasLevel, gasLevelOriginal = null } = goal;
      return { status: 'scored', at, observationId, gasLevel, gasLevelOriginal };
    }
    case 'ABANDONED':
      return { status: 'abandoned', at, reason: textRef(event, `goal:${goal.goalId}`) };
    case 'NOT_MEASURED':
      return { status: 'not_measured', at, reason: textRef(event, `goal:${goal.goalId}`) };
  }
}
