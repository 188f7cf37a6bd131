import { Inject } from '@nestjs/common';
import { Args, ArgsType, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { FrozenReport as Frozen } from '../domain/operations/decider';
import { FROZEN_QUERIES, type FrozenQuery } from '../domain/operations/events';
import type { Instant } from '../domain/time';
import { operationsAt } from '../engine/operations-at';
import type { Moment } from '../engine/past';
import { AnsweredMoment, WhenArgs } from './as-of';
import { ENGINE, type Engine } from './engine';
import { enumOf } from './enums';
import { notFound } from './errors';
import { IdField, WholeField } from './fields';
import { Incomplete } from './incomplete-type';
import { Moments } from './moments';
import { clinicsReached } from './rights';
import { DateTime, JsonScalar, Uuid } from './scalars';
import { filled } from './filled';
import { Shown, ShownOrNull } from './shown';
import { SealedText, sealedText, staffAt, StaffMember } from './texts';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const PAGE_MAX = 200;
const PAGE = 50;

const FrozenQueryEnum = enumOf(
  'FrozenQuery',
  'The query that a frozen report is an answer of.',
  FROZEN_QUERIES,
);

/* Classes of answers; `!` says that the functions below fill every field. */

@ObjectType({ description: 'An answer about figures, kept as it was given.' })
export class FrozenReport {
  @Shown(() => Uuid, 'Id.')
  id!: string;

  @ShownOrNull(() => SealedText, 'Its name.')
  name!: SealedText | null;

  @Shown(() => FrozenQueryEnum, 'What was asked.')
  query!: FrozenQuery;

  @Shown(() => JsonScalar, 'With which arguments, ended at the clinics of who froze it.')
  arguments!: unknown;

  @Shown(() => JsonScalar, 'The answer then. Clinics and therapists are ids in it.')
  result!: unknown;

  @Shown(() => Int, 'Version of the rules that made the figures.')
  figuresVersion!: number;

  @Shown(() => AnsweredMoment, 'The moment that the figures are of.')
  of!: Moment;

  @ShownOrNull(() => Incomplete, 'What the answer did not have in it; null: nothing.')
  incomplete!: Incomplete | null;

  @ShownOrNull(() => [Uuid], 'Clinics that it is of; null: the whole organisation.')
  clinicIds!: readonly string[] | null;

  @ShownOrNull(() => StaffMember, 'Who froze it.')
  frozenBy!: StaffMember | null;

  @Shown(() => DateTime, 'When.')
  frozenAt!: Instant;
}

@ObjectType({ description: 'A frozen report, as known at a moment.' })
export class FrozenReportRead {
  @Shown(() => FrozenReport, 'The report.')
  report!: FrozenReport;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ObjectType({ description: 'Frozen reports, the latest first.' })
export class FrozenReports {
  @Shown(() => [FrozenReport], 'The page.')
  reports!: FrozenReport[];

  @Shown(() => Int, 'How many there are on all pages together.')
  totalCount!: number;

  @ShownOrNull(() => Uuid, '`after` of the next page; null: this is the last.')
  next!: string | null;

  @Shown(() => AnsweredMoment, 'The moment that this is of.')
  asOf!: Moment;
}

@ArgsType()
export class FrozenReportsArgs extends WhenArgs {
  @WholeField('How many, at most 200; absent: 50.', { optional: true, min: 1, max: PAGE_MAX })
  readonly first?: number | null;

  @IdField('The report that the page comes after.', { optional: true })
  readonly after?: string | null;
}

@ArgsType()
export class FrozenReportArgs extends WhenArgs {
  @IdField('The report.')
  readonly id!: string;
}

@Resolver()
export class FrozenReportsResolver {
  constructor(
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Query(() => FrozenReports, {
    description:
      'Reports that were frozen, by a moment. Managers and clinical leads: those of their ' +
      'clinics; auditors: all.',
  })
  @Needs('READ_FIGURES')
  async frozenReports(@Args() args: FrozenReportsArgs, @Viewing() viewer: Viewer) {
    const { reports, asOf } = await this.#read(viewer, args);
    const from = reports.findIndex(({ reportId }) => reportId === args.after) + 1;
    const to = from + (args.first ?? PAGE);
    const page = reports.slice(from, to);
    return filled(FrozenReports, {
      reports: page.map((report) => shapeReport(report, asOf)),
      totalCount: reports.length,
      next: to < reports.length ? (page.at(-1)?.reportId ?? null) : null,
      asOf,
    });
  }

  @Query(() => FrozenReportRead, {
    description: 'One frozen report: the very answer that was given. Rights: frozenReports.',
  })
  @Needs('READ_FIGURES')
  async frozenReport(@Args() args: FrozenReportArgs, @Viewing() viewer: Viewer) {
    const { reports, asOf } = await this.#read(viewer, args);
    const report = reports.find(({ reportId }) => reportId === args.id);
    if (!report) throw notFound('report', args.id);
    return filled(FrozenReportRead, { report: shapeReport(report, asOf), asOf });
  }

  /** Those that the viewer may read, by the rights of today; the latest first. */
  async #read(viewer: Viewer, when: WhenArgs) {
    const asOf = await this.moments.moment(when);
    const { reports } = await operationsAt(this.engine.store, asOf.position);
    const { all, clinics } = clinicsReached(viewer, 'READ_FIGURES');
    const mayRead = ({ clinics: scope }: Frozen) =>
      all || (scope?.every((id) => clinics.includes(id)) ?? false);
    return { reports: reports.filter(mayRead).reverse(), asOf };
  }
}

function shapeReport(report: Frozen, asOf: Moment): FrozenReport {
  const { query, result, figuresVersion, position, evaluatedAt, frozenAt } = report;
  return filled(FrozenReport, {
    id: report.reportId,
    name: sealedText(report.name),
    ...{ query, arguments: report.arguments, result, figuresVersion, frozenAt },
    // The shape that each answer of figures has; those of before it was in them say nothing.
    incomplete: (result as { readonly incomplete?: Incomplete | null }).incomplete ?? null,
    of: { position, evaluatedAt },
    clinicIds: report.clinics,
    frozenBy: staffAt(report.frozenBy, asOf.position),
  });
}
