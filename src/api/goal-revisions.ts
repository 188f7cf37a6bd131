import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { readGoalRevisions } from '../projections/read-charts';
import { ENGINE, type Engine } from './engine';
import { GoalRevisionGroup, GoalRevisions } from './goal-revision-types';
import { groupLabel } from './group-label';
import { answeredIn } from './incomplete';
import { cohortMoment, FigureReads } from './figure-reads';
import { GoalRevisionsArgs } from './outcome-inputs';
import { filterFor, toGroupBy } from './outcome-scope';
import { shapeGoalRevisions } from './shape-charts';
import { Viewing, type RequestContext, type Viewer } from './viewer';
import { Needs } from './wishes';

export class ReadGoalRevisions extends BusQuery<GoalRevisions> {
  constructor(
    readonly viewer: Viewer,
    readonly args: GoalRevisionsArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadGoalRevisions)
export class ReadGoalRevisionsHandler implements IQueryHandler<ReadGoalRevisions> {
  constructor(private readonly figures: FigureReads) {}

  execute({ viewer, args }: ReadGoalRevisions): Promise<GoalRevisions> {
    const groupBy = toGroupBy(args);
    const wish = { filter: filterFor(viewer, args.filter), groupBy };
    return this.figures.read(args, 'goalRevisions', wish, async (snapshot, moment) => {
      const groups = await readGoalRevisions(snapshot, cohortMoment(moment), wish);
      const answered = await answeredIn(snapshot, moment, wish.filter);
      return shapeGoalRevisions(groups, groupBy.by, answered);
    });
  }
}

@Resolver(() => GoalRevisionGroup)
export class GoalRevisionsResolver {
  constructor(
    private readonly bus: QueryBus,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Query(() => GoalRevisions, {
    description:
      'How often, when and which way goals were revised, and what that is worth in attainment; ' +
      'rights: outcomes.',
  })
  @Needs('READ_FIGURES')
  goalRevisions(@Args() args: GoalRevisionsArgs, @Viewing() viewer: Viewer) {
    return this.bus.execute(new ReadGoalRevisions(viewer, args));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What the key is called: the name of the clinic or therapist; else the key.',
  })
  label(@Parent() group: GoalRevisionGroup, @Context() context: RequestContext) {
    return groupLabel(this.engine, context.opened, group);
  }
}
