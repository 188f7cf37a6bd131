import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Args, ArgsType, InputType, Query, Resolver } from '@nestjs/graphql';
import { parseStream } from '../domain/ids';
import { changesAround, type ChangesThen, type ChangeThen as Then } from '../engine/changes-around';
import type { Moment } from '../engine/past';
import { streamName } from '../engine/stream-name';
import { readCaseloadEpisodes, type CaseloadFilter } from '../projections/read-caseload';
import type { AroundOptions } from '../store/event-store';
import { AsOfInput, WhenArgs } from './as-of';
import { caseloadFilter } from './caseload';
import { ChangesAround, ChangeThen } from './change-types';
import { ENGINE, type Engine } from './engine';
import { EpisodeReads } from './episode-reads';
import { badInput } from './errors';
import { IdField, IdsField, OneOfField } from './fields';
import { filled } from './filled';
import { Moments } from './moments';
import { Calling, type Caller, type KnownViewer } from './viewer';
import { Needs } from './wishes';

/** In the order of bytes `.` comes right after `-`: the streams of all episodes. */
const EVERY_EPISODE = { from: 'episode-', before: 'episode.' } as const;

@InputType({ isOneOf: true, description: 'What the changes are of.' })
export class ChangesOfInput {
  @IdField('One episode of care.', { optional: true })
  readonly episodeId?: string | null;

  @IdField('The episodes that a therapist carries or carried.', { optional: true })
  readonly therapistId?: string | null;

  @IdsField('The episodes of these clinics.', { optional: true })
  readonly clinicIds?: readonly string[] | null;
}

@ArgsType()
export class ChangesArgs extends WhenArgs {
  @OneOfField(
    () => AsOfInput,
    'Next to which moment; not after `asOf`. Absent: that of the answer.',
    { optional: true },
  )
  readonly around?: AsOfInput | null;

  @OneOfField(
    () => ChangesOfInput,
    'Of what; absent: of every episode that you may see, therapists of those they carry.',
    { optional: true },
  )
  readonly of?: ChangesOfInput | null;
}

/** What was recorded next to a moment. */
export interface ChangesRead {
  readonly around: Moment;
  readonly found: ChangesThen;
  readonly moment: Moment;
}

export class ReadChanges extends BusQuery<ChangesRead> {
  constructor(
    readonly viewer: KnownViewer,
    readonly args: ChangesArgs,
  ) {
    super();
  }
}

@QueryHandler(ReadChanges)
export class ReadChangesHandler implements IQueryHandler<ReadChanges> {
  constructor(
    private readonly moments: Moments,
    private readonly episodes: EpisodeReads,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async execute({ viewer, args }: ReadChanges): Promise<ChangesRead> {
    // Found first: the moment of the answer, where it is now, is then not before it.
    const asked = args.around ? await this.moments.moment({ asOf: args.around }) : null;
    const { moment, streams } = await this.#wanted(viewer, args);
    const around = asked ?? moment;
    if (around.position > moment.position) {
      const message = 'must not be after the moment that the answer is of';
      throw badInput([{ path: 'around', rule: 'notAfterAsOf', message }]);
    }
    const { position } = around;
    const upTo = moment.position;
    const found = await changesAround(this.engine.store, { streams, position, upTo });
    return { around, found, moment };
  }

  /** The streams that the viewer may see of what they ask, and the moment of the answer. */
  async #wanted(
    viewer: KnownViewer,
    args: ChangesArgs,
  ): Promise<{ readonly moment: Moment; readonly streams: AroundOptions['streams'] }> {
    const episodeId = args.of?.episodeId;
    if (episodeId) {
      const moment = await this.episodes.moment(viewer, episodeId, args);
      return { moment, streams: [streamName('episode', episodeId)] };
    }
    const asked = {
      therapistId: args.of?.therapistId ?? null,
      clinicIds: args.of?.clinicIds ?? null,
    };
    const filter = caseloadFilter(await viewer.fresh(), asked);
    return this.moments.read(args, async (snapshot, { position, evaluatedAt }) => {
      const moment = { position, evaluatedAt };
      if (isEverything(filter)) return { moment, streams: EVERY_EPISODE };
      const ids = await readCaseloadEpisodes(snapshot, position, filter);
      return { moment, streams: ids.map((id) => streamName('episode', id)) };
    });
  }
}

/** Whether nothing is kept from who asks, not even what was voided. */
function isEverything({ therapistId, clinics, carriedNowBy, voidedToo }: CaseloadFilter): boolean {
  const isWide = therapistId === null && clinics === null && carriedNowBy === null;
  return isWide && voidedToo === true;
}

@Resolver()
export class ChangesResolver {
  constructor(private readonly bus: QueryBus) {}

  @Query(() => ChangesAround, {
    description:
      'The changes before and after a moment, and how many entries are hidden at it. Of an ' +
      'episode who may read it; else therapists of those they carry or cover, managers and ' +
      'clinical leads of those of their clinics, auditors of all.',
  })
  @Needs('READ_EPISODES')
  async changes(@Args() args: ChangesArgs, @Calling() { viewer }: Caller) {
    const { around, found, moment } = await this.bus.execute(new ReadChanges(viewer, args));
    return filled(ChangesAround, {
      around,
      last: shapeChange(found.last),
      previous: shapeChange(found.previous),
      next: shapeChange(found.next),
      laterEntries: found.later,
      asOf: moment,
    });
  }
}

function shapeChange(change: Then | null): ChangeThen | null {
  if (!change) return null;
  const { stream, types, recordedAt, moment } = change;
  const episodeId = parseStream(stream)?.id ?? '';
  return filled(ChangeThen, { episodeId, entries: [...types], recordedAt, asOf: moment });
}
