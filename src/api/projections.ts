import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, Query as BusQuery, type IQueryHandler } from '@nestjs/cqrs';
import { Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '../domain/time';
import type { Rebuilding } from '../engine/projector';
import type { RebuildPhase } from '../engine/rebuild';
import type { AskedRebuild } from '../projections/read-rebuilds';
import {
  readModelsState,
  type ReactorRow,
  type ReadModelsState,
} from '../projections/read-progress';
import { ENGINE, type Engine } from './engine';
import { LogIndex, logIndexOf } from './log-index-types';
import { Moments } from './moments';
import { ProjectionStatusEnum, RebuildPhaseEnum } from './read-enums';
import { DateTime, Position } from './scalars';
import { filled } from './filled';
import { Shown, ShownOrNull } from './shown';
import { Needs } from './wishes';

/* Classes of answers; `!` says that the functions below fill every field. */

@ObjectType({ description: 'How far a rebuild is.' })
export class Progress {
  @Shown(() => RebuildPhaseEnum, 'What it is at.')
  phase!: RebuildPhase;

  @Shown(() => Int, 'Events done.')
  done!: number;

  @Shown(() => Int, 'Events there are.')
  of!: number;

  @Shown(() => DateTime, 'Since when.')
  startedAt!: Instant;
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

  @ShownOrNull(() => Progress, 'How far a rebuild of it is, in whichever process; null: none runs.')
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

  @ShownOrNull(() => LogIndex, 'Of a log in EventStoreDB; null: the log is in PostgreSQL.')
  logIndex!: LogIndex | null;
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
    const index = (await this.engine.store.index?.state()) ?? null;
    return this.#shape(state, lag, reactors, index && logIndexOf(index));
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
    { models, parked, rebuild }: ReadModelsState,
    lag: { position: number; head: number; lagEvents: number; lagMs: number },
    reactors: Reactor[],
    logIndex: LogIndex | null,
  ): Projections {
    const { isOwner, rebuilding } = this.engine.projector;
    const working = lag.lagEvents === 0 ? 'LIVE' : 'CATCHING_UP';
    const error = parked.length > 0 ? `${parked.length} streams are parked.` : null;
    const running = rebuilding ?? elsewhere(rebuild, Object.keys(models));
    return filled(Projections, {
      models: Object.entries(models).map(([name, version]) => {
        const built = running?.models.includes(name) ? running : null;
        const status = built ? 'REBUILDING' : isOwner ? working : 'STANDBY';
        const progress = built && progressOf(built);
        return filled(Projection, { name, version, ...lag, status, error, rebuild: progress });
      }),
      // The read pool gives moments as ISO 8601 UTC with milliseconds.
      parked: parked.map((one) => filled(ParkedStream, { ...one, since: one.since as Instant })),
      reactors,
      logIndex,
    });
  }
}

/** A rebuild that another process is at, by what it notes of itself. */
function elsewhere(asked: AskedRebuild | null, all: readonly string[]): Rebuilding | null {
  if (!asked?.startedAt || asked.stream !== null) return null;
  const { models, done, total: of, startedAt } = asked;
  // Both were written by the engine.
  const phase = (asked.phase ?? 'COPYING') as RebuildPhase;
  return { models: models ?? all, phase, done, of, startedAt: startedAt as Instant };
}

function progressOf({ phase, done, of, startedAt }: Rebuilding): Progress {
  return filled(Progress, { phase, done, of, startedAt });
}

@Resolver()
export class ProjectionsResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => Projections, {
    description: 'How far the read models are. Operators, administrators, auditors.',
  })
  @Needs('READ_PROJECTIONS')
  projections() {
    return this.queries.execute(new ReadProjections());
  }
}
