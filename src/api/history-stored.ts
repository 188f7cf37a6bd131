import { ChainCheck, ZERO_HASH } from '../store/chain';
import type { StoredEvent } from '../store/event-store';
import { filled } from './filled';
import { StoredEntry } from './history-types';

/** The entries of a stream, given from its first one, as they are stored and checked. */
export function storedEntries(events: readonly StoredEvent[]): (event: StoredEvent) => StoredEntry {
  const check = new ChainCheck();
  const faults = events.flatMap((event) => check.next(event) ?? []);
  const faulty = new Set(faults.map(({ version }) => version));
  const hashes = new Map(events.map(({ version, hash }) => [version, hash]));
  return ({ version, header, data, sealed }) =>
    filled(StoredEntry, {
      ...{ header, data },
      sealedBytes: sealed?.length ?? 0,
      prevHash: (hashes.get(version - 1) ?? ZERO_HASH).toString('hex'),
      intact: !faulty.has(version),
    });
}
