import { Inject, Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Args, ArgsType, Context, Int, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { streamName } from '../engine/stream-name';
import { EpisodeReads } from './episode-reads';
import { EpisodeWatch, type WatchPorts } from './episode-watch';
import { ENGINE, type Engine } from './engine';
import { IdField, PositionField } from './fields';
import { Position, Uuid } from './scalars';
import { filled } from './shape-outcome';
import { Shown } from './shown';
import { notSignedIn, type RequestContext } from './viewer';
import { PositionVisible } from './visible';
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
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly reads: EpisodeReads,
    private readonly bus: EventBus,
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
      assertPermitted,
      latestAfter: this.#latestOf(episodeId),
      onVisible: (ring: () => void) => this.#onVisible(ring),
    };
    return new EpisodeWatch(ports, after ?? visibility.position);
  }

  /**
   * Looks for its last entry that can be read; null when it is not after the position. While the
   * head stands where it was nothing is read: heads are asked for all watches in one query.
   */
  #latestOf(episodeId: string): WatchPorts['latestAfter'] {
    const { store, projector } = this.engine;
    const stream = streamName('episode', episodeId);
    let known = -1;
    return async (position) => {
      const atPosition = projector.visibility.position;
      if (atPosition <= position) return null;
      const head = (await store.streamHeads([stream])).get(stream) ?? -1;
      if (head <= known) return null;
      const entries = store.readStream(stream, { atPosition, direction: 'backward' });
      for await (const { version, position: at } of entries) {
        known = version;
        return at > position ? filled(EpisodeChange, { episodeId, position: at, version }) : null;
      }
      return null;
    };
  }

  #onVisible(ring: () => void): { close(): void } {
    const listening = this.bus.subscribe((event) => {
      if (event instanceof PositionVisible) ring();
    });
    return {
      close: () => {
        listening.unsubscribe();
      },
    };
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
