import type { Header } from '../domain/envelope';
import type { AroundOptions, EventPlace, EventStore, StoredEvent } from '../store/event-store';
import { momentAfter, type Moment } from './past';

/** Later entries are counted up to so many: of more it is enough to know that there are. */
export const LATER_MAX = 1_000;

/** What one command recorded in a stream. */
export interface ChangeThen {
  readonly stream: string;
  /** What its entries say, in order; as far as they were there. */
  readonly types: readonly string[];
  readonly recordedAt: Header['recordedAt'];
  /** Right after the last of them. */
  readonly moment: Moment;
}

export interface ChangesThen {
  /** The last change at or before the position: what made what is seen there. */
  readonly last: ChangeThen | null;
  readonly previous: ChangeThen | null;
  readonly next: ChangeThen | null;
  /** Entries after the position, counted up to `LATER_MAX`. */
  readonly later: number;
}

/**
 * The changes next to a position of some streams, as known when the log was at `upTo`. Entries of
 * one command are one change: in the midst of them nothing was ever shown.
 */
export async function changesAround(
  store: EventStore,
  asked: Omit<AroundOptions, 'countMax'>,
): Promise<ChangesThen> {
  const { last, next, later } = await store.entriesAround({ ...asked, countMax: LATER_MAX });
  const here = last && (await commandOf(store, last, asked.position));
  const before =
    here &&
    (await store.entriesAround({ ...asked, position: here.firstPosition - 1, countMax: 0 })).last;
  return {
    last: here && here.change,
    previous: before && (await commandOf(store, before, asked.upTo)).change,
    next: next && (await commandOf(store, next, asked.upTo)).change,
    later,
  };
}

/** The command of an entry, as far as it was there at a position; its entries are dense. */
async function commandOf(
  store: EventStore,
  { stream, version, position }: EventPlace,
  upTo: number,
): Promise<{ readonly firstPosition: number; readonly change: ChangeThen }> {
  const [entry] = await entriesOf(store, stream, version, version, upTo);
  if (!entry) throw new Error(`entry ${version} of ${stream} was there, and is not any more`);
  const { commandIndex, commandSize, recordedAt } = headerOf(entry);
  const from = version - commandIndex;
  const entries =
    commandSize === 1
      ? [entry]
      : await entriesOf(store, stream, from, from + commandSize - 1, upTo);
  const types = entries.map(({ type }) => type);
  const moment = momentAfter(entries.at(-1) ?? entry);
  return {
    firstPosition: position - commandIndex,
    change: { stream, types, recordedAt, moment },
  };
}

async function entriesOf(
  store: EventStore,
  stream: string,
  from: number,
  to: number,
  atPosition: number,
): Promise<readonly StoredEvent[]> {
  const entries: StoredEvent[] = [];
  for await (const entry of store.readStream(stream, { from, to, atPosition })) entries.push(entry);
  return entries;
}

function headerOf({ header }: StoredEvent): Header {
  // Written by this service; the chain proves that it was not changed since.
  return JSON.parse(header) as Header;
}
