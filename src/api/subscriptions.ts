import { Inject, Injectable, Logger } from '@nestjs/common';
import { Args, ArgsType, Context, Int, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { streamName } from '../engine/stream-name';
import { ChangedStreams } from './changed-streams';
import { EpisodeReads } from './episode-reads';
import { EpisodeWatch } from './episode-watch';
import { ENGINE, type Engine } from './engine';
import { toldAsIs } from './error-answers';
import { IdField, PositionField } from './fields';
import { Position, Uuid } from './scalars';
import { filled } from './filled';
import { Shown } from './shown';
import { notSignedIn, type RequestContext } from './viewer';
import { Needs } from './wishes';

@ArgsType()
export class EpisodeChangedArgs {
  @IdField('The episode of care.')
  readonly id!: string;

  @PositionField(
    'The last position that is known already: a change after it is told at once. Absent: from ' +
      'now on.',
    { optional: true },
  )
  readonly after?: number | null;
}

@ObjectType({ description: 'An episode was changed, and can be read so; the reading is a query.' })
export class EpisodeChange {
  @Shown(() => Uuid, 'The episode of care.')
  episodeId!: string;

  @Shown(() => Position, 'Place of its last entry in the log: for `atLeast`, and for `after`.')
  position!: number;

  @Shown(() => Int, 'Version of its stream.')
  version!: number;
}

/** Opens watches of episodes. */
@Injectable()
export class EpisodeWatches {
  readonly #log = new Logger(EpisodeWatches.name);

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly reads: EpisodeReads,
    private readonly changed: ChangedStreams,
  ) {}

  async open(context: RequestContext, args: EpisodeChangedArgs): Promise<EpisodeWatch> {
    const { id: episodeId, after } = args;
    const { visibility } = this.engine.projector;
    const assertPermitted = async () => {
      // Rights as they are at this moment: a socket may live for hours.
      const viewer = await context.known();
      if (!viewer) throw notSignedIn();
      await this.reads.assertPermitted(viewer, episodeId);
    };
    await assertPermitted();
    const ports = {
      assertPermitted: () => this.#telling(assertPermitted),
      latestAfter: (position: number) =>
        this.#telling(() => this.#latestAfter(episodeId, position)),
      onChanged: (ring: () => void) => this.changed.listen(streamName('episode', episodeId), ring),
    };
    return new EpisodeWatch(ports, after ?? visibility.position);
  }

  /** A failure goes to the client as it is worded here, never as it came. */
  async #telling<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toldAsIs(error, (cause) => this.#log.error(cause));
    }
  }

  /** Its last entry that can be read; null when it is not after the position. */
  async #latestAfter(episodeId: string, position: number): Promise<EpisodeChange | null> {
    const { store, projector } = this.engine;
    const atPosition = projector.visibility.position;
    if (atPosition <= position) return null;
    const stream = streamName('episode', episodeId);
    const entries = store.readStream(stream, { atPosition, direction: 'backward' });
    for await (const { version, position: at } of entries) {
      return at > position ? filled(EpisodeChange, { episodeId, position: at, version }) : null;
    }
    return null;
  }
}

@Resolver()
export class SubscriptionResolver {
  constructor(private readonly watches: EpisodeWatches) {}

  @Subscription(() => EpisodeChange, {
    description:
      'Each change of an episode, once it can be read. Who may read it; asked again at each one.',
  })
  @Needs('READ_EPISODES')
  episodeChanged(@Args() args: EpisodeChangedArgs, @Context() context: RequestContext) {
    return this.watches.open(context, args);
  }
}
