import { textRef, type Recorded } from '../envelope';
import type { EntryId, GoalId } from '../ids';
import type { EpisodeEventOf } from './events';
import {
  currentVersion,
  type Episode,
  type Goal,
  type GoalStatus,
  type GoalVersion,
} from './state';

type GoalSet = Recorded<EpisodeEventOf<'GoalSet'>>;
type GoalRevised = Recorded<EpisodeEventOf<'GoalRevised'>>;

export function evolveGoalSet(episode: Episode, event: GoalSet): Episode {
  const { goalId, kind, measure, baseline, tolerance, rules } = event.data;
  const goal: Goal = {
    id: goalId,
    kind,
    measure,
    baseline,
    tolerance,
    rules,
    versions: [{ ...versionOf(event), statement: textRef(event, 'statement'), revision: null }],
    status: { status: 'open' },
  };
  return { ...episode, goals: [...episode.goals, goal] };
}

export function evolveGoalRevised(episode: Episode, event: GoalRevised): Episode {
  const { reason, evidence, changed } = event.data;
  return changeGoal(episode, event.data.goalId, (goal) => ({
    ...goal,
    versions: [
      ...goal.versions,
      {
        ...versionOf(event),
        statement: textRef(event, 'statement') ?? currentVersion(goal).statement,
        revision: { reason, words: textRef(event, 'reason'), evidence, changed },
      },
    ],
  }));
}

export function evolveGoalScored(
  episode: Episode,
  { header, data }: Recorded<EpisodeEventOf<'GoalScored'>>,
): Episode {
  const { goalId, observationId, gasLevel } = data;
  const at = header.occurredAt;
  return settleGoal(episode, goalId, { status: 'scored', at, observationId, gasLevel });
}

export function evolveGoalAbandoned(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'GoalAbandoned'>>,
): Episode {
  const at = event.header.occurredAt;
  const reason = textRef(event, 'reason');
  return settleGoal(episode, event.data.goalId, { status: 'abandoned', at, reason });
}

function versionOf(event: GoalSet | GoalRevised): Omit<GoalVersion, 'statement' | 'revision'> {
  const { header } = event;
  return {
    id: header.id as EntryId, // a goal's version is the id of the event that made it
    entryVersion: header.version,
    setAt: header.occurredAt,
    recordedAt: header.recordedAt,
    author: header.actor,
    terms: event.data.terms,
  };
}

export function settleGoal(episode: Episode, goalId: GoalId, status: GoalStatus): Episode {
  return changeGoal(episode, goalId, (goal) => ({ ...goal, status }));
}

/** A goal that is not there yet (its entry is out, or occurred later) is left alone. */
function changeGoal(episode: Episode, goalId: GoalId, change: (goal: Goal) => Goal): Episode {
  return {
    ...episode,
    goals: episode.goals.map((goal) => (goal.id === goalId ? change(goal) : goal)),
  };
}
