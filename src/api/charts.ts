import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { rebasedAt } from '../domain/operations/decider';
import { operationsAt } from '../engine/operations-at';
import { readControlChart, readFunnel } from '../projections/read-charts';
import { once } from '../projections/snapshot';
import { ControlChart, Funnel, FunnelUnit } from './chart-types';
import { ENGINE, type Engine } from './engine';
import { groupLabel } from './group-label';
import { answeredIn } from './incomplete';
import { cohortMoment, FigureReads } from './figure-reads';
import { ControlChartArgs, FunnelArgs } from './outcome-inputs';
import { filterFor, toGroupBy } from './outcome-scope';
import { shapeControlChart, shapeFunnel } from './shape-charts';
import { Viewing, type RequestContext, type Viewer } from './viewer';
import { Needs } from './wishes';

export class ReadControlChart extends BusQuery<ControlChart> {
  constructor(
    readonly viewer: Viewer,
    readonly args: ControlChartArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadControlChart)
export class ReadControlChartHandler implements IQueryHandler<ReadControlChart> {
  constructor(
    private readonly figures: FigureReads,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  execute({ viewer, args }: ReadControlChart): Promise<ControlChart> {
    const { figure } = args;
    const filter = filterFor(viewer, args.filter);
    const wish = { filter, figure, screenRanges: args.screenRanges ?? true };
    return this.figures.read(args, 'controlChart', wish, async (snapshot, moment) => {
      // Of the same moment as the spans, whatever is recorded since.
      const operations = await once(snapshot, 'operations', () =>
        operationsAt(this.engine.store, moment.position),
      );
      const rebases = rebasedAt(operations, figure, filter.clinics);
      const at = cohortMoment(moment);
      const chart = await readControlChart(snapshot, at, { ...wish, rebasedAt: rebases });
      return shapeControlChart(chart, figure, await answeredIn(snapshot, moment, filter));
    });
  }
}

export class ReadFunnel extends BusQuery<Funnel> {
  constructor(
    readonly viewer: Viewer,
    readonly args: FunnelArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadFunnel)
export class ReadFunnelHandler implements IQueryHandler<ReadFunnel> {
  constructor(private readonly figures: FigureReads) {}

  execute({ viewer, args }: ReadFunnel): Promise<Funnel> {
    const { figure, label } = args;
    const units = toGroupBy({ groupBy: args.units, label: label ?? null });
    const wish = { filter: filterFor(viewer, args.filter), figure, units };
    return this.figures.read(args, 'funnel', wish, async (snapshot, moment) => {
      const funnel = await readFunnel(snapshot, cohortMoment(moment), wish);
      const answered = await answeredIn(snapshot, moment, wish.filter);
      return shapeFunnel(funnel, { figure, units: units.by }, answered);
    });
  }
}

@Resolver(() => FunnelUnit)
export class ChartsResolver {
  constructor(
    private readonly bus: QueryBus,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Query(() => ControlChart, {
    description: 'A figure month by month with control limits, now or as it was; rights: outcomes.',
  })
  @Needs('READ_FIGURES')
  controlChart(@Args() args: ControlChartArgs, @Viewing() viewer: Viewer) {
    return this.bus.execute(new ReadControlChart(viewer, args));
  }

  @Query(() => Funnel, {
    description: 'Units compared fairly, now or as they were; rights: outcomes.',
  })
  @Needs('READ_FIGURES')
  funnel(@Args() args: FunnelArgs, @Viewing() viewer: Viewer) {
    return this.bus.execute(new ReadFunnel(viewer, args));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What the key is called: the name of the clinic or therapist; else the key.',
  })
  label(@Parent() unit: FunnelUnit, @Context() context: RequestContext) {
    return groupLabel(this.engine, context.opened, unit);
  }
}
