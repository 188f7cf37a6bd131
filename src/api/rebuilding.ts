import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Args, ArgsType, Int, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import type { EpisodeId } from '../domain/ids';
import { streamOf } from '../domain/ids';
import type { Instant } from '../domain/time';
import type { RebuildResult } from '../engine/rebuild';
import { RebuildRuns, type RebuildAsked } from '../engine/rebuilds';
import type { StreamRewritten } from '../engine/rewrite-stream';
import { readModels } from '../projections/all';
import type { AskedRebuild } from '../projections/read-rebuilds';
import { Unavailable } from '../store/event-store';
import { ENGINE, type Engine } from './engine';
import { badInput, notFound } from './errors';
import { CodesField, IdField } from './fields';
import { filled } from './filled';
import { DateTime, Position, Uuid } from './scalars';
import { Shown, ShownOrNull } from './shown';
import { Viewing, type Viewer } from './viewer';
import { Needs } from './wishes';

const ASK_AGAIN_MS = 5_000;
/** A longer one goes on after the answer. */
const ANSWER_WITHIN_MS = 20_000;

@ArgsType()
export class RebuildReadModelsArgs {
  @CodesField('Names of the read models, as `projections` names them; absent: all.', {
    optional: true,
    min: 1,
  })
  readonly models?: readonly string[] | null;

  @IdField('Names this rebuild: asked again, it is the same one. Made by the server when absent.', {
    optional: true,
  })
  readonly commandId?: string | null;
}

@ArgsType()
export class RebuildEpisodeArgs {
  @IdField('The episode.')
  readonly episodeId!: EpisodeId;

  @IdField('Names this rebuild: asked again, it is the same one. Made by the server when absent.', {
    optional: true,
  })
  readonly commandId?: string | null;
}

/* `!` says that the function below fills every field. */

@ObjectType({ description: 'A rebuild that was asked for, and what it came to.' })
export class Rebuild {
  @Shown(() => Uuid, 'Its id: hand it in as `commandId` to hear how it goes on.')
  id!: string;

  @ShownOrNull(() => DateTime, 'When it began; null: not yet.')
  startedAt!: Instant | null;

  @ShownOrNull(() => DateTime, 'When it was over; null: it goes on, see `projections`.')
  endedAt!: Instant | null;

  @ShownOrNull(() => String, 'Why it failed; null: it did not, and what was there is unchanged.')
  error!: string | null;

  @ShownOrNull(() => Int, 'Events folded; null of an episode, and until it is over.')
  events!: number | null;

  @ShownOrNull(() => Int, 'Streams they were of; null of an episode, and until it is over.')
  streams!: number | null;

  @ShownOrNull(() => Position, 'Place in the log at which old and new were exchanged.')
  position!: number | null;

  @ShownOrNull(
    () => [String],
    'Tables of unchanged version whose rows differed: there should be none.',
  )
  differing!: readonly string[] | null;
}

export class AskRebuild extends Command<AskedRebuild> {
  constructor(readonly asked: RebuildAsked) {
    super();
  }
}

@CommandHandler(AskRebuild)
export class AskRebuildHandler implements ICommandHandler<AskRebuild> {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  async execute({ asked }: AskRebuild): Promise<AskedRebuild> {
    const { rebuilds, store } = this.engine;
    const { stream } = asked;
    if (stream !== null && (await store.streamHeads([stream])).size === 0) {
      throw notFound('episode', stream.slice(stream.indexOf('-') + 1));
    }
    try {
      await rebuilds.ask(asked);
    } catch (error) {
      if (!(error instanceof RebuildRuns)) throw error;
      throw new Unavailable(error.message, ASK_AGAIN_MS, { cause: error });
    }
    return rebuilds.ended(asked.id, { withinMs: ANSWER_WITHIN_MS });
  }
}

@Resolver()
export class RebuildingResolver {
  constructor(private readonly commands: CommandBus) {}

  @Mutation(() => Rebuild, {
    description:
      'Builds read models anew beside the live ones, compares and exchanges them; answers when ' +
      'that is done, or after 20 s while it goes on. A process that ends in the middle of it ' +
      'leaves it to the next. UNAVAILABLE while another one runs. Administrators and operators.',
  })
  @Needs('REBUILD_READ_MODELS')
  rebuildReadModels(@Args() args: RebuildReadModelsArgs, @Viewing() viewer: Viewer) {
    const models = args.models ?? null;
    const unknown = models?.find((name) => !readModels.some((model) => model.name === name));
    if (unknown !== undefined) {
      const message = `there is no read model ${unknown}`;
      throw badInput([{ path: 'models', rule: 'isThere', message }]);
    }
    return this.#ask(viewer, args.commandId, { models, stream: null });
  }

  @Mutation(() => Rebuild, {
    description:
      'Makes the rows of one episode anew in every read model, in the place of those that differ; ' +
      'it is shown again where it was parked and can be. Administrators and operators.',
  })
  @Needs('REBUILD_READ_MODELS')
  rebuildEpisode(@Args() args: RebuildEpisodeArgs, @Viewing() viewer: Viewer) {
    const stream = streamOf('episode', args.episodeId);
    return this.#ask(viewer, args.commandId, { models: null, stream });
  }

  async #ask(
    viewer: Viewer,
    commandId: string | null | undefined,
    what: Pick<RebuildAsked, 'models' | 'stream'>,
  ): Promise<Rebuild> {
    const asked = { id: commandId ?? randomUUID(), askedBy: viewer.staffId, ...what };
    return shapeRebuild(await this.commands.execute(new AskRebuild(asked)));
  }
}

function shapeRebuild({ id, startedAt, endedAt, error, result }: AskedRebuild): Rebuild {
  // Written by the engine when it was over.
  const made = JSON.parse(result ?? '{}') as Partial<RebuildResult & StreamRewritten>;
  return filled(Rebuild, {
    ...{ id, error },
    // The read pool gives moments as ISO 8601 UTC with milliseconds.
    startedAt: startedAt as Instant | null,
    endedAt: endedAt as Instant | null,
    events: made.events ?? null,
    streams: made.streams ?? null,
    position: made.position ?? null,
    differing: made.differing ?? null,
  });
}
