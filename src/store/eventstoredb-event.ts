import { hash } from 'node:crypto';
import type { ResolvedEvent } from '@eventstore/db-client';
import type { Append, NewEvent } from './event-store';

/**
 * An event on the server. Its data are the bytes that the hash covers after the hash before:
 * u32be length ‖ header ‖ u32be length ‖ data ‖ u32be length ‖ sealed, so they can be checked as
 * they lie there. Its metadata, JSON, say what the indexer needs.
 */

const FORMAT = Buffer.from([0x01]);
/** Ids, type, metadata and framing of an event on the server, roughly. */
const OVERHEAD_BYTES = 700;

/** What is beside the bytes. */
export interface IndexFacts {
  /** Hex. */
  readonly hash: string;
  /** Which call of `append` sent it: tells the first of several that sent the same command. */
  readonly attempt: string;
  /** Place in its command, from 0, and how many events that has. */
  readonly index: number;
  readonly size: number;
  /** The caller's clock, in a demo or a test. */
  readonly clock?: string;
}

/** An event as it is sent. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** A command's events as they are sent. */
export function eventsOf(command: Append, attempt: string): SentEvent[] {
  const { events, clock } = command;
  return events.map((event, index) => {
    const facts: IndexFacts = {
      hash: event.hash.toString('hex'),
      attempt,
      index,
      size: events.length,
      ...(clock === undefined ? {} : { clock }),
    };
    const metadata = Buffer.from(JSON.stringify(facts));
    return { id: event.id, type: event.type, data: bodyOf(event), metadata };
  });
}

/** About what the server will count against its largest append. */
export function sentBytes(bytes: number, events: number): number {
  return bytes + events * OVERHEAD_BYTES;
}

function bodyOf({ header, data, sealed }: NewEvent): Buffer {
  const parts = [Buffer.from(header), Buffer.from(data), sealed ?? Buffer.alloc(0)];
  return Buffer.concat(parts.flatMap((part) => [lengthOf(part), part]));
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}

/** An event of ours as the server gives it. */
export interface ServerEvent {
  /** With the log's prefix. */
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly commit: bigint;
  readonly prepare: bigint;
  readonly body: Buffer;
  /** By the server's clock, ISO 8601: it stays the same however often it is read. */
  readonly createdAt: string;
  /** Null when somebody else wrote it. */
  readonly facts: IndexFacts | null;
}

/** Null for what is no event: a link whose target is gone. */
export function serverEvent({ event }: ResolvedEvent): ServerEvent | null {
  if (!event?.position) return null;
  const { streamId, revision, id, type, data, metadata, position, created } = event;
  const { commit, prepare } = position;
  return {
    stream: streamId,
    version: Number(revision),
    id: id.toLowerCase(),
    type,
    commit,
    prepare,
    // Anything but bytes was not written by us, and will not hash to what is said of it.
    body: data instanceof Uint8Array ? Buffer.from(data) : Buffer.alloc(0),
    createdAt: created.toISOString(),
    facts: factsOf(metadata),
  };
}

function factsOf(metadata: unknown): IndexFacts | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  // Checked field by field below.
  const facts = metadata as Partial<IndexFacts>;
  const { hash: hex, attempt, index, size, clock } = facts;
  const ours =
    /^[0-9a-f]{64}$/.test(String(hex)) &&
    /^[0-9a-f-]{36}$/.test(String(attempt)) &&
    Number.isInteger(index) &&
    Number.isInteger(size) &&
    Number(index) >= 0 &&
    Number(index) < Number(size) &&
    (clock === undefined || typeof clock === 'string');
  return ours ? (facts as IndexFacts) : null;
}

/** The chain's hash of an event's bytes after the hash before. */
export function hashOf(prevHash: Buffer, body: Buffer): Buffer {
  return hash('sha256', Buffer.concat([FORMAT, prevHash, body]), 'buffer');
}

/** The three parts of the bytes; null when they are not framed so. */
export function partsOf(body: Buffer): Pick<NewEvent, 'header' | 'data' | 'sealed'> | null {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= body.length && parts.length < 3) {
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) return null;
    parts.push(body.subarray(at + 4, end));
    at = end;
  }
  const [header, data, sealed] = parts;
  if (at !== body.length || !header || !data || !sealed) return null;
  return {
    header: header.toString(),
    data: data.toString(),
    sealed: sealed.length > 0 ? Buffer.from(sealed) : null,
  };
}
