import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { measureKey } from '../domain/episode/values';
import type { Moment } from '../engine/past';
import type { OutcomeFilter } from '../projections/cohort-rows';
import type { GroupBy } from '../projections/grouping';
import {
  readOutcomes,
  type OutcomeGroup as GroupRead,
  type OutcomesWish,
} from '../projections/read-outcomes';
import { ENGINE, type Engine } from './engine';
import { badInput } from './errors';
import { Moments } from './moments';
import { toMeasure } from './observation-inputs';
import { OutcomeGroup, Outcomes } from './outcome-figures';
import { OutcomesArgs, type CourseInput, type OutcomeFilterInput } from './outcome-inputs';
import type { Grouping } from './read-enums';
import { clinicsReached } from './rights';
import { shapeOutcomes } from './shape-outcomes';
import { Viewing, type RequestContext, type Viewer } from './viewer';
import { Needs } from './wishes';

/** Groups with their figures, and the moment they are of. */
export interface OutcomesRead {
  readonly groups: readonly GroupRead[];
  readonly by: Grouping;
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
  constructor(private readonly moments: Moments) {}

  execute({ viewer, args }: ReadOutcomes): Promise<OutcomesRead> {
    const groupBy = toGroupBy(args);
    const filter = within(viewer, toFilter(args.filter ?? {}));
    const wish = { filter, groupBy, course: args.course ? toCourse(args.course) : null };
    return this.moments.read(args, async (snapshot, { position, evaluatedAt, at }) => ({
      groups: await readOutcomes(snapshot, { position: at, evaluatedAt }, wish),
      by: groupBy.by,
      moment: { position, evaluatedAt },
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
  async label(@Parent() group: OutcomeGroup, @Context() context: RequestContext) {
    const { key, groupBy, position } = group;
    if (key === null) return null;
    if (groupBy === 'CLINIC') {
      return (await this.engine.streams.load('clinic', key)).folded.state?.name ?? key;
    }
    if (groupBy !== 'THERAPIST') return key;
    const { name } = await context.opened.person('staff', key, position);
    return name ? context.opened.text(name) : null;
  }
}

/** Figures end at the clinics of the viewer; a therapist's at the episodes that count for them. */
function within(viewer: Viewer, filter: OutcomeFilter): OutcomeFilter {
  const { all, clinics } = clinicsReached(viewer, 'READ_FIGURES');
  if (all) return filter;
  if (clinics.length > 0) return { ...filter, clinics: both(clinics, filter.clinics) };
  return { ...filter, therapists: both([viewer.staffId], filter.therapists) };
}

function both(allowed: readonly string[], asked: readonly string[] | null): readonly string[] {
  return asked === null ? allowed : allowed.filter((id) => asked.includes(id));
}

function toGroupBy({ groupBy, label }: OutcomesArgs): GroupBy {
  const by = groupBy ?? 'NOTHING';
  if ((by === 'LABEL') !== ((label ?? null) !== null)) {
    const message = 'must be given with groupBy: LABEL, and only then';
    throw badInput([{ path: 'label', rule: 'withGroupByLabel', message }]);
  }
  return by === 'LABEL' ? { by, label: label ?? '' } : { by };
}

function toFilter(input: OutcomeFilterInput | Record<string, never>): OutcomeFilter {
  return {
    clinics: input.clinicIds ?? null,
    therapists: input.therapistIds ?? null,
    conditions: input.conditions ?? null,
    payers: input.payers ?? null,
    referrers: input.referrerIds ?? null,
    labels: Object.fromEntries((input.labels ?? []).map(({ key, code }) => [key, code])),
    from: input.from ?? null,
    to: input.to ?? null,
    measure: input.measure ? measureKey(toMeasure(input.measure)) : null,
  };
}

function toCourse(input: CourseInput): NonNullable<OutcomesWish['course']> {
  const { measure, days, windowDays, completeForDay } = input;
  const forDay = completeForDay ?? undefined;
  return { measure: measureKey(toMeasure(measure)), days, windowDays, completeForDay: forDay };
}
