import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { measureKey } from '../domain/episode/values';
import type { Moment } from '../engine/past';
import type { Grouping } from '../projections/grouping';
import {
  readOutcomes,
  type OutcomeGroup as GroupRead,
  type OutcomesWish,
} from '../projections/read-outcomes';
import { ENGINE, type Engine } from './engine';
import { groupLabel } from './group-label';
import { answeredMoment, cohortMoment, FigureReads } from './figure-reads';
import { incompleteIn } from './incomplete';
import type { Incomplete } from './incomplete-type';
import { toMeasure } from './observation-inputs';
import { OutcomeGroup, Outcomes } from './outcome-figures';
import { OutcomesArgs, type CourseInput } from './outcome-inputs';
import { filterFor, toGroupBy } from './outcome-scope';
import { shapeOutcomes } from './shape-outcomes';
import { Viewing, type RequestContext, type Viewer } from './viewer';
import { Needs } from './wishes';

/** Groups with their figures, and the moment they are of. */
export interface OutcomesRead {
  readonly groups: readonly GroupRead[];
  readonly by: Grouping;
  readonly incomplete: Incomplete | null;
  readonly moment: Moment;
}

export class ReadOutcomes extends BusQuery<OutcomesRead> {
  constructor(
    readonly viewer: Viewer,
    readonly args: OutcomesArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadOutcomes)
export class ReadOutcomesHandler implements IQueryHandler<ReadOutcomes> {
  constructor(private readonly figures: FigureReads) {}

  execute({ viewer, args }: ReadOutcomes): Promise<OutcomesRead> {
    const groupBy = toGroupBy(args);
    const filter = filterFor(viewer, args.filter);
    const wish = { filter, groupBy, course: args.course ? toCourse(args.course) : null };
    return this.figures.read(args, 'outcomes', wish, async (snapshot, moment) => ({
      groups: await readOutcomes(snapshot, cohortMoment(moment), wish),
      by: groupBy.by,
      incomplete: await incompleteIn(snapshot, moment.position, filter),
      moment: answeredMoment(moment),
    }));
  }
}

@Resolver(() => OutcomeGroup)
export class OutcomesResolver {
  constructor(
    private readonly bus: QueryBus,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Query(() => Outcomes, {
    description:
      'Outcome figures of ended episodes, now or as they were. Managers, clinical leads and ' +
      'auditors; therapists their own.',
  })
  @Needs('READ_FIGURES')
  async outcomes(@Args() args: OutcomesArgs, @Viewing() viewer: Viewer) {
    return shapeOutcomes(await this.bus.execute(new ReadOutcomes(viewer, args)));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What the key is called: the name of the clinic or therapist; else the key.',
  })
  label(@Parent() group: OutcomeGroup, @Context() context: RequestContext) {
    return groupLabel(this.engine, context.opened, group);
  }
}

function toCourse(input: CourseInput): NonNullable<OutcomesWish['course']> {
  const { measure, days, windowDays, completeForDay } = input;
  const forDay = completeForDay ?? undefined;
  return { measure: measureKey(toMeasure(measure)), days, windowDays, completeForDay: forDay };
}
