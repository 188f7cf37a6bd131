import { createHash } from 'node:crypto';
import type { EventStore, StoredEvent } from './event-store';

/**
 * The hash chain of each stream, over the bytes as stored:
 * hash = SHA-256(0x01 ‖ hash before ‖ u32be length ‖ header ‖ u32be length ‖ data ‖ u32be length ‖
 * sealed). Version 0 has 32 zero bytes before it; an event without sealed part has length 0.
 *
 * It shows a change by somebody who cannot also rewrite all that follows. Who owns the database can:
 * against that, heads must be witnessed elsewhere.
 */

export const ZERO_HASH: Buffer = Buffer.alloc(32);

const FORMAT = Buffer.from([0x01]);

/** The hash of an event; see above. `prevHash` is 32 bytes, texts are hashed as UTF-8. */
export function chainHash(
  prevHash: Buffer,
  header: string,
  data: string,
  sealed: Buffer | null,
): Buffer {
  const hash = createHash('sha256').update(FORMAT).update(prevHash);
  hash.update(lengthOf(Buffer.byteLength(header))).update(header);
  hash.update(lengthOf(Buffer.byteLength(data))).update(data);
  hash.update(lengthOf(sealed?.length ?? 0));
  if (sealed) hash.update(sealed);
  return hash.digest();
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(bytes);
  return length;
}

/**
 * `changed`: the bytes are not those that were hashed, or the columns say other than the header.
 * `missing`: an event was here. `inserted`: this one was not recorded here. `reordered`: recorded,
 * but elsewhere.
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
  /** How many entries do not fit; each is counted once a pass. */
  readonly faults: number;
  /** The one with the lowest position. */
  readonly firstBad?: Fault;
}

/**
 * Checks one stream after another, events given by version: start with `startStream`, then `next`
 * for each event. Keeps two hashes, whatever the length.
 */
export class ChainCheck {
  private stream: string | null = null;
  private version = -1;
  private hash = ZERO_HASH;
  private hashBefore = ZERO_HASH;

  /** The fault that this event shows, if any. Goes on from the stored hash, so one is not all. */
  next(event: StoredEvent): Fault | null {
    if (event.stream !== this.stream) {
      this.stream = event.stream;
      this.version = -1;
      this.hash = this.hashBefore = ZERO_HASH;
    }
    const why = this.judge(event);
    this.version = event.version;
    this.hashBefore = this.hash;
    this.hash = event.hash;
    const { position, stream, version } = event;
    return why && { position, stream, version, why };
  }

  private judge(event: StoredEvent): FaultKind | null {
    if (event.version > this.version + 1) return 'missing';
    if (event.version <= this.version) return 'inserted';
    const named = identityOf(event.header);
    if (!named || named.id !== event.id || named.type !== event.type) return 'changed';
    if (named.stream !== event.stream || named.version !== event.version) return 'reordered';
    if (this.follows(event, this.hash)) return null;
    // It follows the one before the last: the last was put between.
    return this.version >= 0 && this.follows(event, this.hashBefore) ? 'inserted' : 'changed';
  }

  private follows(event: StoredEvent, prevHash: Buffer): boolean {
    return chainHash(prevHash, event.header, event.data, event.sealed).equals(event.hash);
  }
}

/** Verifies the events of one stream, given from version 0; null when all fit. */
export async function verifyStream(
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
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
  const step = (): void => {
    done += 1;
    if (done % 1_000 === 0) onProgress?.(done, 2 * head);
  };

  const check = new ChainCheck();
  for await (const event of store.readByStream({ upTo: head })) {
    if (event.version === 0) report.streams += 1;
    report.events += 1;
    note(check.next(event));
    step();
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
  step: () => void,
): Promise<void> {
  let position = 0;
  let loggedAt = '';
  const missing = (at: number): void => {
    note({ position: at, stream: null, version: null, why: 'missing' });
  };
  for await (const event of store.readAll({ after: 0 })) {
    if (event.position > head) break;
    if (event.position !== position + 1) missing(position + 1);
    if (event.loggedAt < loggedAt) {
      const { position: at, stream, version } = event;
      note({ position: at, stream, version, why: 'reordered' });
    }
    position = event.position;
    loggedAt = event.loggedAt;
    step();
  }
  if (position < head) missing(position + 1);
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
