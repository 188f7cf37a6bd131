import { textRef, type Recorded } from '../envelope';
import type { GoalId } from '../ids';
import { LEVEL_NAMES } from './codes';
import type { EpisodeEventOf } from './events';
import { entryIdOf } from './evolvers';
import {
  currentVersion,
  type Episode,
  type Goal,
  type GoalStatus,
  type GoalVersion,
} from './state';
import type { GasLevelGiven } from './values';

type GoalSet = Recorded<EpisodeEventOf<'GoalSet'>>;
type GoalRevised = Recorded<EpisodeEventOf<'GoalRevised'>>;
type GoalReplaced = Recorded<EpisodeEventOf<'GoalReplaced'>>;

export function evolveGoalSet(episode: Episode, event: GoalSet): Episode {
  return { ...episode, goals: [...episode.goals, goalOf(event, null, null)] };
}

/** The goal goes on by another measure: as a goal of its own, which knows where it comes from. */
export function evolveGoalReplaced(episode: Episode, event: GoalReplaced): Episode {
  const { replaces, reason, evidence, goalId } = event.data;
  const words = textRef(event, 'reason');
  const revision = { reason, words, evidence, changed: ['measure' as const] };
  const status = { status: 'replaced', at: event.header.occurredAt, by: goalId } as const;
  const { goals } = settleGoal(episode, replaces.goalId, status);
  return { ...episode, goals: [...goals, goalOf(event, replaces.goalId, revision)] };
}

function goalOf(
  event: GoalSet | GoalReplaced,
  replaces: GoalId | null,
  revision: GoalVersion['revision'],
): Goal {
  const { goalId, kind, measure, baseline, tolerance, terms, rules } = event.data;
  const statement = textRef(event, 'statement');
  const levelWords = levelWordsOf(event, []);
  const first = { statement, terms, tolerance, levelWords, revision, ...versionOf(event) };
  return {
    id: goalId,
    kind,
    measure,
    baseline,
    rules,
    replaces,
    versions: [first],
    status: { status: 'open' },
  };
}

export function evolveGoalRevised(episode: Episode, event: GoalRevised): Episode {
  const { reason, evidence, changed, terms, tolerance } = event.data;
  return changeGoal(episode, event.data.goalId, (goal) => {
    const before = currentVersion(goal);
    const version = {
      terms,
      tolerance: tolerance ?? before.tolerance,
      statement: textRef(event, 'statement') ?? before.statement,
      levelWords: levelWordsOf(event, before.levelWords),
      revision: { reason, words: textRef(event, 'reason'), evidence, changed },
      ...versionOf(event),
    };
    return { ...goal, versions: [...goal.versions, version] };
  });
}

function versionOf({
  header,
}: GoalSet | GoalReplaced | GoalRevised): Pick<
  GoalVersion,
  'id' | 'entryVersion' | 'setAt' | 'recordedAt' | 'author'
> {
  return {
    // A goal's version is the id of the event that made it.
    id: entryIdOf({ header }),
    entryVersion: header.version,
    setAt: header.occurredAt,
    recordedAt: header.recordedAt,
    author: header.actor,
  };
}

/** Each level in its latest words. */
function levelWordsOf(
  event: GoalSet | GoalReplaced | GoalRevised,
  before: GoalVersion['levelWords'],
): GoalVersion['levelWords'] {
  return LEVEL_NAMES.flatMap((name) => {
    const level = Number(name) as GasLevelGiven; // the names are those of the levels
    const words = textRef(event, `level:${name}`);
    if (words) return [{ level, words }];
    return before.filter((known) => known.level === level);
  });
}

export function evolveGoalScored(
  episode: Episode,
  { data, header }: Recorded<EpisodeEventOf<'GoalScored'>>,
): Episode {
  const { goalId, observationId, gasLevel, gasLevelOriginal = null } = data;
  const at = header.occurredAt;
  const status = { status: 'scored', at, observationId, gasLevel, gasLevelOriginal } as const;
  return settleGoal(episode, goalId, status);
}

export function evolveGoalAbandoned(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'GoalAbandoned'>>,
): Episode {
  const at = event.header.occurredAt;
  const status = { status: 'abandoned', at, reason: textRef(event, 'reason') } as const;
  return settleGoal(episode, event.data.goalId, status);
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
