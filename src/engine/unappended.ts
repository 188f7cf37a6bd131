import type { Accepted, Decision, Draft, Note } from '../domain/decider';
import type { EventShape, Recorded } from '../domain/envelope';
import { stateOf } from '../domain/fold';
import type { Category } from '../domain/ids';
import type { KeyStore } from '../store/key-store';
import { ORGANISATION, type EventOf } from './aggregates';
import { commandToSeal, ownerOf, printOf } from './command-to-seal';
import { firstPolicy } from './first-policy';
import type { Grounds } from './grounds';
import { refused, type Outcome, type Refused, type Request } from './request';
import { sealCommand } from './sealed-append';
import { aggregateOf, anyStream, stateAt, type LoadedStream, type Streams } from './streams';

/** What is answered to a command of which nothing is appended. */

interface Ports {
  readonly streams: Streams;
  readonly keys: KeyStore;
}

/** The first answer again, for the same content of the same actor. */
export async function repeated<K extends Category>(
  { streams, keys }: Ports,
  request: Request<K>,
  own: LoadedStream<K>,
): Promise<Outcome<K> | null> {
  const first = own.commands.get(request.commandId);
  if (!first) return null;
  const owner = ownerOf(request, own);
  const personKey = await keys.keyOf(owner);
  // What was recorded of who was erased by then is known by the key of the organisation.
  const key = personKey ?? (await keys.keyOf(ORGANISATION));
  const same = key !== null && first.fingerprint === printOf(request, key);
  if (first.actor.id !== request.actor.id || (!same && personKey)) {
    return refused({ code: 'COMMAND_ID_REUSED', facts: { commandId: request.commandId } });
  }
  // With the key went what would tell whether it is the same.
  if (!same) return erasedAnswer(owner);
  const lastVersion = first.version + first.commandSize - 1;
  if (own.version < lastVersion) await streams.catchUp(anyStream(own));
  const events = own.folded.events.slice(first.version, lastVersion + 1);
  return {
    kind: 'accepted',
    stream: own.stream,
    version: lastVersion,
    position: events.at(-1)?.position ?? null,
    events,
    warnings: [],
    deviations: events.flatMap(deviationsOf),
    policy: await firstPolicy(streams, request, own, first.version),
    state: stateAt(own, request.category, lastVersion),
    appended: false,
  };
}

/** The version that is expected is not the last one; null when that is no matter. */
export async function conflict<K extends Category>(
  streams: Streams,
  request: Request<K>,
  own: LoadedStream<K>,
  actual: number,
): Promise<Outcome<K> | 'again' | null> {
  const expected = request.expectedVersion;
  if (expected === undefined || actual === expected) return null;
  const eventsSince = own.folded.events.slice(expected + 1, actual + 1);
  const onlyFindings = eventsSince.every(({ type }) => type.startsWith('Finding'));
  if (actual > expected && onlyFindings) return null;
  // Another node may have recorded the version that is expected, or this very command.
  const seen = [{ loaded: anyStream(own), version: actual }];
  if (await streams.moved(seen)) return 'again';
  return { kind: 'conflict', stream: own.stream, expected, actual, eventsSince };
}

/** A refusal, a no-op or a dry run: what was decided, and the state as it is or would be. */
export function unappended<K extends Category>(
  request: Request<K>,
  own: LoadedStream<K>,
  grounds: Grounds<K>,
  decision: Decision<EventOf<K>>,
): Outcome<K> {
  const policy = grounds.asked.policy.version;
  if (decision.kind === 'refused') return refused(decision, policy);
  const drafts = decision.events.length > 0 ? dryEvents(request, grounds, decision) : [];
  const { decider } = aggregateOf(request.category);
  return {
    kind: 'accepted',
    stream: own.stream,
    version: own.version + drafts.length,
    position: own.folded.events.at(-1)?.position ?? null,
    events: drafts,
    warnings: decision.warnings,
    deviations: decision.deviations,
    policy,
    state:
      drafts.length > 0 ? stateOf(decider, [...own.folded.events, ...drafts]) : own.folded.state,
    appended: false,
  };
}

/** What a dry run would append, as it would be read: nothing is sealed or kept. */
function dryEvents<K extends Category>(
  request: Request<K>,
  grounds: Grounds<K>,
  decision: Accepted<Draft<EventOf<K>>>,
): Recorded<EventOf<K>>[] {
  return sealCommand(commandToSeal(request, grounds, decision, ''), null).map(({ event }) => event);
}

/** Nothing can be recorded of the owner any more. */
export function erasedAnswer(owner: string): Refused {
  return refused({ code: 'PATIENT_ERASED', facts: { patientId: owner.replace(/^patient-/, '') } });
}

function deviationsOf(event: Recorded<EventShape>): readonly Note[] {
  // Only sessions carry deviations; their schema was checked when they were stored.
  const { deviations } = event.data as { deviations?: readonly Note[] };
  return deviations ?? [];
}
