import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Float, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';

import { quarterOf } from '../domain/outcomes/months';
import type { PublishedCell as Cell } from '../domain/outcomes/published';
import { epochMs } from '../domain/time';
import type { Moment } from '../engine/past';
import { readPublished, type PublishedTable } from '../projections/read-published';
import { AnsweredMoment } from './as-of';
import { ENGINE, type Engine } from './engine';
import { badInput } from './errors';
import { WholeField } from './fields';
import { answeredMoment, cohortMoment, FigureReads } from './figure-reads';
import { filled } from './filled';
import { clinicsReached } from './rights';
import { Uuid } from './scalars';
import { FIGURES_VERSION } from './shape-outcomes';
import { Shown, ShownOrNull } from './shown';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

@ArgsType()
export class PublishedOutcomesArgs {
  @WholeField('The year.', { min: 1, max: 2999 })
  readonly year!: number;

  @WholeField('Its quarter, 1 to 4.', { min: 1, max: 4 })
  readonly quarter!: number;
}

/* `!` says that the functions below fill every field. */

@ObjectType({ description: 'What became of the episodes of a group.' })
export class PublishedOutcome {
  @Shown(() => Int, 'Eligible: their baseline is at least one threshold from the best end.')
  eligible!: number;

  @Shown(() => Int, 'Of these with a final score.')
  complete!: number;

  @ShownOrNull(() => Float, 'complete / eligible; null: nobody is eligible.')
  completionShare!: number | null;

  @Shown(() => Int, 'Of the complete those whose measure has a threshold.')
  judged!: number;

  @Shown(() => Int, 'Of these with a change of at least the threshold.')
  responders!: number;

  @ShownOrNull(() => Float, 'responders / judged; null: nobody is judged.')
  responderShare!: number | null;
}

@ObjectType({ description: 'A group of ended episodes; what is null is hidden, not 0.' })
export class PublishedGroup {
  @ShownOrNull(() => Uuid, 'The clinic; null: all clinics together.')
  clinicId!: string | null;

  @ShownOrNull(() => String, 'The condition; null: all conditions together.')
  condition!: string | null;

  @ShownOrNull(() => Int, 'Episodes with an index day in the quarter; null: hidden.')
  episodes!: number | null;

  @ShownOrNull(() => PublishedOutcome, 'What became of them; null: hidden.')
  outcomes!: PublishedOutcome | null;
}

@ObjectType({ description: 'Figures of a quarter that may be handed on.' })
export class PublishedOutcomes {
  @Shown(() => [PublishedGroup], 'By clinic and condition, and the sums of each.')
  groups!: PublishedGroup[];

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @Shown(() => AnsweredMoment, 'The moment that this is of, always the same for a quarter.')
  asOf!: Moment;
}

interface PublishedRead {
  readonly table: PublishedTable;
  readonly moment: Moment;
}

export class ReadPublishedOutcomes extends BusQuery<PublishedRead> {
  constructor(readonly args: PublishedOutcomesArgs) {
    super();
  }
}

@QueryHandler(ReadPublishedOutcomes)
export class ReadPublishedOutcomesHandler implements IQueryHandler<ReadPublishedOutcomes> {
  constructor(
    private readonly figures: FigureReads,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async execute({ args }: ReadPublishedOutcomes): Promise<PublishedRead> {
    const quarter = quarterOf(args.year, args.quarter);
    if (epochMs(quarter.knownAt) > this.engine.clock.now()) {
      const message = `of that quarter figures are there from ${quarter.knownAt} on`;
      throw badInput([{ path: 'quarter', rule: 'isClosed', message }]);
    }
    const when = { asOf: { at: quarter.knownAt } };
    return this.figures.read(when, 'published', quarter, async (snapshot, moment) => ({
      table: await readPublished(snapshot, cohortMoment(moment), quarter),
      moment: answeredMoment(moment),
    }));
  }
}

@Resolver()
export class PublishedResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => PublishedOutcomes, {
    description:
      'Figures of a quarter for who may not open the episodes behind them: one fixed table, as ' +
      'known a month after its end, in which small counts are hidden with what they could be had ' +
      'back from. No other moment, filter or grouping. Integrators, managers and clinical leads: ' +
      'their clinics; who has the right everywhere: all, and the sums of all clinics.',
  })
  @Needs('READ_PUBLISHED_FIGURES')
  async publishedOutcomes(@Args() args: PublishedOutcomesArgs, @Viewing() viewer: Viewer) {
    const { table, moment } = await this.bus.execute(new ReadPublishedOutcomes(args));
    const { all, clinics } = clinicsReached(viewer, 'READ_PUBLISHED_FIGURES');
    const isSeen = (id: string | null) => all || clinics.some((clinic) => clinic === id);
    const groups = table.clinics.flatMap((clinicId, row) =>
      isSeen(clinicId)
        ? table.conditions.map((condition, column) =>
            shapeGroup(clinicId, condition, table.cells[row]?.[column]),
          )
        : [],
    );
    return filled(PublishedOutcomes, { groups, figuresVersion: FIGURES_VERSION, asOf: moment });
  }
}

function shapeGroup(
  clinicId: string | null,
  condition: string | null,
  cell: Cell | undefined,
): PublishedGroup {
  const outcomes = cell?.outcomes ?? null;
  return filled(PublishedGroup, {
    ...{ clinicId, condition },
    episodes: cell?.episodes ?? null,
    outcomes: outcomes && shapePublishedOutcome(outcomes),
  });
}

/** The counts of a group that is shown, with their shares. */
export function shapePublishedOutcome(counts: NonNullable<Cell['outcomes']>): PublishedOutcome {
  return filled(PublishedOutcome, {
    ...counts,
    completionShare: shareOf(counts.complete, counts.eligible),
    responderShare: shareOf(counts.responders, counts.judged),
  });
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
