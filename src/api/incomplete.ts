import { Injectable } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import { readParkedEpisodes, type ParkedScope } from '../projections/read-parked';
import { once, type Snapshot } from '../projections/snapshot';
import { CaseloadConnection } from './caseload-types';
import { answeredMoment } from './figure-reads';
import { filled } from './filled';
import { FindingConnection } from './finding-types';
import { Incomplete, INCOMPLETE } from './incomplete-type';
import { Moments, type ReadAt } from './moments';
import type { Answered } from './shape-charts';

/** What an answer of a position, read in a snapshot, does not have in it of what it is about. */
export async function incompleteIn(
  snapshot: Snapshot,
  position: number,
  scope: ParkedScope,
): Promise<Incomplete | null> {
  const key = `parked ${position} ${JSON.stringify(scope)}`;
  const parked = await once(snapshot, key, () => readParkedEpisodes(snapshot, position, scope));
  const [first] = parked;
  if (!first) return null;
  return filled(Incomplete, {
    episodes: parked.length,
    episodeIds: parked.map(({ episodeId }) => episodeId),
    // The read pool gives moments as ISO 8601 UTC with milliseconds.
    since: first.since as Instant,
  });
}

/** The same with the moment, as an answer of figures says it of itself. */
export async function answeredIn(
  snapshot: Snapshot,
  moment: ReadAt,
  scope: ParkedScope,
): Promise<Answered> {
  const incomplete = await incompleteIn(snapshot, moment.position, scope);
  return { incomplete, asOf: answeredMoment(moment) };
}

/* Of lists it is read only where it is asked for; figures have it in them, and are kept with it. */

@Injectable()
export class IncompleteReads {
  constructor(private readonly moments: Moments) {}

  of({ position }: { readonly position: number }, scope: ParkedScope): Promise<Incomplete | null> {
    return this.moments.snapshot((snapshot) => incompleteIn(snapshot, position, scope));
  }
}

@Resolver(() => CaseloadConnection)
export class IncompleteCaseloadResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, { nullable: true, description: INCOMPLETE })
  incomplete(@Parent() { asOf, filter }: CaseloadConnection) {
    const { clinics, conditions, therapistId } = filter;
    const therapists = therapistId === null ? null : [therapistId];
    return this.reads.of(asOf, { clinics, conditions, therapists });
  }
}

@Resolver(() => FindingConnection)
export class IncompleteFindingsResolver {
  constructor(private readonly reads: IncompleteReads) {}

  @ResolveField(() => Incomplete, { nullable: true, description: INCOMPLETE })
  incomplete(@Parent() { asOf, filter }: FindingConnection) {
    const { clinics, therapists, episodeId } = filter;
    return this.reads.of(asOf, { clinics, therapists, episodeId });
  }
}
