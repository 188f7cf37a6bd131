import { setTimeout as sleep } from 'node:timers/promises';
import type { Accepted, Draft } from '../domain/decider';
import type { EventShape } from '../domain/envelope';
import { stateOf } from '../domain/fold';
import type { Category } from '../domain/ids';
import { Unavailable, type EventStore, type StoredEvent } from '../store/event-store';
import { KeyErased, type KeyStore } from '../store/key-store';
import { ORGANISATION, type EventOf } from './aggregates';
import type { Clock } from './clock';
import { groundsOf, type Grounds } from './grounds';
import { rememberRecorded } from './recorded';
import { commandToSeal, ownerOf, printOf } from './command-to-seal';
import { refused, type Outcome, type Refused, type Request } from './request';
import { sealCommand, type SealedEvent } from './sealed-append';
import { streamName } from './stream-name';
import { aggregateOf, anyStream, stateAt, type Streams } from './streams';
import { conflict, erasedAnswer, repeated, unappended } from './unappended';

const ATTEMPTS_MAX = 24;
/** Longest wait between attempts; all together about a second. */
const WAIT_MAX_MS = 80;
const IN_FLIGHT_MAX = 4_000;

export interface TransactPorts {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly keys: KeyStore;
  readonly clock: Clock;
  /** Called with what this process has appended, in the order of each stream. */
  readonly onAppended?: (events: readonly StoredEvent[]) => void;
}

/**
 * The way of every command: load, fold, decide, seal, chain, append at the expected version; on a
 * conflict with another node load the tail and decide again. Commands on one stream queue here.
 * Throws `Unavailable` when the log is away or its queue is full.
 */
export class Transactor {
  readonly #queues = new Map<string, Promise<unknown>>();
  #inFlight = 0;

  constructor(readonly ports: TransactPorts) {}

  async transact<K extends Category>(request: Request<K>): Promise<Outcome<K>> {
    // Overload is refused, not suffered: whoever waits behind so many is better told.
    if (this.#inFlight >= IN_FLIGHT_MAX) {
      throw new Unavailable('Too many commands are in flight.', 1_000);
    }
    this.#inFlight++;
    try {
      return await this.#queued(request);
    } finally {
      this.#inFlight--;
    }
  }

  /** After the commands on the same stream that came before it in this process. */
  #queued<K extends Category>(request: Request<K>): Promise<Outcome<K>> {
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
      if (attempt > 2) await sleep(waitMs(attempt));
    }
    throw new Unavailable('The stream changes faster than the command can be decided.', 1_000);
  }

  async #attempt<K extends Category>(request: Request<K>): Promise<Outcome<K> | 'again'> {
    const own = await this.ports.streams.load(request.category, request.id);
    const { version } = own;
    const known = await repeated(this.ports, request, own);
    if (known) return known;
    const behind = await conflict(this.ports.streams, request, own, version);
    if (behind) return behind;
    const grounds = await groundsOf(this.ports, request, own);
    if ('code' in grounds) return refused(grounds);
    // A reader may have read on meanwhile: all that is asked here is asked of one version.
    if (grounds.version !== version) return 'again';
    const { decider } = aggregateOf(request.category);
    const { then, now, asked } = grounds;
    const decision = decider.decide(then, now, request.command, asked);
    if (decision.kind === 'refused' || decision.events.length === 0 || request.check) {
      // What is not appended is not checked by the log: make sure it was decided on what is known.
      if (await this.ports.streams.moved(grounds.seen)) return 'again';
      if (decision.kind === 'accepted' && decision.events.length > 0) {
        const erased = await this.#erased(ownerOf(request, own), decision);
        if (erased) return erased;
      }
      return unappended(request, own, grounds, decision);
    }
    return this.#append(request, grounds, decision);
  }

  async #append<K extends Category>(
    request: Request<K>,
    grounds: Grounds<K>,
    decision: Accepted<Draft<EventOf<K>>>,
  ): Promise<Outcome<K> | 'again'> {
    const { own, version, hash } = grounds;
    const { store, streams, clock, onAppended } = this.ports;
    const personKey = await this.#keyFor(ownerOf(request, own), decision);
    if ('kind' in personKey) return personKey;
    const print = printOf(request, personKey);
    const sealed = sealCommand(commandToSeal(request, grounds, decision, print), personKey);
    const result = await store.append({
      stream: own.stream,
      expected: version < 0 ? 'none' : version,
      prevHash: hash,
      events: sealed.map(({ stored }) => stored),
      ...(clock.simulated ? { clock: grounds.recordedAt } : {}),
    });
    if (result.outcome === 'unplaced') return this.#unplaced(request, grounds, decision, sealed);
    if (result.outcome !== 'appended') {
      // Another node was first: read what it wrote, and decide again (or find our own command).
      await streams.catchUp(anyStream(own));
      return 'again';
    }
    const { firstVersion, firstPosition, loggedAt } = result;
    const stored = sealed.map((each, index) => {
      const position = firstPosition + index;
      const version = firstVersion + index;
      const event = { stream: own.stream, version, position, loggedAt, ...each.stored };
      rememberRecorded(event, { ...each.event, position });
      return event;
    });
    streams.appended(anyStream(own), stored);
    onAppended?.(stored);
    return {
      kind: 'accepted',
      stream: own.stream,
      version: result.lastVersion,
      position: result.lastPosition,
      events: own.folded.events.slice(firstVersion, result.lastVersion + 1),
      warnings: decision.warnings,
      deviations: decision.deviations,
      policy: grounds.asked.policy.version,
      state: stateAt(own, request.category, result.lastVersion),
      appended: true,
    };
  }

  /** Made with a person's first entry, and durable before anything is sealed under it. */
  async #keyFor(owner: string, decision: Accepted<Draft<EventShape>>): Promise<Buffer | Refused> {
    const { keys } = this.ports;
    try {
      return await keys.ensureKey(owner);
    } catch (error) {
      if (!(error instanceof KeyErased)) throw error;
      return isWordlessFinding(decision) ? keys.ensureKey(ORGANISATION) : erasedAnswer(owner);
    }
  }

  /** Whether nothing can be recorded of the owner any more. */
  async #erased(owner: string, decision: Accepted<Draft<EventShape>>): Promise<Refused | null> {
    if (isWordlessFinding(decision) || !(await this.ports.keys.isErased(owner))) return null;
    return erasedAnswer(owner);
  }

  /**
   * Recorded, but its position is not known yet. Nothing is kept here: what comes next on the
   * stream reads it back, with its position.
   */
  #unplaced<K extends Category>(
    request: Request<K>,
    { own, version, asked }: Grounds<K>,
    decision: Accepted<Draft<EventOf<K>>>,
    sealed: readonly SealedEvent<K>[],
  ): Outcome<K> {
    const events = sealed.map(({ event }) => event);
    const { decider } = aggregateOf(request.category);
    return {
      kind: 'accepted',
      stream: own.stream,
      version: version + events.length,
      position: null,
      events,
      warnings: decision.warnings,
      deviations: decision.deviations,
      policy: asked.policy.version,
      state: stateOf(decider, [...own.folded.events.slice(0, version + 1), ...events]),
      appended: true,
    };
  }
}

/**
 * Whoever lost has to read before it can append again, and loses again to a node that goes on
 * without reading: with waits that grow it gets its turn when the other has done its queue.
 */
function waitMs(attempt: number): number {
  return Math.random() * Math.min(2 ** attempt, WAIT_MAX_MS);
}

function nothing(): void {
  // A queue waits for what is before it, however that ended.
}

/** Findings go on without a key: those of an episode whose patient was erased are closed. */
function isWordlessFinding({ events }: Accepted<Draft<EventShape>>): boolean {
  return events.every(({ type, texts }) => type.startsWith('Finding') && texts === undefined);
}
