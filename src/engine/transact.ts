import type { Accepted, Asked, Decision, Draft, Facts, Note } from '../domain/decider';
import { effective } from '../domain/effective';
import type { Actor, Basis, EventShape, Recorded } from '../domain/envelope';
import { stateBy, stateOf, type Folded } from '../domain/fold';
import type { Category } from '../domain/ids';
import { customMeasures, policyAt } from '../domain/policy/decider';
import { RULES, sentence, type Rule, type RuleCode } from '../domain/rules';
import type { Staff } from '../domain/staff/state';
import { epochMs, instantOf, type Instant, type Zone } from '../domain/time';
import type { StaffId } from '../domain/ids';
import type { EventStore } from '../store/event-store';
import { Unavailable } from '../store/event-store';
import type { KeyStore } from '../store/key-store';
import type { CommandOf, EventOf, StateOf } from './aggregates';
import type { Clock } from './clock';
import { madeId } from './ids';
import { sealCommand } from './sealed-append';
import { streamName } from './stream-name';
import { aggregateOf, anyStream, type LoadedStream, type Streams } from './streams';
import { fingerprint } from '../store/sealing';
import { canonical } from './canonical';

const AHEAD_MAX_MS = 5 * 60_000;
const ATTEMPTS_MAX = 8;
const UTC = 'UTC' as Zone; // the one zone that needs no look-up

/** A command with everything the edge knows of it. */
export interface Request<K extends Category> {
  readonly category: K;
  /** Id within the category; empty for `policy`. */
  readonly id: string;
  readonly command: CommandOf<K>;
  readonly commandId: string;
  readonly actor: Actor;
  /** Clinical time; absent: when it is recorded. */
  readonly occurredAt?: Instant | undefined;
  /** Refuse with a conflict when the stream went beyond this version. */
  readonly expectedVersion?: number | undefined;
  /** Decide and answer, append nothing. */
  readonly check?: boolean | undefined;
  readonly reasonCode?: string | undefined;
  readonly reason?: string | undefined;
  /** The input as sent, before defaults: what a retry must repeat. */
  readonly input: unknown;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
}

export type Outcome<K extends Category> =
  | {
      readonly kind: 'accepted';
      readonly stream: string;
      /** Last version of the command's events; of the stream where it appended nothing. */
      readonly version: number;
      /** Null for a dry run of a first entry. */
      readonly position: number | null;
      readonly events: readonly Recorded<EventOf<K>>[];
      readonly warnings: readonly Note[];
      readonly deviations: readonly Note[];
      /** The state after the command. */
      readonly state: StateOf<K>;
      readonly appended: boolean;
    }
  | Refused
  | {
      readonly kind: 'conflict';
      readonly stream: string;
      readonly expected: number;
      readonly actual: number;
      readonly eventsSince: readonly Recorded<EventOf<K>>[];
    };

export interface Refused {
  readonly kind: 'refused';
  readonly code: RuleCode;
  readonly message: string;
  readonly facts: Facts;
  readonly accepts: string;
}

export interface TransactPorts {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly keys: KeyStore;
  readonly clock: Clock;
  /** Called with the position after each append of this process. */
  readonly onAppended?: (position: number) => void;
}

/** What a decision was made on: its own stream and every other it read. */
interface Grounds<K extends Category> {
  readonly own: LoadedStream<K>;
  readonly others: readonly LoadedStream<Category>[];
  readonly asked: Asked<EventOf<K>>;
  readonly then: StateOf<K>;
  readonly now: StateOf<K>;
  readonly recordedAt: Instant;
}

/**
 * The way of every command: load, fold, decide, seal, chain, append at the expected version; on a
 * conflict with another node load the tail and decide again. Commands on one stream queue here.
 * Throws `Unavailable` when the log is away or its queue is full.
 */
export class Transactor {
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(readonly ports: TransactPorts) {}

  transact<K extends Category>(request: Request<K>): Promise<Outcome<K>> {
    const stream = streamName(request.category, request.id);
    const before = this.#queues.get(stream) ?? Promise.resolve();
    const run = before.then(() => this.#attempts(request));
    const settled = run.then(nothing, nothing);
    this.#queues.set(stream, settled);
    void settled.then(() => {
      if (this.#queues.get(stream) === settled) this.#queues.delete(stream);
    });
    return run;
  }

  async #attempts<K extends Category>(request: Request<K>): Promise<Outcome<K>> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      const outcome = await this.#attempt(request);
      if (outcome !== 'again') return outcome;
    }
    throw new Unavailable('The stream changes faster than the command can be decided.', 1_000);
  }

  async #attempt<K extends Category>(request: Request<K>): Promise<Outcome<K> | 'again'> {
    const own = await this.ports.streams.load(request.category, request.id);
    const known = await this.#repeated(request, own);
    if (known) return known;
    const behind = await this.#conflict(request, own);
    if (behind) return behind;
    const grounds = await this.#grounds(request, own);
    if ('code' in grounds) return refused(grounds);
    const { decider } = aggregateOf(request.category);
    const { then, now, asked } = grounds;
    const decision = decider.decide(then, now, request.command, asked);
    if (decision.kind === 'refused' || decision.events.length === 0 || request.check) {
      // What is not appended is not checked by the log: make sure it was decided on what is known.
      const moved = await this.ports.streams.refresh([anyStream(own), ...grounds.others]);
      if (moved) return 'again';
      return this.#unappended(request, own, grounds, decision);
    }
    return this.#append(request, grounds, decision);
  }

  /** The first answer again, for the same content of the same actor. */
  async #repeated<K extends Category>(
    request: Request<K>,
    own: LoadedStream<K>,
  ): Promise<Outcome<K> | null> {
    const first = own.commands.get(request.commandId);
    if (!first) return null;
    const personKey = await this.ports.keys.keyOf(ownerOf(request, own));
    const same = personKey !== null && first.fingerprint === printOf(request, personKey);
    if (first.actor.id !== request.actor.id || !same) {
      return refused({ code: 'COMMAND_ID_REUSED', facts: { commandId: request.commandId } });
    }
    const lastVersion = first.version + first.commandSize - 1;
    if (own.version < lastVersion) await this.ports.streams.catchUp(anyStream(own));
    const { decider } = aggregateOf(request.category);
    const events = own.folded.events.slice(first.version, lastVersion + 1);
    return {
      kind: 'accepted',
      stream: own.stream,
      version: lastVersion,
      position: events.at(-1)?.position ?? null,
      events,
      warnings: [],
      deviations: events.flatMap(deviationsOf),
      state: stateOf(decider, own.folded.events, { version: lastVersion }),
      appended: false,
    };
  }

  async #conflict<K extends Category>(
    request: Request<K>,
    own: LoadedStream<K>,
  ): Promise<Outcome<K> | null> {
    const expected = request.expectedVersion;
    if (expected === undefined) return null;
    // A version that is not here yet may have been recorded by another node.
    if (expected > own.version) await this.ports.streams.refresh([anyStream(own)]);
    const actual = own.version;
    if (actual === expected) return null;
    const eventsSince = own.folded.events.slice(expected + 1);
    const onlyFindings = eventsSince.every(({ type }) => type.startsWith('Finding'));
    if (actual > expected && onlyFindings) return null;
    return { kind: 'conflict', stream: own.stream, expected, actual, eventsSince };
  }

  async #grounds<K extends Category>(
    request: Request<K>,
    own: LoadedStream<K>,
  ): Promise<Grounds<K> | Note> {
    const { decider } = aggregateOf(request.category);
    const { streams, clock } = this.ports;
    const needs = decider.needs(request.command, own.folded.state);
    const [policy, clinic, patient, ...staff] = await Promise.all([
      streams.load('policy', ''),
      needs.clinic ? streams.load('clinic', needs.clinic) : null,
      needs.patient ? streams.load('patient', needs.patient) : null,
      ...(needs.staff ?? []).map((id) => streams.load('staff', id)),
    ]);
    const lastRecorded = own.folded.events.at(-1)?.header.recordedAt;
    const wall = instantOf(clock.now());
    const recordedAt = lastRecorded !== undefined && lastRecorded > wall ? lastRecorded : wall;
    if (request.occurredAt && epochMs(request.occurredAt) > epochMs(recordedAt) + AHEAD_MAX_MS) {
      const { occurredAt } = request;
      return { code: 'OCCURRED_IN_FUTURE', facts: { occurredAt, now: recordedAt } };
    }
    const entry = entryOf(own.folded, needs.entry);
    const given = entry?.header.occurredAt ?? request.occurredAt ?? recordedAt;
    const occurredAt = given > recordedAt ? recordedAt : given;
    const judgedAt = decider.judgedAt(request.command, occurredAt);
    const asked: Asked<EventOf<K>> = {
      commandId: request.commandId,
      actor: request.actor,
      occurredAt,
      judgedAt,
      recordedAt,
      zone: clinic?.folded.state?.zone ?? UTC,
      reasonCode: request.reasonCode,
      reason: request.reason,
      policy: policyAt(policy.folded.state, judgedAt),
      customMeasures: customMeasures(policy.folded.state),
      staff: staffOf(staff),
      clinic: clinic?.folded.state ?? null,
      patient: patient?.folded.state ?? null,
      entry,
      newId: (kind, index = 0) => madeId(request.actor.id, request.commandId, kind, index),
    };
    const others: LoadedStream<Category>[] = [
      anyStream(policy),
      ...staff.map((one) => anyStream(one)),
    ];
    if (clinic) others.push(anyStream(clinic));
    if (patient) others.push(anyStream(patient));
    return { own, others, asked, recordedAt, ...statesFor(request, own, entry, judgedAt) };
  }

  #unappended<K extends Category>(
    request: Request<K>,
    own: LoadedStream<K>,
    grounds: Grounds<K>,
    decision: Decision<EventOf<K>>,
  ): Outcome<K> {
    if (decision.kind === 'refused') return refused(decision);
    const drafts = decision.events.length > 0 ? this.#dryEvents(request, grounds, decision) : [];
    const { decider } = aggregateOf(request.category);
    return {
      kind: 'accepted',
      stream: own.stream,
      version: own.version + drafts.length,
      position: own.folded.events.at(-1)?.position ?? null,
      events: drafts,
      warnings: decision.warnings,
      deviations: decision.deviations,
      state:
        drafts.length > 0 ? stateOf(decider, [...own.folded.events, ...drafts]) : own.folded.state,
      appended: false,
    };
  }

  /** What a dry run would append, as it would be read: nothing is sealed or kept. */
  #dryEvents<K extends Category>(
    request: Request<K>,
    grounds: Grounds<K>,
    decision: Accepted<Draft<EventOf<K>>>,
  ): Recorded<EventOf<K>>[] {
    return sealCommand(this.#command(request, grounds, decision, ''), null).map(
      ({ event }) => event,
    );
  }

  async #append<K extends Category>(
    request: Request<K>,
    grounds: Grounds<K>,
    decision: Accepted<Draft<EventOf<K>>>,
  ): Promise<Outcome<K> | 'again'> {
    const { own } = grounds;
    const { store, streams, clock, keys, onAppended } = this.ports;
    // Made with a person's first entry, and durable before anything is sealed under it.
    const personKey = await keys.ensureKey(ownerOf(request, own));
    const print = printOf(request, personKey);
    const sealed = sealCommand(this.#command(request, grounds, decision, print), personKey);
    const result = await store.append({
      stream: own.stream,
      expected: own.version < 0 ? 'none' : own.version,
      prevHash: own.hash,
      events: sealed.map(({ stored }) => stored),
      ...(clock.simulated ? { clock: grounds.recordedAt } : {}),
    });
    if (result.outcome !== 'appended') {
      // Another node was first: read what it wrote, and decide again (or find our own command).
      await streams.catchUp(anyStream(own));
      return 'again';
    }
    const { firstVersion, firstPosition, loggedAt } = result;
    const stored = sealed.map((each, index) => ({
      ...each.stored,
      stream: own.stream,
      version: firstVersion + index,
      position: firstPosition + index,
      loggedAt,
    }));
    streams.appended(anyStream(own), stored);
    onAppended?.(result.lastPosition);
    return {
      kind: 'accepted',
      stream: own.stream,
      version: result.lastVersion,
      position: result.lastPosition,
      events: own.folded.events.slice(firstVersion, result.lastVersion + 1),
      warnings: decision.warnings,
      deviations: decision.deviations,
      state: own.folded.state,
      appended: true,
    };
  }

  #command<K extends Category>(
    request: Request<K>,
    grounds: Grounds<K>,
    decision: Accepted<Draft<EventOf<K>>>,
    print: string,
  ) {
    const { own, asked, recordedAt } = grounds;
    const aggregate = aggregateOf(request.category);
    return {
      request,
      stream: own.stream,
      fromVersion: own.version + 1,
      prevHash: own.hash,
      drafts: decision.events,
      schemas: aggregate.schemas,
      schemaVersions: aggregate.schemaVersions,
      owner: ownerOf(request, own),
      clinicId: aggregate.clinic(own.folded.state, request.command),
      // A correction is recorded now, whatever the time of the entry that it is about.
      occurredAt: asked.entry ? recordedAt : asked.occurredAt,
      recordedAt,
      zone: asked.zone,
      basis: basisOf(grounds.others),
      fingerprint: print,
    };
  }
}

function nothing(): void {
  // A queue waits for what is before it, however that ended.
}

/** Whose key seals what this command records. */
function ownerOf<K extends Category>(request: Request<K>, own: LoadedStream<K>): string {
  return aggregateOf(request.category).owner(request.id, own.folded.state, request.command);
}

function printOf<K extends Category>(request: Request<K>, personKey: Buffer): string {
  const { category, id, command, input } = request;
  return fingerprint(personKey, canonical({ category, id, type: command.type, input }));
}

export function refused(note: Note): Refused {
  const rule: Rule = RULES[note.code];
  const { code, facts } = note;
  return { kind: 'refused', code, facts, message: sentence(code, facts), accepts: rule.accepts };
}

/** A correction is judged on the stream as if the entry had not been made. */
function statesFor<K extends Category>(
  request: Request<K>,
  own: LoadedStream<K>,
  entry: Recorded<EventOf<K>> | null,
  judgedAt: Instant,
): { then: StateOf<K>; now: StateOf<K> } {
  const { decider } = aggregateOf(request.category);
  if (!entry) {
    const now = own.folded.state;
    return { now, then: stateBy(decider, own.folded, judgedAt) };
  }
  const others = own.folded.events.filter(
    (event) => event.header.id !== entry.header.id && aboutEntry(event) !== entry.header.id,
  );
  return {
    now: stateOf(decider, others),
    then: stateOf(decider, others, { happenedBy: judgedAt }),
  };
}

function aboutEntry(event: Recorded<EventShape>): string | null {
  const { data } = event;
  return 'entryId' in data && typeof data.entryId === 'string' ? data.entryId : null;
}

/** The entry as it says now (corrected before, perhaps); corrections themselves are not entries. */
function entryOf<S, E extends EventShape>(
  folded: Folded<S, E>,
  id: string | undefined,
): Recorded<E> | null {
  if (id === undefined) return null;
  const holds = effective(folded.events).find(({ header }) => header.id === id);
  // One that was marked in error may be revived by a correction.
  return holds ?? folded.events.find(({ header }) => header.id === id) ?? null;
}

function staffOf(loaded: readonly LoadedStream<'staff'>[]): ReadonlyMap<StaffId, Staff> {
  const staff = new Map<StaffId, Staff>();
  for (const { folded } of loaded) if (folded.state) staff.set(folded.state.id, folded.state);
  return staff;
}

function basisOf(others: readonly LoadedStream<Category>[]): Basis {
  const basis: Record<string, number> = {};
  for (const { stream, version } of others) if (version >= 0) basis[stream] = version;
  return basis;
}

function deviationsOf(event: Recorded<EventShape>): readonly Note[] {
  // Only sessions carry deviations; their schema was checked when they were stored.
  const { deviations } = event.data as { deviations?: readonly Note[] };
  return deviations ?? [];
}
