import { LRUCache } from 'lru-cache';
import type { Append, AppendResult } from './event-store';

/** First ids of commands in memory, of all streams together: some 20 MB. */
const IDS_MAX = 200_000;

interface OwnStream {
  readonly version: number;
  readonly hash: Buffer;
  /** First ids of all its commands. */
  readonly ids: Set<string>;
}

/**
 * Streams that this process has written from their first entry on, as far as they are its own: a
 * command that follows what is known here need not be looked up in the index before it is sent.
 * When another process has written to one, it has moved its version on, and the server refuses what
 * was thought to follow: then the index is asked. So nothing here can be wrong unnoticed.
 */
export class OwnStreams {
  readonly #streams = new LRUCache<string, OwnStream>({
    maxSize: IDS_MAX,
    sizeCalculation: ({ ids }) => ids.size,
  });

  /** Whether a command follows the head of its stream, and is not one of those before. */
  isNext({ stream, expected, prevHash, events }: Append): boolean {
    const own = this.#streams.get(stream);
    const first = events[0]?.id.toLowerCase();
    if (!own || first === undefined) return false;
    return own.version === expected && own.hash.equals(prevHash) && !own.ids.has(first);
  }

  /** What became of a command; a stream that it leaves in doubt is forgotten. */
  note({ stream, expected, events }: Append, result: AppendResult): void {
    const before = this.#streams.get(stream);
    this.#streams.delete(stream);
    const [first, last] = [events[0], events.at(-1)];
    if (result.outcome !== 'appended' || !first || !last) return;
    const follows = expected === 'none' || before?.version === expected;
    if (!follows) return;
    const ids = expected === 'none' ? new Set<string>() : (before?.ids ?? new Set<string>());
    ids.add(first.id.toLowerCase());
    this.#streams.set(stream, { version: result.lastVersion, hash: last.hash, ids });
  }
}
