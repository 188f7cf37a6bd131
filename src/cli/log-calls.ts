import type { EventStore } from '../store/event-store';
import type { KeyStore } from '../store/key-store';
import type { LogIndex } from '../store/log-index';
import type { ReadSample } from './read-sample';

type StoreReads = Exclude<keyof EventStore, 'index' | 'append' | 'onAppended' | 'close'>;
type IndexReads = Exclude<keyof LogIndex, 'pool' | 'close' | 'adopt' | 'noteUnindexed'>;
type KeyReads = Exclude<
  keyof KeyStore,
  'ensureKey' | 'canExchange' | 'exchangeMasterKey' | 'close'
>;
type Calls<Of, Names extends string> = {
  readonly [Name in Names]: (of: Of, sample: ReadSample) => Promise<unknown>;
};

/** Every read of a log in PostgreSQL: the compiler finds one that is left out. */
export const STORE_CALLS: Calls<EventStore, StoreReads> = {
  readStream: (store, sample) => drained(store.readStream(streamOf(sample))),
  readStreams: (store, sample) => drained(store.readStreams([streamOf(sample)])),
  streamHeads: (store, sample) => store.streamHeads([streamOf(sample)]),
  readAll: (store, { position }) => drained(store.readAll({ after: position, limit: 1 })),
  readByStream: (store, { position }) => drained(store.readByStream({ upTo: position })),
  readChains: (store, { position }) => drained(store.readChains({ upTo: position })),
  readPlaces: (store, { position }) => drained(store.readPlaces({ upTo: position })),
  streamsAt: (store, { position }) => store.streamsAt([position]),
  entriesAround: (store, sample) => store.entriesAround(around(sample)),
  readByIds: (store, { id }) => store.readByIds([id]),
  head: (store) => store.head(),
  resolveAt: (store, { evaluatedAt }) => store.resolveAt(evaluatedAt),
};

/** Every read of the index of a log that is elsewhere. */
export const INDEX_CALLS: Calls<LogIndex, IndexReads> = {
  prefix: (index) => index.prefix(),
  known: (index, sample) => index.known(streamOf(sample), sample.id),
  events: (index, { id }) => index.events([id]),
  reaches: (index, sample) => index.reaches(streamOf(sample), 0),
  streamHeads: (index, sample) => index.streamHeads([streamOf(sample)]),
  stream: (index, sample) => {
    const range = { from: 0, to: 9, atPosition: null, forward: true };
    return index.stream(streamOf(sample), range, 1);
  },
  streams: (index, sample) => index.streams([streamOf(sample)], null, null, 1),
  all: (index, { position }) => index.all(position, 1),
  byStream: (index, { position }) =>
    index.byStream({ upTo: position, from: '', before: null }, null, 1),
  streamsAt: (index, { position }) => index.streamsAt([position]),
  readByIds: (index, { id }) => index.readByIds([id]),
  entriesAround: (index, sample) => index.entriesAround(around(sample)),
  head: (index) => index.head(),
  resolveAt: (index, { evaluatedAt }) => index.resolveAt(evaluatedAt),
};

/** Every read of keys. */
export const KEY_CALLS: Calls<KeyStore, KeyReads> = {
  keyOf: (keys, { patientId }) => keys.keyOf(`patient-${patientId}`),
  isErased: (keys, { patientId }) => keys.isErased(`patient-${patientId}`),
};

/** The stream that the calls ask about. */
export function streamOf({ episodeId }: ReadSample): string {
  return `episode-${episodeId}`;
}

function around(sample: ReadSample) {
  const { position } = sample;
  return { streams: [streamOf(sample)], position, upTo: position, countMax: 1_000 };
}

async function drained(pages: AsyncIterable<unknown>): Promise<void> {
  const all = pages[Symbol.asyncIterator]();
  while (!(await all.next()).done);
}
