import type { Header, TextRef } from '../domain/envelope';
import type { EventStore, StoredEvent } from '../store/event-store';
import type { KeyStore } from '../store/key-store';
import { eventKey, open } from '../store/sealing';

interface OpenPorts {
  readonly store: Pick<EventStore, 'readByIds'>;
  readonly keys: Pick<KeyStore, 'keyOf'>;
}

/**
 * Texts in the order of their references; null where the key is gone. Keys are read for it and not
 * kept. Throws `SealBroken` for changed bytes.
 */
export async function openTexts(
  { store, keys }: OpenPorts,
  refs: readonly TextRef[],
): Promise<(string | null)[]> {
  const ids = [...new Set(refs.map(({ eventId }) => eventId))];
  const events = (await store.readByIds(ids)).map((event) => ({
    event,
    // Written by this service; the chain proves that it was not changed since.
    owner: (JSON.parse(event.header) as Header).sealedFor ?? null,
  }));
  const owners = [...new Set(events.flatMap(({ owner }) => owner ?? []))];
  // Asked in one turn: one query.
  const found = await Promise.all(owners.map((owner) => keys.keyOf(owner)));
  const keyOf = new Map(owners.map((owner, index) => [owner, found[index] ?? null]));
  const texts = new Map<string, Readonly<Record<string, string>>>();
  for (const { event, owner } of events) {
    const key = owner === null ? null : (keyOf.get(owner) ?? null);
    if (key && event.sealed) texts.set(event.id, openEvent(key, event, event.sealed));
  }
  return refs.map(({ eventId, field }) => texts.get(eventId)?.[field] ?? null);
}

function openEvent(key: Buffer, event: StoredEvent, sealed: Buffer): Record<string, string> {
  const { id, stream, version, type } = event;
  return open(eventKey(key, id), { stream, version, type }, sealed);
}
