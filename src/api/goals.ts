import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { ReviseGoal, SetGoal, TargetGiven } from '../domain/episode/commands-goals';
import { EpisodeCommands } from './episode-commands';
import {
  AbandonGoalInput,
  ReviseGoalInput,
  ScoreGoalInput,
  SetGoalInput,
  type GoalInput,
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
    description: 'Scores a goal by an observation. The treating therapist.',
  })
  @Needs('TREAT')
  scoreGoal(
    @Args('input', { description: 'The result.' }) input: ScoreGoalInput,
    @Calling() caller: Caller,
  ) {
    const { goalId, observationId, gasLevel } = input;
    const result = { goalId, observationId, gasLevel: gasLevel ?? null };
    return this.episodes.send(caller, input, { type: 'ScoreGoal', ...result });
  }

  @Mutation(() => EpisodeOutcome, { description: 'Gives a goal up. The treating therapist.' })
  @Needs('TREAT')
  abandonGoal(
    @Args('input', { description: 'Which goal, and why.' }) input: AbandonGoalInput,
    @Calling() caller: Caller,
  ) {
    const { goalId, words } = input;
    return this.episodes.send(caller, input, { type: 'AbandonGoal', goalId, words });
  }
}

export function toSetGoal(input: Plain<GoalInput>): SetGoal {
  const { goalId, kind, measure, statement, target, due, importance, difficulty } = input;
  return {
    type: 'SetGoal',
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
  };
}

function toReviseGoal(input: ReviseGoalInput): ReviseGoal {
  const { goalId, revises, target, reasonCode, words, evidence } = input;
  return {
    type: 'ReviseGoal',
    goalId,
    revises,
    target: target ? toTarget(target) : undefined,
    due: input.due ?? undefined,
    statement: input.statement ?? undefined,
    importance: input.importance ?? undefined,
    difficulty: input.difficulty ?? undefined,
    gasBaselineLevel: input.gasBaselineLevel ?? undefined,
    reasonCode,
    words,
    evidence: evidence.map(({ kind, id }) => ({ kind, id })),
  };
}

function toTarget({ percent, value }: TargetInput): TargetGiven {
  if (percent !== undefined && percent !== null) return { percent };
  // Exactly one of the two is there: checked with the input.
  return { value: value ?? NaN };
}
