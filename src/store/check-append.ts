import { StoreMisuse, type Append, type Head, type NewEvent } from './event-store';

/** Header, data and sealed part of one event together. */
export const EVENT_BYTES_MAX = 1024 * 1024;
/** All events of one command together: bounds what one append can ask of memory. */
export const COMMAND_BYTES_MAX = 32 * 1024 * 1024;
const COMMAND_EVENTS_MAX = 1_000;
const NAME_LENGTH_MAX = 200;
const HASH_BYTES = 32;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Half of a surrogate pair: has no UTF-8 form, so what is stored would not be what was meant. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether a text is an ISO 8601 moment with a time and an offset. */
export function isMoment(text: string): boolean {
  return ISO_MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}

/**
 * Checks what an append promises, before it can trouble others in its batch. Returns its size in
 * bytes; throws `StoreMisuse` saying what is wrong. Whether header and data are JSON is left to the
 * log: parsing them here would cost more than all the rest.
 */
export function checkAppend(command: Append): number {
  const { stream, expected, prevHash, events, clock } = command;
  assert(isName(stream), 'a stream has a name of 1 to 200 characters, none of them NUL');
  assert(
    expected === 'none' || (Number.isInteger(expected) && expected >= 0),
    'expected is none or a version from 0',
  );
  assert(prevHash.length === HASH_BYTES, 'prevHash has 32 bytes');
  assert(events.length > 0, 'an append has at least one event');
  assert(events.length <= COMMAND_EVENTS_MAX, 'an append has at most 1,000 events');
  assert(clock === undefined || isMoment(clock), 'clock is an ISO 8601 moment');
  let bytes = 0;
  for (const event of events) bytes += checkEvent(event);
  assert(bytes <= COMMAND_BYTES_MAX, 'the events of an append have at most 32 MiB together');
  const ids = events.length > 1 && new Set(events.map(({ id }) => id.toLowerCase()));
  assert(!ids || ids.size === events.length, 'the events of an append have different ids');
  return bytes;
}

/** Throws `StoreMisuse` for an append with a clock of its own to a log that lives by the wall's. */
export function assertClock({ clock }: Append, kind: Head['kind']): void {
  assert(clock === undefined || kind !== 'live', 'a live log takes no clock from its caller');
}

function checkEvent({ id, type, header, data, sealed, hash }: NewEvent): number {
  assert(isUuid(id), 'an event id is a UUID');
  assert(isName(type), 'an event type has 1 to 200 characters, none of them NUL');
  assert(hash.length === HASH_BYTES, 'an event hash has 32 bytes');
  assert(!LONE_SURROGATE.test(header) && !LONE_SURROGATE.test(data), 'event text is valid Unicode');
  const bytes = Buffer.byteLength(header) + Buffer.byteLength(data) + (sealed?.length ?? 0);
  assert(bytes <= EVENT_BYTES_MAX, `an event of ${bytes} bytes is above 1 MiB`);
  return bytes;
}

function isName(text: string): boolean {
  return text !== '' && text.length <= NAME_LENGTH_MAX && !text.includes('\0');
}

function assert(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new StoreMisuse(`append refused: ${rule}`);
}
