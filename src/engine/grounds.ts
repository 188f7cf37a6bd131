import { zoneAt } from '../domain/clinic/state';
import { said, type Asked, type Note } from '../domain/decider';
import { effective, isCorrection } from '../domain/effective';
import type { Basis, EventShape, Recorded } from '../domain/envelope';
import { isAhead } from '../domain/episode/late';
import { stateBy, stateOf, type Folded } from '../domain/fold';
import type { Category, StaffId } from '../domain/ids';
import { customMeasures, policyAt } from '../domain/policy/decider';
import type { Staff } from '../domain/staff/state';
import { instantOf, type Instant, type Zone } from '../domain/time';
import type { EventOf, StateOf } from './aggregates';
import type { Clock } from './clock';
import { madeId } from './ids';
import type { Request } from './request';
import { aggregateOf, anyStream, type LoadedStream, type Seen, type Streams } from './streams';

const UTC = 'UTC' as Zone; // the one zone that needs no look-up

/** What a decision was made on, all of one moment: its own stream and every other it read. */
export interface Grounds<K extends Category> {
  readonly own: LoadedStream<K>;
  /** Its head at that moment: readers may extend what is loaded before it is appended to. */
  readonly version: number;
  readonly hash: Buffer;
  /** It and every other that was read, at the versions that were read. */
  readonly seen: readonly Seen[];
  readonly basis: Basis;
  readonly asked: Asked<EventOf<K>>;
  readonly then: StateOf<K>;
  readonly now: StateOf<K>;
  readonly recordedAt: Instant;
}

export interface GroundsPorts {
  readonly streams: Streams;
  readonly clock: Clock;
}

/**
 * Loads what a decision needs and folds both of its states. A note when the command's time is
 * impossible. Streams come from memory: `Streams.moved` tells whether they went on.
 */
export async function groundsOf<K extends Category>(
  ports: GroundsPorts,
  request: Request<K>,
  own: LoadedStream<K>,
): Promise<Grounds<K> | Note> {
  const { decider } = aggregateOf(request.category);
  const { streams, clock } = ports;
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
  const told = decider.happenedAt(request.command) ?? request.occurredAt;
  if (told !== undefined && isAhead(told, recordedAt)) {
    return { code: 'OCCURRED_IN_FUTURE', facts: { occurredAt: told, now: recordedAt } };
  }
  const { entry, entryOut } = entryOf(own.folded, needs.entry);
  const given = entry?.header.occurredAt ?? told ?? recordedAt;
  const occurredAt = given > recordedAt ? recordedAt : given;
  const judgedAt = decider.judgedAt(request.command, occurredAt);
  const asked: Asked<EventOf<K>> = {
    commandId: request.commandId,
    actor: request.actor,
    occurredAt,
    judgedAt,
    recordedAt,
    zone: clinic?.folded.state ? zoneAt(clinic.folded.state, occurredAt) : UTC,
    reasonCode: request.reasonCode,
    reason: said(request.reason),
    policy: policyAt(policy.folded.state, judgedAt),
    customMeasures: customMeasures(policy.folded.state, judgedAt),
    staff: staffOf(staff),
    clinic: clinic?.folded.state ?? null,
    patient: patient?.folded.state ?? null,
    entry,
    entryOut,
    events: entry ? own.folded.events : [],
    newId: (kind, index = 0) => madeId(request.actor.id, request.commandId, kind, index),
  };
  const others: LoadedStream<Category>[] = [
    anyStream(policy),
    ...staff.map((one) => anyStream(one)),
  ];
  if (clinic) others.push(anyStream(clinic));
  if (patient) others.push(anyStream(patient));
  const { version, hash } = own;
  const seen = [anyStream(own), ...others].map((loaded) => ({ loaded, version: loaded.version }));
  const states = statesFor(request, own, entry, judgedAt);
  return { own, version, hash, seen, basis: basisOf(others), asked, recordedAt, ...states };
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
): { readonly entry: Recorded<E> | null; readonly entryOut: boolean } {
  if (id === undefined) return { entry: null, entryOut: false };
  const holds = effective(folded.events).find(({ header }) => header.id === id);
  if (holds) return { entry: holds, entryOut: false };
  // One that was marked in error may be revived by a correction.
  const entry = folded.events.find((event) => event.header.id === id && !isCorrection(event));
  return { entry: entry ?? null, entryOut: entry !== undefined };
}

function basisOf(others: readonly LoadedStream<Category>[]): Basis {
  const basis: Record<string, number> = {};
  for (const { stream, version } of others) if (version >= 0) basis[stream] = version;
  return basis;
}

function staffOf(loaded: readonly LoadedStream<'staff'>[]): ReadonlyMap<StaffId, Staff> {
  const staff = new Map<StaffId, Staff>();
  for (const { folded } of loaded) if (folded.state) staff.set(folded.state.id, folded.state);
  return staff;
}
