import type { Header } from '../domain/envelope';
import { parseStream } from '../domain/ids';
import type { EventStore, StoredEvent } from '../store/event-store';
import { streamName } from './stream-name';

/** What entries are looked for; null: any. */
export interface EntryWish {
  readonly types: readonly string[] | null;
  /** Who recorded them. */
  readonly actorId: string | null;
}

/** Places of the log: after the one, up to and with the other. */
export interface Places {
  readonly after: number;
  readonly upTo: number;
}

/** An episode with entries that were looked for. */
export interface FoundEpisode {
  readonly episodeId: string;
  readonly entries: number;
  /** The last of them. */
  readonly latest: { readonly stored: StoredEvent; readonly header: Header };
}

/** The episodes among these streams, or of the whole log, with entries as wished at places. */
export async function entriesFound(
  store: EventStore,
  {
    episodeIds,
    places,
    wish,
  }: {
    /** Null: of the whole log. */
    readonly episodeIds: readonly string[] | null;
    readonly places: Places;
    readonly wish: EntryWish;
  },
): Promise<readonly FoundEpisode[]> {
  const found = new Map<string, FoundEpisode>();
  for await (const stored of eventsAt(store, episodeIds, places)) {
    if (stored.position <= places.after || stored.position > places.upTo) continue;
    const of = parseStream(stored.stream);
    if (of?.category !== 'episode') continue;
    if (wish.types && !wish.types.includes(stored.type)) continue;
    // Written by this service; the chain proves that it was not changed since.
    const header = JSON.parse(stored.header) as Header;
    if (wish.actorId !== null && header.actor.id !== wish.actorId) continue;
    const before = found.get(of.id);
    const isLater = !before || stored.position > before.latest.stored.position;
    found.set(of.id, {
      episodeId: of.id,
      entries: (before?.entries ?? 0) + 1,
      latest: isLater ? { stored, header } : before.latest,
    });
  }
  return [...found.values()].sort((a, b) => b.latest.stored.position - a.latest.stored.position);
}

function eventsAt(
  store: EventStore,
  episodeIds: readonly string[] | null,
  { after, upTo }: Places,
): AsyncIterable<StoredEvent> {
  if (episodeIds === null) return store.readAll({ after, limit: Math.max(0, upTo - after) });
  const streams = episodeIds.map((id) => streamName('episode', id));
  return store.readStreams(streams, { atPosition: upTo });
}
