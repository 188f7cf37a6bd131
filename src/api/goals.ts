import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  AbandonGoal,
  GoalGiven,
  LevelWords,
  ReplaceGoal,
  ReviseGoal,
  ScoreGoal,
  SetGoal,
  TargetGiven,
} from '../domain/episode/commands-goals';
import { EpisodeCommands } from './episode-commands';
import {
  AbandonGoalInput,
  ReplaceGoalInput,
  ReviseGoalInput,
  ScoreGoalInput,
  SetGoalInput,
  type AbandonInput,
  type GoalInput,
  type LevelWordsInput,
  type ReplacementGoalInput,
  type RevisionInput,
  type ScoreInput,
  type TargetInput,
} from './goal-inputs';
import { toMeasure } from './observation-inputs';
import { EpisodeOutcome } from './outcome-types';
import type { Plain } from './plain';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

@Resolver()
export class GoalResolver {
  constructor(private readonly episodes: EpisodeCommands) {}

  @Mutation(() => EpisodeOutcome, {
    description: 'Sets a goal; its measure needs a baseline. The treating therapist.',
  })
  @Needs('TREAT')
  setGoal(
    @Args('input', { description: 'The goal.' }) input: SetGoalInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toSetGoal(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Revises a goal, with evidence and a reason. The treating therapist.',
  })
  @Needs('TREAT')
  reviseGoal(
    @Args('input', { description: 'What changes, and why.' }) input: ReviseGoalInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toReviseGoal(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description:
      'Goes on with a goal by another measure, with evidence and a reason; what was agreed first ' +
      'stays the original of both. The treating therapist.',
  })
  @Needs('TREAT')
  replaceGoal(
    @Args('input', { description: 'Which goal, what takes its place, and why.' })
    input: ReplaceGoalInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toReplaceGoal(input));
  }

  @Mutation(() => EpisodeOutcome, {
    description: 'Scores a goal by an observation. The treating therapist.',
  })
  @Needs('TREAT')
  scoreGoal(
    @Args('input', { description: 'The result.' }) input: ScoreGoalInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toScoreGoal(input));
  }

  @Mutation(() => EpisodeOutcome, { description: 'Gives a goal up. The treating therapist.' })
  @Needs('TREAT')
  abandonGoal(
    @Args('input', { description: 'Which goal, and why.' }) input: AbandonGoalInput,
    @Calling() caller: Caller,
  ) {
    return this.episodes.send(caller, input, toAbandonGoal(input));
  }
}

export function toSetGoal(input: Plain<GoalInput>): SetGoal {
  return { type: 'SetGoal', ...toGoal(input) };
}

function toGoal(input: Plain<GoalInput>): GoalGiven {
  const { goalId, kind, measure, statement, target, due, importance, difficulty } = input;
  return {
    goalId: goalId ?? undefined,
    kind,
    measure: toMeasure(measure),
    statement,
    target: target ? toTarget(target) : null,
    tolerance: input.tolerance ?? null,
    due,
    importance,
    difficulty,
    gasBaselineLevel: input.gasBaselineLevel ?? null,
    levelWords: toLevelWords(input.levels),
  };
}

export function toReviseGoal(input: Plain<RevisionInput>): ReviseGoal {
  const { target } = input;
  return {
    type: 'ReviseGoal',
    ...toGrounds(input),
    target: target ? toTarget(target) : undefined,
    tolerance: input.tolerance ?? undefined,
    due: input.due ?? undefined,
    statement: input.statement ?? undefined,
    importance: input.importance ?? undefined,
    difficulty: input.difficulty ?? undefined,
    gasBaselineLevel: input.gasBaselineLevel ?? undefined,
    levelWords: toLevelWords(input.levels),
  };
}

export function toReplaceGoal(input: Plain<ReplacementGoalInput>): ReplaceGoal {
  return { type: 'ReplaceGoal', ...toGrounds(input), by: toGoal(input.by) };
}

function toGrounds({ goalId, revises, reasonCode, words, evidence }: Plain<RevisionInput>) {
  const named = evidence.map(({ kind, id }) => ({ kind, id }));
  return { goalId, revises, reasonCode, words, evidence: named };
}

export function toScoreGoal(input: Plain<ScoreInput>): ScoreGoal {
  const { goalId, observationId, gasLevel, gasLevelOriginal } = input;
  return {
    type: 'ScoreGoal',
    goalId,
    observationId,
    gasLevel: gasLevel ?? null,
    gasLevelOriginal: gasLevelOriginal ?? undefined,
  };
}

export function toAbandonGoal({ goalId, words }: Plain<AbandonInput>): AbandonGoal {
  return { type: 'AbandonGoal', goalId, words };
}

function toLevelWords(input: Plain<LevelWordsInput> | null | undefined): LevelWords | undefined {
  if (!input) return undefined;
  return {
    '-2': input.muchLess ?? '',
    '-1': input.less ?? '',
    '0': input.expected ?? '',
    '1': input.more ?? '',
    '2': input.muchMore ?? '',
  };
}

function toTarget({ percent, value }: TargetInput): TargetGiven {
  if (percent !== undefined && percent !== null) return { percent };
  // Exactly one of the two is there: checked with the input.
  return { value: value ?? NaN };
}
