import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import { localDate } from '../time';
import type { EpisodeEventOf } from './events';
import { settleGoal } from './evolve-goals';
import { settleSession } from './evolve-sessions';
import { taken } from './observations';
import type { Episode, GoalStatus } from './state';

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
    },
  };
  for (const goal of goals) next = settleGoal(next, goal.goalId, settled(event, goal));
  for (const sessionId of cancelledSessions) {
    next = settleSession(next, sessionId, { status: 'cancelled', at });
  }
  return next;
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
