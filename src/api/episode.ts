import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Query, Resolver } from '@nestjs/graphql';
import type { GoalId } from '../domain/ids';
import { WhenArgs, type When } from './as-of';
import { EpisodeReads, type EpisodeThen } from './episode-reads';
import { Episode } from './episode-types';
import { notFound } from './errors';
import { IdField } from './fields';
import { Goal } from './goal-types';
import { shapeEpisode } from './shape-episode';
import { shapeGoal } from './shape-goal';
import { Calling, type Caller, type KnownViewer } from './viewer';
import { Needs } from './wishes';

@ArgsType()
export class EpisodeArgs extends WhenArgs {
  @IdField('The episode of care.')
  readonly id!: string;
}

@ArgsType()
export class GoalArgs extends WhenArgs {
  @IdField('The episode of care.')
  readonly episodeId!: string;

  @IdField('The goal.')
  readonly goalId!: GoalId;
}

/** An episode as it was known at a moment, for one who may read it. */
export class ReadEpisode extends BusQuery<EpisodeThen> {
  constructor(
    readonly viewer: KnownViewer,
    readonly episodeId: string,
    readonly when: When,
  ) {
    super();
  }
}

@QueryHandler(ReadEpisode)
export class ReadEpisodeHandler implements IQueryHandler<ReadEpisode> {
  constructor(private readonly reads: EpisodeReads) {}

  execute({ viewer, episodeId, when }: ReadEpisode): Promise<EpisodeThen> {
    return this.reads.at(viewer, episodeId, when);
  }
}

@Resolver()
export class EpisodeResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => Episode, {
    description:
      'An episode of care, now or as it was known at a past moment. Who carries it, its managers ' +
      'and clinical leads, auditors; by the rights of today.',
  })
  @Needs('READ_EPISODES')
  async episode(@Args() args: EpisodeArgs, @Calling() { viewer }: Caller) {
    const { state, version, moment, stale } = await this.bus.execute(
      new ReadEpisode(viewer, args.id, args),
    );
    return shapeEpisode(state, version, moment, stale);
  }

  @Query(() => Goal, {
    description: 'A goal with its lineage and both results. Who may read its episode.',
  })
  @Needs('READ_EPISODES')
  async goal(@Args() args: GoalArgs, @Calling() { viewer }: Caller) {
    const { state, moment } = await this.bus.execute(new ReadEpisode(viewer, args.episodeId, args));
    const goal = state.goals.find(({ id }) => id === args.goalId);
    if (!goal) throw notFound('goal', args.goalId);
    return shapeGoal(state, goal, moment);
  }
}
