import { Injectable } from '@nestjs/common';
import { Context, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import { readParkedEpisodes } from '../projections/read-parked';
import { CaseloadConnection } from './caseload-types';
import { ControlChart, Funnel } from './chart-types';
import { filled } from './filled';
import { GoalRevisions } from './goal-revision-types';
import { Moments } from './moments';
import { Outcomes } from './outcome-figures';
import { clinicsReached, type Right } from './rights';
import { DateTime, Uuid } from './scalars';
import { Shown } from './shown';
import { notSignedIn, type RequestContext } from './viewer';

/* `!` says that the function below fills every field. */

@ObjectType({ description: 'What an answer does not have in it, or has as it was before.' })
export class Incomplete {
  @Shown(() => Int, 'Episodes of which an entry cannot be shown; operators know which entry.')
  episodes!: number;

  @Shown(() => [Uuid], 'They.')
  episodeIds!: readonly string[];

  @Shown(() => DateTime, 'Since when the first of them is parked.')
  since!: Instant;
}

interface Answer {
  readonly asOf: Moment;
}

/** Parked episodes among those that a person may be answered about. */
@Injectable()
export class IncompleteReads {
  constructor(private readonly moments: Moments) {}

  async of(answer: Answer, right: Right, context: RequestContext): Promise<Incomplete | null> {
    const viewer = await context.viewer();
    if (!viewer) throw notSignedIn();
    const { all, clinics } = clinicsReached(viewer, right);
    const own = [viewer.staffId, ...viewer.covered];
    const scope = {
      clinics: all || clinics.length === 0 ? null : clinics,
      therapists: all || clinics.length > 0 ? null : own,
    };
    const { position } = answer.asOf;
    const parked = await this.moments.snapshot((snapshot) =>
      readParkedEpisodes(snapshot, position, scope),
    );
    const [first] = parked;
    if (!first) return null;
    return filled(Incomplete, {
      episodes: parked.length,
      episodeIds: parked.map(({ episodeId }) => episodeId),
      // The read pool gives moments as ISO 8601 UTC with milliseconds.
      since: first.since as Instant,
    });
  }
}

const INCOMPLETE = {
  nullable: true,
  description:
    'Episodes of the clinics (or of the therapist) of who asks that are shown as they were before ' +
    'an entry that cannot be shown, or not at all; null: there is none.',
} as const;

@Resolver(() => CaseloadConnection)
export class IncompleteCaseloadConnectionResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, INCOMPLETE)
  incomplete(@Parent() answer: CaseloadConnection, @Context() context: RequestContext) {
    return this.reads.of(answer, 'READ_EPISODES', context);
  }
}

@Resolver(() => Outcomes)
export class IncompleteOutcomesResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, INCOMPLETE)
  incomplete(@Parent() answer: Outcomes, @Context() context: RequestContext) {
    return this.reads.of(answer, 'READ_FIGURES', context);
  }
}

@Resolver(() => ControlChart)
export class IncompleteControlChartResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, INCOMPLETE)
  incomplete(@Parent() answer: ControlChart, @Context() context: RequestContext) {
    return this.reads.of(answer, 'READ_FIGURES', context);
  }
}

@Resolver(() => Funnel)
export class IncompleteFunnelResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, INCOMPLETE)
  incomplete(@Parent() answer: Funnel, @Context() context: RequestContext) {
    return this.reads.of(answer, 'READ_FIGURES', context);
  }
}

@Resolver(() => GoalRevisions)
export class IncompleteGoalRevisionsResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, INCOMPLETE)
  incomplete(@Parent() answer: GoalRevisions, @Context() context: RequestContext) {
    return this.reads.of(answer, 'READ_FIGURES', context);
  }
}
