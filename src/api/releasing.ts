import { Inject } from '@nestjs/common';
import { Args, InputType, Mutation, Resolver } from '@nestjs/graphql';
import type { EntryId } from '../domain/ids';
import { parseStream } from '../domain/ids';
import { reactionId } from '../engine/ids';
import { leaveOut } from '../engine/leave-out';
import { RebuildRuns } from '../engine/rebuilds';
import { readParked } from '../projections/read-parked';
import { Unavailable, type StoredEvent } from '../store/event-store';
import { Commands } from './commands';
import { CommandInput } from './command-input';
import { ENGINE, type Engine } from './engine';
import { notFound } from './errors';
import { PositionField, TextField } from './fields';
import { filled } from './filled';
import { Moments } from './moments';
import { OperationsAccepted, OperationsOutcome } from './outcome-types';
import { acceptedFields, notAccepted, type AcceptedOutcome } from './shape-outcome';
import { actingOn } from './rights';
import { Calling, type Caller } from './viewer';
import { Needs } from './wishes';

const ASK_AGAIN_MS = 5_000;
const DONE_WITHIN_MS = 20_000;
const STREAM = { min: 1, max: 80, clear: 'line' } as const;

@InputType({ description: 'A parked stream that is to be tried again.' })
export class RetryStreamInput extends CommandInput {
  @TextField('The stream, as `projections` names it.', STREAM)
  readonly stream!: string;
}

@InputType({ description: 'An entry that cannot be shown and is to be left out.' })
export class SkipEntryInput extends CommandInput {
  @TextField('The stream, as `projections` names it.', STREAM)
  readonly stream!: string;

  @PositionField('The entry: where the stream is parked.')
  readonly position!: number;
}

/** What operators do about streams that are parked; why, is recorded in `operations`. */
@Resolver()
export class ReleasingResolver {
  constructor(
    private readonly commands: Commands,
    private readonly moments: Moments,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Mutation(() => OperationsOutcome, {
    description:
      'Tries a parked stream again, as after an update: its rows are made anew up to where it is ' +
      'parked then, if at all. Needs a reason. Administrators and operators.',
  })
  @Needs('RELEASE_STREAMS')
  async retryStream(
    @Args('input', { description: 'Which, and why.' }) input: RetryStreamInput,
    @Calling() caller: Caller,
  ) {
    const { stream } = input;
    const parkedAt = await this.#parkedAt(stream);
    const { outcome } = await this.commands.toNew(caller, 'operations', input, {}, () => ({
      id: '',
      command: { type: 'RetryStream', stream, parkedAt },
    }));
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    const [entry] = outcome.events;
    if (!input.check && entry) await this.#rebuild(stream, entry.header.id, entry.header.actor.id);
    return accepted(outcome);
  }

  @Mutation(() => OperationsOutcome, {
    description:
      'Leaves the entry out at which a stream is parked: from then on it counts nowhere, in no ' +
      'fold and no figure; before, all stays as it was answered. For good, so needs a reason. ' +
      'Administrators and operators.',
  })
  @Needs('RELEASE_STREAMS')
  async skipEntry(
    @Args('input', { description: 'Which, and why.' }) input: SkipEntryInput,
    @Calling() caller: Caller,
  ) {
    const { stream, position } = input;
    const entry = await this.#entryAt(stream, position);
    const actor = actingOn(await caller.viewer.fresh(), caller.right, {});
    if (!entry || !actor) {
      throw notFound('entry', `at ${position} of ${stream}`);
    }
    const parkedAt = await this.#parkedAt(stream);
    const { version } = entry;
    // The id of an entry, as the log has it.
    const entryId = entry.id as EntryId;
    const { outcome } = await this.commands.toNew(caller, 'operations', input, {}, () => ({
      id: '',
      command: { type: 'SkipEntry', stream, version, entryId, position, parkedAt },
    }));
    if (outcome.kind !== 'accepted') return notAccepted(outcome);
    // By the entry: whoever asks again, after whatever happened, it is left out once.
    const commandId = reactionId(entryId, 'left-out');
    if (!input.check) {
      await leaveOut(this.engine, { stream, version, entryId, commandId, actor });
    }
    return accepted(outcome);
  }

  async #parkedAt(stream: string): Promise<number | null> {
    const parked = await this.moments.snapshot((snapshot) => readParked(snapshot, stream));
    return parked?.position ?? null;
  }

  async #entryAt(stream: string, position: number): Promise<StoredEvent | null> {
    if (!parseStream(stream)) return null;
    const backward = { atPosition: position, direction: 'backward' } as const;
    for await (const event of this.engine.store.readStream(stream, backward)) {
      return event.position === position ? event : null;
    }
    return null;
  }

  async #rebuild(stream: string, entryId: string, askedBy: string): Promise<void> {
    const id = reactionId(entryId, 'retried');
    const { rebuilds } = this.engine;
    try {
      await rebuilds.ask({ id, models: null, stream, askedBy });
    } catch (error) {
      if (!(error instanceof RebuildRuns)) throw error;
      throw new Unavailable(error.message, ASK_AGAIN_MS, { cause: error });
    }
    await rebuilds.ended(id, { withinMs: DONE_WITHIN_MS });
  }
}

function accepted(outcome: AcceptedOutcome<'operations'>): OperationsAccepted {
  return filled(OperationsAccepted, { ...acceptedFields(outcome), reportId: null });
}
