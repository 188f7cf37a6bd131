import type { Actor, Header } from '../domain/envelope';
import { LEFT_OUT, type EntryLeftOut } from '../domain/effective';
import { instantOf } from '../domain/time';
import { chainHash } from '../store/chain';
import {
  Unavailable,
  type EventStore,
  type NewEvent,
  type StoredEvent,
} from '../store/event-store';
import type { Clock } from './clock';
import { eventId } from './ids';

const TRIES_MAX = 24;

/** Which entry of which stream, by which command. */
export interface LeaveOut {
  readonly stream: string;
  readonly entryId: string;
  readonly version: number;
  readonly commandId: string;
  readonly actor: Actor;
}

/**
 * Writes at the end of a stream that an entry of it is left out from there on. No decision is made:
 * the stream cannot be folded, and why it is done stands in `operations`. Done again with the same
 * command it is the same event. Throws `Unavailable`.
 */
export async function leaveOut(
  { store, clock }: { readonly store: EventStore; readonly clock: Clock },
  wish: LeaveOut,
): Promise<void> {
  const { stream } = wish;
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const last = await lastOf(store, stream);
    if (!last) throw new Error(`there is no stream ${stream}`);
    const event = markAfter(last, wish, clock);
    const [before] = await store.readByIds([event.id]);
    if (before) return;
    const result = await store.append({
      stream,
      expected: last.version,
      prevHash: last.hash,
      events: [event],
      ...(clock.simulated ? { clock: instantOf(clock.now()) } : {}),
    });
    if (result.outcome !== 'conflict') return;
  }
  throw new Unavailable('The stream changes faster than it can be written to.', 1_000);
}

async function lastOf(store: EventStore, stream: string): Promise<StoredEvent | null> {
  for await (const event of store.readStream(stream, { direction: 'backward' })) return event;
  return null;
}

function markAfter(last: StoredEvent, wish: LeaveOut, clock: Clock): NewEvent {
  const { stream, entryId, version, commandId, actor } = wish;
  const before = JSON.parse(last.header) as Header; // as it was written
  const wall = instantOf(clock.now());
  const at = before.recordedAt > wall ? before.recordedAt : wall;
  const id = eventId(stream, commandId, 0);
  const header: Header = {
    format: 1,
    id,
    stream,
    version: last.version + 1,
    type: LEFT_OUT,
    schemaVersion: 1,
    occurredAt: at,
    occurredZone: before.occurredZone,
    recordedAt: at,
    actor,
    clinicId: before.clinicId,
    commandId,
    commandIndex: 0,
    commandSize: 1,
    fingerprint: '',
    correlationId: commandId,
    causationId: null,
    basis: {},
  };
  const headerText = JSON.stringify(header);
  const data = JSON.stringify({ entryId, version } satisfies EntryLeftOut['data']);
  const hash = chainHash(last.hash, headerText, data, null);
  return { id, type: LEFT_OUT, header: headerText, data, sealed: null, hash };
}
