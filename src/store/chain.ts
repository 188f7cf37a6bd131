import { hash } from 'node:crypto';
import type { ChainedEvent, EventStore } from './event-store';

/**
 * The hash chain of each stream, over the bytes as stored:
 * hash = SHA-256(0x01 ‖ hash before ‖ u32be length ‖ header ‖ u32be length ‖ data ‖ u32be length ‖
 * sealed). Version 0 has 32 zero bytes before it; an event without sealed part has length 0.
 *
 * It shows a change by somebody who cannot also rewrite all that follows. Who owns the database
 * can: against that, heads must be witnessed elsewhere.
 */

export const ZERO_HASH: Buffer = Buffer.alloc(32);

const FORMAT = 0x01;
/** Format, hash before, three lengths. */
const FIXED_BYTES = 1 + 32 + 3 * 4;

/** The hash of an event; see above. `prevHash` is 32 bytes, texts are hashed as UTF-8. */
export function chainHash(
  prevHash: Buffer,
  header: string,
  data: string,
  sealed: Buffer | null,
): Buffer {
  const headerBytes = Buffer.byteLength(header);
  const dataBytes = Buffer.byteLength(data);
  const sealedBytes = sealed?.length ?? 0;
  // One buffer and one call: feeding a hash in parts takes three times as long.
  const input = Buffer.allocUnsafe(FIXED_BYTES + headerBytes + dataBytes + sealedBytes);
  input[0] = FORMAT;
  let at = 1 + prevHash.copy(input, 1);
  at = input.writeUInt32BE(headerBytes, at);
  at += input.write(header, at);
  at = input.writeUInt32BE(dataBytes, at);
  at += input.write(data, at);
  at = input.writeUInt32BE(sealedBytes, at);
  sealed?.copy(input, at);
  return hash('sha256', input, 'buffer');
}

/**
 * `changed`: the bytes are not those that were hashed, or the columns say other than the header.
 * `missing`: an event was here. `inserted`: it was not recorded here. `reordered`: recorded, but in
 * another place.
 */
export type FaultKind = 'changed' | 'missing' | 'inserted' | 'reordered';

export interface Fault {
  readonly position: number;
  /** Null when only the position is known, as for an event that is gone. */
  readonly stream: string | null;
  readonly version: number | null;
  readonly why: FaultKind;
}

export interface Verification {
  readonly events: number;
  readonly streams: number;
  readonly intact: boolean;
  /** How many places do not fit; one change may show at two. */
  readonly faults: number;
  /** The one with the lowest position. */
  readonly firstBad?: Fault;
}

type Place = Omit<Fault, 'why'>;

const PROGRESS_STEPS = 1_000;

/** Checks one stream after another, events by version. Keeps two hashes, whatever the length. */
export class ChainCheck {
  private stream: string | null = null;
  private last: Place | null = null;
  private lastFits = true;
  private hash = ZERO_HASH;
  private hashBefore = ZERO_HASH;
  /** How far the versions in the headers are from those of the columns, once that was told. */
  private shift = 0;

  /** The fault that this event shows, if any. Goes on from the stored hash, so one is not all. */
  next(event: ChainedEvent): Fault | null {
    if (event.stream !== this.stream) {
      this.stream = event.stream;
      this.last = null;
      this.hash = this.hashBefore = ZERO_HASH;
      this.shift = 0;
    }
    const { position, stream, version } = event;
    const fault = this.judge(event, { position, stream, version });
    this.last = { position, stream, version };
    this.lastFits = fault === null;
    this.hashBefore = this.hash;
    this.hash = event.hash;
    return fault;
  }

  private judge(event: ChainedEvent, place: Place): Fault | null {
    const version = this.last?.version ?? -1;
    if (event.version > version + 1) return { ...place, why: 'missing' };
    if (event.version <= version) return { ...place, why: 'inserted' };
    if (event.header === '') return { ...place, why: 'missing' };
    const named = identityOf(event.header);
    if (named?.id !== event.id || named.type !== event.type) return { ...place, why: 'changed' };
    if (named.stream !== event.stream) return { ...place, why: 'reordered' };
    const shift = Number(named.version) - event.version;
    const follows = this.follows(event, this.hash);
    if (follows && shift === this.shift) return null;
    this.shift = shift;
    // It follows the one before the last: so the last, which fitted there, was put between them.
    const overtakes = this.lastFits && this.follows(event, this.hashBefore);
    if (overtakes && this.last) return { ...this.last, why: 'inserted' };
    return { ...place, why: shift === 0 ? 'changed' : 'reordered' };
  }

  private follows(event: ChainedEvent, prevHash: Buffer): boolean {
    return chainHash(prevHash, event.header, event.data, event.sealed).equals(event.hash);
  }
}

/** Verifies the events of one stream, given from version 0; null when all fit. */
export async function verifyStream(
  events: AsyncIterable<ChainedEvent> | Iterable<ChainedEvent>,
): Promise<Fault | null> {
  const check = new ChainCheck();
  for await (const event of events) {
    const fault = check.next(event);
    if (fault) return fault;
  }
  return null;
}

/**
 * Verifies the whole log up to its present head, in two readings and memory that does not grow:
 * stream by stream the chain and what header and columns say; by position that none is missing and
 * that log time never goes back. `onProgress` hears steps done of all, two for each event.
 */
export async function verifyLog(
  store: EventStore,
  { onProgress }: { readonly onProgress?: (done: number, of: number) => void } = {},
): Promise<Verification> {
  const { position: head } = await store.head();
  const report = { events: 0, streams: 0, faults: 0, firstBad: undefined as Fault | undefined };
  const note = (fault: Fault | null): void => {
    if (!fault) return;
    report.faults += 1;
    if (!report.firstBad || fault.position < report.firstBad.position) report.firstBad = fault;
  };
  let done = 0;
  let told = 0;
  const step = (events: number): void => {
    done += events;
    if (done < told + PROGRESS_STEPS) return;
    told = done;
    onProgress?.(done, 2 * head);
  };

  const check = new ChainCheck();
  for await (const events of store.readChains({ upTo: head })) {
    for (const event of events) {
      if (event.version === 0) report.streams += 1;
      report.events += 1;
      note(check.next(event));
    }
    step(events.length);
  }
  await verifyOrder(store, head, note, step);
  onProgress?.(2 * head, 2 * head);

  const { events, streams, faults, firstBad } = report;
  return { events, streams, faults, intact: faults === 0, ...(firstBad ? { firstBad } : {}) };
}

async function verifyOrder(
  store: EventStore,
  head: number,
  note: (fault: Fault) => void,
  step: (events: number) => void,
): Promise<void> {
  let position = 0;
  let loggedAtUs = -Infinity;
  const missing = (at: number): void => {
    note({ position: at, stream: null, version: null, why: 'missing' });
  };
  for await (const places of store.readPlaces({ upTo: head })) {
    for (const place of places) {
      if (place.position !== position + 1) missing(position + 1);
      if (place.loggedAtUs < loggedAtUs) {
        const { position: at, stream, version } = place;
        note({ position: at, stream, version, why: 'reordered' });
      }
      position = place.position;
      loggedAtUs = place.loggedAtUs;
    }
    step(places.length);
  }
  if (position < head) missing(position + 1);
  await verifyNothingBehindHead(store, note);
}

/** Read first, the head after: whatever was appended properly is not behind it. */
async function verifyNothingBehindHead(
  store: EventStore,
  note: (fault: Fault) => void,
): Promise<void> {
  const { position: after } = await store.head();
  for await (const { position, stream, version } of store.readAll({ after, limit: 1 })) {
    const { position: head } = await store.head();
    if (position > head) note({ position, stream, version, why: 'inserted' });
  }
}

interface Identity {
  readonly id: unknown;
  readonly stream: unknown;
  readonly version: unknown;
  readonly type: unknown;
}

function identityOf(header: string): Identity | null {
  try {
    const parsed: unknown = JSON.parse(header);
    // Any object will do: its fields are compared with the columns, never used.
    return typeof parsed === 'object' ? (parsed as Identity | null) : null;
  } catch {
    return null;
  }
}
