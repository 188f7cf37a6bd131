import type { EntriesToCorrectQuery, EntryType } from '../../../generated/graphql';
import type { Values } from '../drafts';

type Recorded = EntriesToCorrectQuery['episodeHistory']['events'][number];

/** An entry as it holds by now: what its correction begins with. */
export interface Said {
  readonly id: string;
  readonly type: EntryType;
  /** Its clear data, by what was corrected so far. */
  readonly data: Values;
  /** When it happened, by what was corrected so far. */
  readonly at: string;
  /** Its words by the names of their fields; those that were erased are not there. */
  readonly words: ReadonlyMap<string, string>;
  /** Words that were recorded with it: they hold unless a correction brings others. */
  readonly ownWords: ReadonlyMap<string, string>;
  /** Sessions of the episode that were begun by an entry of their own, with its questions. */
  readonly startedSessions: ReadonlySet<string>;
}

/** What an entry of a history says by now; null: it is unknown, or marked in error. */
export function saidOf(events: readonly Recorded[], id: string | null): Said | null {
  const entry = events.find((each) => each.id === id);
  if (!entry || entry.inError || entry.holdsAt === null) return null;
  const ownWords = wordsOf(entry);
  const correction = events.find((each) => each.id === entry.correctedBy);
  return {
    id: entry.id,
    type: entry.type,
    data: valuesOf(entry.holds),
    at: entry.holdsAt,
    words: new Map([...ownWords, ...(correction ? wordsOf(correction) : [])]),
    ownWords,
    startedSessions: new Set(
      events
        .filter(({ type, inError }) => type === 'SessionStarted' && !inError)
        .map(({ data }) => String(valuesOf(data)['sessionId'])),
    ),
  };
}

function wordsOf({ texts }: Recorded): ReadonlyMap<string, string> {
  return new Map(texts.flatMap(({ field, text }) => (text.value ? [[field, text.value]] : [])));
}

/** The clear data of an entry are always an object. */
export function valuesOf(data: unknown): Values {
  return typeof data === 'object' && data !== null ? (data as Values) : {};
}

/** A list of objects in the data of an entry. */
export function eachOf(data: Values, name: string): readonly Values[] {
  const list = data[name];
  return Array.isArray(list) ? list.map(valuesOf) : [];
}
