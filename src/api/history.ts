import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, ObjectType, Query, Resolver, Int } from '@nestjs/graphql';
import { effective, isCorrection } from '../domain/effective';
import type { Recorded } from '../domain/envelope';
import type { EpisodeEvent } from '../domain/episode/events';
import { isLate } from '../domain/episode/late';
import type { Instant } from '../domain/time';
import type { Moment } from '../engine/past';
import type { Step } from '../engine/steps';
import { AnsweredMoment, WhenArgs, type When } from './as-of';
import { EpisodeReads, stepOf, type EpisodeSteps } from './episode-reads';
import { Episode } from './episode-types';
import { IdField, WholeField } from './fields';
import { correctionsOf } from './history-corrections';
import { storedEntries } from './history-stored';
import {
  Comparison,
  EntryText,
  EpisodeHistory,
  HistoryEvent,
  type EntryCorrection,
} from './history-types';
import { notFound } from './errors';
import { DateTime, JsonScalar } from './scalars';
import { shapeEpisode } from './shape-episode';
import { shapeChanges } from './shape-goal';
import { filled } from './filled';
import { Shown } from './shown';
import { SealedText, StaffMember } from './texts';
import { Calling, type Caller, type KnownViewer } from './viewer';
import { Needs } from './wishes';

const VERSIONS = { min: 0, max: 2_147_483_647 };

@ArgsType()
export class HistoryArgs extends WhenArgs {
  @IdField('The episode of care.')
  readonly id!: string;
}

@ArgsType()
export class ReplayArgs extends HistoryArgs {
  @WholeField('The last version that counts, from 0.', VERSIONS)
  readonly toVersion!: number;
}

@ArgsType()
export class CompareArgs extends HistoryArgs {
  @WholeField('The one version, from 0.', VERSIONS)
  readonly from!: number;

  @WholeField('The other version.', VERSIONS)
  readonly to!: number;
}

@ObjectType({ description: 'An episode as it was known when one of its versions was recorded.' })
export class Replay {
  @Shown(() => Int, 'The version.')
  version!: number;

  @Shown(() => DateTime, 'When it was recorded; deadlines are judged then.')
  recordedAt!: Instant;

  @Shown(() => Episode, 'The episode then.')
  episode!: Episode;

  @Shown(() => JsonScalar, 'The whole state then, as the service folds it.')
  state!: unknown;

  @Shown(() => AnsweredMoment, 'The moment that this is of: where that version was recorded.')
  asOf!: Moment;
}

/** The recorded entries of an episode with the state after each, for one who may read it. */
export class ReadHistory extends BusQuery<EpisodeSteps> {
  constructor(
    readonly viewer: KnownViewer,
    readonly episodeId: string,
    readonly when: When,
  ) {
    super();
  }
}

@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(private readonly reads: EpisodeReads) {}

  execute({ viewer, episodeId, when }: ReadHistory): Promise<EpisodeSteps> {
    return this.reads.steps(viewer, episodeId, when);
  }
}

@Resolver()
export class HistoryResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => EpisodeHistory, {
    description: 'Everything recorded of an episode, by the moment asked. Who may read it.',
  })
  @Needs('READ_EPISODES')
  async episodeHistory(@Args() args: HistoryArgs, @Calling() { viewer }: Caller) {
    const read = await this.bus.execute(new ReadHistory(viewer, args.id, args));
    return shapeHistory(args.id, read);
  }

  @Query(() => Replay, {
    description: 'An episode as it was known when a version was recorded. Who may read it.',
  })
  @Needs('READ_EPISODES')
  async replay(@Args() args: ReplayArgs, @Calling() { viewer }: Caller) {
    const read = await this.bus.execute(new ReadHistory(viewer, args.id, args));
    return shapeReplay(stepOf(read, args.toVersion, 'toVersion'), args.id);
  }

  @Query(() => Comparison, {
    description: 'Where two versions of an episode differ. Who may read it.',
  })
  @Needs('READ_EPISODES')
  async compare(@Args() { id, from, to, ...when }: CompareArgs, @Calling() { viewer }: Caller) {
    const read = await this.bus.execute(new ReadHistory(viewer, id, when));
    const before = stepOf(read, from, 'from').state;
    const differences = shapeChanges(before, stepOf(read, to, 'to').state);
    const { moment: asOf } = read;
    return filled(Comparison, { episodeId: id, from, to, differences, asOf });
  }
}

function shapeHistory(episodeId: string, { moment, steps }: EpisodeSteps): EpisodeHistory {
  const events = steps.map(({ event }) => event);
  const holding = new Map(
    effective<EpisodeEvent>(events).map((entry) => [entry.header.id, entry] as const),
  );
  const corrected = correctionsOf(events, moment);
  const stored = storedEntries(steps.map((step) => step.stored));
  const shown = steps.map((step, index) => {
    const { id } = step.event.header;
    const before = steps[index - 1]?.state ?? {};
    const then = { corrections: corrected.get(id) ?? [], holds: holding.get(id) ?? null };
    return filled(HistoryEvent, {
      ...shapeEntry(step, before, then, moment),
      stored: stored(step.stored),
    });
  });
  return filled(EpisodeHistory, { episodeId, events: shown, asOf: moment });
}

/** What is known of an entry at the moment asked. */
interface Known {
  readonly corrections: EntryCorrection[];
  readonly holds: Recorded<EpisodeEvent> | null;
}

function shapeEntry(
  { stored, event, state }: Step<'episode'>,
  before: object,
  { corrections, holds }: Known,
  { position }: Moment,
): Omit<HistoryEvent, 'stored'> {
  const { id, version, occurredAt, recordedAt, actor, reasonCode, texts } = event.header;
  const hours = state?.rules.lateEntryHours ?? Infinity;
  const last = corrections.at(-1);
  return {
    ...{ id, version, occurredAt, recordedAt },
    type: event.type,
    position: stored.position,
    loggedAt: stored.loggedAt,
    late: !isCorrection(event) && isLate(occurredAt, recordedAt, hours),
    actor: filled(StaffMember, { id: actor.id, position }),
    actorRole: actor.role,
    reasonCode: reasonCode ?? null,
    texts: (texts ?? []).map((field) =>
      filled(EntryText, { field, text: filled(SealedText, { ref: { eventId: id, field } }) }),
    ),
    data: event.data,
    basis: event.header.basis,
    hash: stored.hash.toString('hex'),
    correctedBy: last && !last.takesOut ? last.id : null,
    corrections,
    holds: holds?.data ?? null,
    holdsAt: holds?.header.occurredAt ?? null,
    inError: last?.takesOut ?? false,
    difference: shapeChanges(before, state),
  };
}

function shapeReplay({ event, state, stored }: Step<'episode'>, id: string): Replay {
  if (!state) throw notFound('episode', id);
  const { version, recordedAt } = event.header;
  const asOf = { position: stored.position, evaluatedAt: recordedAt };
  const episode = shapeEpisode(state, version, asOf);
  return filled(Replay, { version, recordedAt, episode, state, asOf });
}
