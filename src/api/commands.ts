import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor } from '../domain/envelope';
import type { EpisodeCommand } from '../domain/episode/commands';
import type { Category, ClinicId, EpisodeId, PatientId, StaffId } from '../domain/ids';
import type { Instant } from '../domain/time';
import { madeId } from '../engine/ids';
import type { CommandOf } from '../engine/aggregates';
import { anyStream, type LoadedStream } from '../engine/streams';
import type { Outcome } from '../engine/request';
import type { CommandInput, EpisodeCommandInput } from './command-input';
import { ENGINE, type Engine } from './engine';
import { notFound } from './errors';
import type { Plain } from './plain';
import { actingOn, type Target } from './rights';
import { Transact } from './transact-command';
import type { Caller } from './viewer';

/** A command to an episode as a topic parses it; which episode, its envelope says. */
export type EpisodeBody = EpisodeCommand extends infer C
  ? C extends EpisodeCommand
    ? Omit<C, 'episodeId'>
    : never
  : never;

type Sendable = Plain<CommandInput> & Partial<Pick<Plain<EpisodeCommandInput>, 'expectedVersion'>>;

interface Envelope {
  readonly actor: Actor;
  readonly commandId: string;
  readonly occurredAt: Instant | undefined;
  readonly input: Sendable;
}

/**
 * The way of every mutation: right on the target, ids, the command bus. What the right rests on
 * (the person's roles, who carries the episode) is brought up to date by one query.
 */
@Injectable()
export class Commands {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly bus: CommandBus,
  ) {}

  /** A command to an episode that exists. An unknown and a hidden one both are `NOT_FOUND`. */
  async toEpisode(
    caller: Caller,
    input: Plain<EpisodeCommandInput>,
    body: EpisodeBody,
    occurredAt: Instant | undefined,
  ): Promise<Outcome<'episode'>> {
    const { episodeId } = input;
    const loaded = await this.engine.streams.load('episode', episodeId);
    const viewer = await caller.viewer.fresh([anyStream(loaded)]);
    const { state } = loaded.folded;
    const target = state && { clinicId: state.clinicId, therapistId: state.therapistId };
    const actor = target && actingOn(viewer, caller.right, target);
    // Of a voided episode nobody hears more, but who voids it again that it is so.
    const isHidden = state?.voided && body.type !== 'VoidEpisode';
    if (!actor || isHidden) throw notFound('episode', episodeId);
    // The body is a command without its episode, which is put back here.
    const command = { episodeId, ...body } as EpisodeCommand;
    const commandId = input.commandId ?? randomUUID();
    return this.#send('episode', episodeId, command, { actor, commandId, occurredAt, input });
  }

  /** A command that opens a stream or is about the organisation; `make` gets id and actor. */
  async toNew<K extends Category>(
    caller: Caller,
    category: K,
    input: Plain<CommandInput>,
    target: Target,
    make: (ids: NewIds) => { readonly id: string; readonly command: CommandOf<K> },
  ): Promise<{ readonly id: string; readonly outcome: Outcome<K> }> {
    const actor = actingOn(await caller.viewer.fresh(), caller.right, target);
    // Who has the right elsewhere only learns nothing of this clinic.
    if (!actor) throw notFound('clinic', target.clinicId ?? '');
    const commandId = input.commandId ?? randomUUID();
    const { id, command } = make(newIds(actor, commandId));
    const occurredAt = input.occurredAt ?? undefined;
    const envelope = { actor, commandId, occurredAt, input };
    const outcome = await this.#send(category, id, command, envelope);
    return { id, outcome };
  }

  /** A stream with what other nodes appended to it. */
  async latest<K extends Category>(category: K, id: string): Promise<LoadedStream<K>> {
    const { streams } = this.engine;
    const loaded = await streams.load(category, id);
    await streams.refresh([anyStream(loaded)]);
    return loaded;
  }

  #send<K extends Category>(
    category: K,
    id: string,
    command: CommandOf<K>,
    { actor, commandId, occurredAt, input }: Envelope,
  ): Promise<Outcome<K>> {
    return this.bus.execute(
      new Transact<K>({
        category,
        id,
        command,
        commandId,
        actor,
        occurredAt,
        expectedVersion: input.expectedVersion ?? undefined,
        check: input.check ?? undefined,
        reason: input.reason ?? undefined,
        input: contentOf(input),
      }),
    );
  }
}

/** Ids of what a command makes: the same for the same person and command. */
export interface NewIds {
  readonly clinicId: ClinicId;
  readonly patientId: PatientId;
  readonly episodeId: EpisodeId;
  readonly staffId: StaffId;
  readonly reportId: string;
}

function newIds(actor: Actor, commandId: string): NewIds {
  const made = (kind: string) => madeId(actor.id, commandId, kind);
  // UUIDs v5, each of the kind that it is made for.
  return {
    clinicId: made('clinic') as ClinicId,
    patientId: made('patient') as PatientId,
    episodeId: made('episode') as EpisodeId,
    staffId: made('staff') as StaffId,
    reportId: made('report'),
  };
}

/** Fields of an input that only say how it is sent. */
const SENDING: readonly string[] = ['commandId', 'check', 'expectedVersion'];

/** What a retry must repeat; `null` and an absent field mean the same, and it may use either. */
function contentOf(input: Sendable): object {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([field, value]) => !SENDING.includes(field) && (value ?? null) !== null,
    ),
  );
}
