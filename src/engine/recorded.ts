import { LEFT_OUT, type EntryCorrected, type EntryLeftOut } from '../domain/effective';
import type { EventShape, Header, Recorded } from '../domain/envelope';
import type { StoredEvent } from '../store/event-store';
import type { Aggregate } from './aggregates';

/** The service is older than the log: it must not guess what an event means. */
export class UpgradeNeeded extends Error {
  override readonly name = 'UpgradeNeeded';
  constructor(type: string, schemaVersion: number) {
    super(`Event ${type} of schema version ${schemaVersion} is unknown to this release.`);
  }
}

const NO_TEXTS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * A stored event as the domain reads it: parsed, and upcast to the current shape. Throws
 * `UpgradeNeeded` for a type or version of a later release.
 */
export function recorded<E extends EventShape>(
  stored: Pick<StoredEvent, 'type' | 'header' | 'data' | 'position'>,
  aggregate: Shapes,
): Recorded<E> {
  const known = made.get(stored);
  // What was made for these bytes is of the type that they are of.
  if (known) return known as unknown as Recorded<E>;
  const { type } = stored;
  // Written by transact from this very type; the chain proves that it was not changed since.
  const header = JSON.parse(stored.header) as Header;
  // As above; the shape is the one that its version says.
  if (type === LEFT_OUT) return markOf(stored, header);
  let data = upcast(aggregate, type, header.schemaVersion, JSON.parse(stored.data) as object);
  if (type === 'EntryCorrected') data = withReplacementUpcast(aggregate, data);
  const event = { type, data, header, position: stored.position, texts: textsOf(header) };
  // The type is one of the aggregate's, and its data passed that type's schema when written.
  return event as unknown as Recorded<E>;
}

/**
 * The events of a stream, or of its beginning, as the domain reads them; what one of them leaves
 * out is not read: it may be of no shape that is known. Throws as `recorded`.
 */
export function recordedAll<E extends EventShape>(
  stored: readonly StoredEvent[],
  aggregate: Shapes,
): Recorded<E>[] {
  const out = leftOutIn(stored);
  return stored.map((event) => recordedOr<E>(event, aggregate, out));
}

/** One event of a stream of which some versions are left out. */
export function recordedOr<E extends EventShape>(
  stored: Readable,
  aggregate: Shapes,
  leftOut: ReadonlySet<number>,
): Recorded<E> {
  if (!leftOut.has(stored.version)) return recorded<E>(stored, aggregate);
  // In its place, so that versions count on: something that no fold asks anything of.
  return markOf<E>(stored, JSON.parse(stored.header) as Header); // as it was written
}

type Readable = Pick<StoredEvent, 'type' | 'header' | 'data' | 'position' | 'version'>;

const NONE: ReadonlySet<number> = new Set();

/** Versions of the entries that some events of a stream leave out. */
export function leftOutIn(events: readonly Pick<StoredEvent, 'type' | 'data'>[]) {
  const marks = events.filter(({ type }) => type === LEFT_OUT);
  if (marks.length === 0) return NONE;
  // Written by the engine.
  return new Set(marks.map(({ data }) => (JSON.parse(data) as EntryLeftOut['data']).version));
}

function markOf<E extends EventShape>(
  { type, data, position }: Pick<StoredEvent, 'type' | 'data' | 'position'>,
  header: Header,
): Recorded<E> {
  const mark = type === LEFT_OUT ? (JSON.parse(data) as object) : { entryId: '', version: -1 };
  const event = { type: LEFT_OUT, data: mark, header, position, texts: NO_TEXTS };
  // A correction to every fold: none hands it to an aggregate's `evolve`.
  return event as unknown as Recorded<E>;
}

const made = new WeakMap<object, Recorded<EventShape>>();

/**
 * Says what a stored event is, for who has just made it: it is not parsed again. The caller gives
 * the very values that parsing would, of the present shape.
 */
export function rememberRecorded(stored: object, event: Recorded<EventShape>): void {
  made.set(stored, event);
}

type Shapes = Pick<Aggregate<never, never, never>, 'schemas' | 'schemaVersions' | 'upcasters'>;

function upcast(shapes: Shapes, type: string, schemaVersion: number, data: object): object {
  const current = shapes.schemaVersions[type] ?? 1;
  if (!Object.hasOwn(shapes.schemas, type) || schemaVersion > current) {
    throw new UpgradeNeeded(type, schemaVersion);
  }
  if (schemaVersion === current) return data;
  return shapes.upcasters[type]?.(data, schemaVersion) ?? data;
}

/** A correction holds the data of another entry, in the shape that its type had at that time. */
function withReplacementUpcast(shapes: Shapes, data: object): object {
  const { entryType, entrySchemaVersion, replacement } = data as EntryCorrected['data']; // its type
  return {
    ...data,
    entrySchemaVersion: shapes.schemaVersions[entryType] ?? 1,
    replacement: upcast(shapes, entryType, entrySchemaVersion, replacement),
  };
}

function textsOf(header: Header): Readonly<Record<string, string>> {
  if (!header.texts) return NO_TEXTS;
  const texts: Record<string, string> = {};
  for (const field of header.texts) texts[field] = header.id;
  return texts;
}
