import { Inject, Injectable, Logger } from '@nestjs/common';
import { Args, ArgsType, Context, Int, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { streamName } from '../engine/stream-name';
import { ChangedStreams } from './changed-streams';
import { EpisodeReads } from './episode-reads';
import { EpisodeWatch } from './episode-watch';
import { ENGINE, type Engine } from './engine';
import { toldAsIs } from './error-answers';
import { tooCostly } from './errors';
import { IdField, PositionField } from './fields';
import { Position, Uuid } from './scalars';
import { filled } from './filled';
import { Shown } from './shown';
import { notSignedIn, type RequestContext } from './viewer';
import { Needs } from './wishes';

/** Open at once, of a person: each keeps some 25 KiB, and five pages of a caseload are enough. */
export const WATCHES_MAX = 1_000;

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
  /** How many each person has open, on all of their sockets. */
  readonly #openBy = new Map<string, number>();

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
      return viewer.staffId;
    };
    const leave = this.#enter(await assertPermitted());
    const ports = {
      assertPermitted: async () => {
        await this.#telling(assertPermitted);
      },
      latestAfter: (position: number) =>
        this.#telling(() => this.#latestAfter(episodeId, position)),
      onChanged: (ring: () => void) => {
        const listening = this.changed.listen(streamName('episode', episodeId), ring);
        return {
          close: () => {
            listening.close();
            leave();
          },
        };
      },
    };
    return new EpisodeWatch(ports, after ?? visibility.position);
  }

  /** Counts one more of a person; gives what counts it off, once. Throws `TOO_COSTLY`. */
  #enter(staffId: string): () => void {
    const count = this.#openBy.get(staffId) ?? 0;
    if (count >= WATCHES_MAX) {
      const message = `At most ${WATCHES_MAX} subscriptions may be open: end some of them first.`;
      throw tooCostly(message, { open: count, max: WATCHES_MAX });
    }
    this.#openBy.set(staffId, count + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#openBy.get(staffId) ?? 1) - 1;
      if (left > 0) this.#openBy.set(staffId, left);
      else this.#openBy.delete(staffId);
    };
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
