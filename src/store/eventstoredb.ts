import type { ClientConfig } from 'pg';
import { Doorbell } from './doorbell';
import { EventStoreAppender } from './eventstoredb-append';
import { reachServer } from './eventstoredb-client';
import { Indexer } from './eventstoredb-indexer';
import { EventStoreReader } from './eventstoredb-read';
import { assertClock } from './check-append';
import { StoreMisuse, type EventStore } from './event-store';
import { endOfServer } from './index-ends';
import { indexControl } from './index-state';
import { IndexWaits } from './index-waits';
import { LogIndex } from './log-index';
import type { StoreLog } from './postgres-settings';
import { RecentEvents } from './recent-events';

const SILENT: StoreLog = { warn: () => undefined };

/**
 * The log in EventStoreDB: its bytes on the server of `url`, their positions in `log.log_index` of
 * the database `app`. Several processes may use one log; one of them indexes. An event is read when
 * it has its position, here as in every other process.
 *
 * Opens without the server: then appends and reads throw `Unavailable`. Throws `Unavailable` when
 * the database does not answer, `StoreMisuse` when its log is in PostgreSQL.
 */
export async function openEventStoreDb(options: {
  readonly app: ClientConfig;
  readonly url: string;
  readonly log?: StoreLog;
  /** Only read: no indexing, no listening, no appends. For a thread beside the one that serves. */
  readonly readOnly?: boolean;
}): Promise<EventStore> {
  const { app, url, log = SILENT, readOnly = false } = options;
  const index = new LogIndex(app, log);
  const server = reachServer(url);
  const adopted = readOnly ? index.prefix() : index.adopt(() => endOfServer(server));
  const opened = Promise.all([adopted, index.head()]);
  const [prefix, { kind }] = await opened.catch(async (error: unknown) => {
    await Promise.all([index.close(), server.close()]);
    throw error;
  });
  const recent = new RecentEvents();
  const waits = new IndexWaits((ids) => index.events(ids));
  const reader = new EventStoreReader(server, prefix, index, recent);
  const doorbell = new Doorbell(app, log);
  const indexer = new Indexer({
    app,
    server,
    prefix,
    log,
    onIndexed: (rows, events) => {
      const position = rows.at(-1)?.position ?? 0;
      recent.add(events);
      waits.indexed(rows, position);
      doorbell.ring(position);
    },
  });
  const onUnindexed = (): void => indexer.doubt();
  const appender = new EventStoreAppender({ server, prefix, index, waits, log, onUnindexed });
  if (!readOnly) {
    doorbell.listen((position) => waits.grown(position));
    indexer.start();
  }
  let closing: Promise<void> | null = null;

  return {
    index: indexControl(server, prefix, index.pool),
    async append(command) {
      if (readOnly) throw new StoreMisuse('append refused: opened to read');
      assertClock(command, kind);
      return appender.append(command);
    },
    readStream: (stream, range) => reader.readStream(stream, range),
    readStreams: (streams, range) => reader.readStreams(streams, range),
    streamHeads: (streams) => index.streamHeads(streams),
    readAll: (range) => reader.readAll(range),
    readByStream: (range) => reader.readByStream(range),
    readChains: (range) => reader.readChains(range),
    readPlaces: (range) => reader.readPlaces(range),
    streamsAt: (positions) => index.streamsAt(positions),
    entriesAround: (options) => index.entriesAround(options),
    readByIds: (ids) => reader.readByIds(ids),
    onAppended: (listener) => doorbell.listen(listener),
    head: () => index.head(),
    resolveAt: (at) => index.resolveAt(at),
    close() {
      closing ??= (async () => {
        await appender.close();
        await indexer.stop();
        await Promise.all([doorbell.close(), index.close(), server.close()]);
      })();
      return closing;
    },
  };
}
