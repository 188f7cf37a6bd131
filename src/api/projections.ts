import { Inject } from '@nestjs/common';
import {
  Command,
  CommandBus,
  CommandHandler,
  QueryBus,
  QueryHandler,
  Query as BusQuery,
  type ICommandHandler,
  type IQueryHandler,
} from '@nestjs/cqrs';
import { Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import { NotOwner } from '../engine/projector';
import type { RebuildResult } from '../engine/rebuild';
import {
  readModelsState,
  type ReactorRow,
  type ReadModelsState,
} from '../projections/read-progress';
import { Unavailable } from '../store/event-store';
import { ENGINE, type Engine } from './engine';
import { Moments } from './moments';
import { ProjectionStatusEnum } from './read-enums';
import { DateTime, Position } from './scalars';
import { filled } from './filled';
import { Shown, ShownOrNull } from './shown';
import { Needs } from './wishes';

const ASK_AGAIN_MS = 5_000;

/* Classes of answers; `!` says that the functions below fill every field. */

@ObjectType({ description: 'How far something is.' })
export class Progress {
  @Shown(() => Int, 'Events done.')
  done!: number;

  @Shown(() => Int, 'Events there are.')
  of!: number;
}

@ObjectType({ description: 'A read model. All of them move together.' })
export class Projection {
  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => Int, 'Version of the rows that its table holds.')
  version!: number;

  @Shown(() => Position, 'Entries up to this place in the log are in it.')
  position!: number;

  @Shown(() => Position, 'Last place in the log.')
  head!: number;

  @Shown(() => Int, 'Entries that are not in it yet.')
  lagEvents!: number;

  @Shown(() => Int, 'Age of the first of them, in ms; 0: there is none.')
  lagMs!: number;

  @Shown(() => ProjectionStatusEnum, 'What keeps it up to date.')
  status!: string;

  @ShownOrNull(() => String, 'What stands in its way; null: nothing.')
  error!: string | null;

  @ShownOrNull(() => Progress, 'How far a rebuild in this process is; null: none runs.')
  rebuild!: Progress | null;
}

@ObjectType({ description: 'A stream whose rows stay as they were before an entry.' })
export class ParkedStream {
  @Shown(() => String, 'The stream.')
  stream!: string;

  @Shown(() => Position, 'The entry.')
  position!: number;

  @Shown(() => String, 'Why it could not be taken in.')
  error!: string;

  @Shown(() => DateTime, 'Since when.')
  since!: Instant;
}

@ObjectType({ description: 'What looks at the log and records what follows from it.' })
export class Reactor {
  @Shown(() => String, 'Name.')
  name!: string;

  @Shown(() => Position, 'Entries up to this place in the log were looked at.')
  position!: number;

  @Shown(() => Position, 'Last place in the log.')
  head!: number;

  @Shown(() => Int, 'Entries that were not looked at yet.')
  lagEvents!: number;

  @Shown(() => Int, 'Age of the first of them, in ms; 0: there is none.')
  lagMs!: number;

  @Shown(() => ProjectionStatusEnum, 'What does it.')
  status!: string;

  @ShownOrNull(() => String, 'What stands in its way; null: nothing.')
  error!: string | null;
}

@ObjectType({ description: 'How the read models are.' })
export class Projections {
  @Shown(() => [Projection], 'The read models.')
  models!: Projection[];

  @Shown(() => [ParkedStream], 'Streams that are parked; the others go on.')
  parked!: ParkedStream[];

  @Shown(() => [Reactor], 'Who looks at the log; none before the service has run.')
  reactors!: Reactor[];
}

@ObjectType({ description: 'What a rebuild came to.' })
export class RebuiltReadModels {
  @Shown(() => Int, 'Events folded.')
  events!: number;

  @Shown(() => Int, 'Streams they were of.')
  streams!: number;

  @Shown(() => Position, 'Place in the log at which old and new were exchanged.')
  position!: number;

  @Shown(() => [String], 'Tables of unchanged version whose rows differed: there should be none.')
  differing!: readonly string[];
}

export class ReadProjections extends BusQuery<Projections> {}

@QueryHandler(ReadProjections)
export class ReadProjectionsHandler implements IQueryHandler<ReadProjections> {
  constructor(
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  async execute(): Promise<Projections> {
    const { state, position } = await this.moments.snapshot(async (snapshot, checkpoint) => ({
      state: await readModelsState(snapshot),
      position: checkpoint,
    }));
    const head = Math.max((await this.engine.store.head()).position, position);
    const lagMs = await this.moments.lagMs(position);
    const reactors = await Promise.all(state.reactors.map((one) => this.#reactor(one, head)));
    const lag = { position, head, lagEvents: head - position, lagMs };
    return this.#shape(state, lag, reactors);
  }

  async #reactor({ name, position }: ReactorRow, head: number): Promise<Reactor> {
    const { isOwner, error } = this.engine.conformance;
    const lagEvents = Math.max(0, head - position);
    const working = lagEvents === 0 ? 'LIVE' : 'CATCHING_UP';
    const lagMs = await this.moments.lagMs(position);
    const status = isOwner ? working : 'STANDBY';
    return filled(Reactor, { name, position, head, lagEvents, lagMs, status, error });
  }

  #shape(
    { models, parked }: ReadModelsState,
    lag: { position: number; head: number; lagEvents: number; lagMs: number },
    reactors: Reactor[],
  ): Projections {
    const { isOwner, rebuilding } = this.engine.projector;
    const working = lag.lagEvents === 0 ? 'LIVE' : 'CATCHING_UP';
    const status = rebuilding ? 'REBUILDING' : isOwner ? working : 'STANDBY';
    const error = parked.length > 0 ? `${parked.length} streams are parked.` : null;
    const rebuild = rebuilding && filled(Progress, rebuilding);
    return filled(Projections, {
      models: Object.entries(models).map(([name, version]) =>
        filled(Projection, { name, version, ...lag, status, error, rebuild }),
      ),
      // The read pool gives moments as ISO 8601 UTC with milliseconds.
      parked: parked.map((one) => filled(ParkedStream, { ...one, since: one.since as Instant })),
      reactors,
    });
  }
}

export class RebuildReadModels extends Command<RebuildResult> {}

@CommandHandler(RebuildReadModels)
export class RebuildReadModelsHandler implements ICommandHandler<RebuildReadModels> {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  async execute(): Promise<RebuildResult> {
    const { projector } = this.engine;
    if (projector.rebuilding) throw new Unavailable('A rebuild runs already.', ASK_AGAIN_MS);
    try {
      return await projector.rebuild();
    } catch (error) {
      if (!(error instanceof NotOwner)) throw error;
      throw new Unavailable(error.message, ASK_AGAIN_MS, { cause: error });
    }
  }
}

@Resolver()
export class ProjectionsResolver {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Query(() => Projections, {
    description: 'How far the read models are. Operators, administrators, auditors.',
  })
  @Needs('READ_PROJECTIONS')
  projections() {
    return this.queries.execute(new ReadProjections());
  }

  @Mutation(() => RebuiltReadModels, {
    description:
      'Builds every read model anew beside the live ones and exchanges them; answers when that is ' +
      'done. UNAVAILABLE while another one runs, or when another process keeps them. ' +
      'Administrators and operators.',
  })
  @Needs('REBUILD_READ_MODELS')
  async rebuildReadModels() {
    return filled(RebuiltReadModels, await this.commands.execute(new RebuildReadModels()));
  }
}
