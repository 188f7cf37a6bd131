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
  aggregate: Pick<Aggregate<never, never, never>, 'schemas' | 'schemaVersions' | 'upcasters'>,
): Recorded<E> {
  const { type } = stored;
  // Written by transact from this very type; the chain proves that it was not changed since.
  const header = JSON.parse(stored.header) as Header;
  const current = aggregate.schemaVersions[type] ?? 1;
  if (!(type in aggregate.schemas) || header.schemaVersion > current) {
    throw new UpgradeNeeded(type, header.schemaVersion);
  }
  let data = JSON.parse(stored.data) as object;
  const upcast = aggregate.upcasters[type];
  if (upcast && header.schemaVersion < current) data = upcast(data, header.schemaVersion);
  const event = { type, data, header, position: stored.position, texts: textsOf(header) };
  // The type is one of the aggregate's, and its data passed that type's schema when written.
  return event as unknown as Recorded<E>;
}

function textsOf(header: Header): Readonly<Record<string, string>> {
  if (!header.texts) return NO_TEXTS;
  const texts: Record<string, string> = {};
  for (const field of header.texts) texts[field] = header.id;
  return texts;
}
