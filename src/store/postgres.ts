import type { ClientConfig } from 'pg';
import { AppendConnection } from './append-connection';
import { BatchingAppender } from './batching-appender';
import { Doorbell } from './doorbell';
import { assertClock } from './check-append';
import type { EventStore } from './event-store';
import { PostgresReader } from './postgres-read';
import { PostgresScans } from './postgres-scan';
import type { StoreLog } from './postgres-settings';

const SILENT: StoreLog = { warn: () => undefined };

/**
 * The log in PostgreSQL (schema `log`). `app` is how to connect; everything is done under the role
 * `anamnesis_app`. Connections: one that appends, one that listens (from the first `onAppended`),
 * up to eight that read, one for each reading of
 * the whole. Several processes may use one log.
 *
 * Throws `Unavailable` when the database does not answer, `StoreMisuse` when it has no log.
 */
export async function openPostgresStore(options: {
  readonly app: ClientConfig;
  readonly log?: StoreLog;
}): Promise<EventStore> {
  const { app, log = SILENT } = options;
  const reader = new PostgresReader(app, log);
  const scans = new PostgresScans(app);
  const connection = new AppendConnection(app, log);
  const doorbell = new Doorbell(app, log);
  const appender = new BatchingAppender(
    (commands) => connection.send(commands),
    (position) => {
      doorbell.ring(position);
    },
  );
  // What a log was created for never changes, so it is asked once.
  const { kind } = await reader.head().catch(async (error: unknown) => {
    await reader.close();
    throw error;
  });
  let closing: Promise<void> | null = null;

  return {
    index: null,
    async append(command) {
      assertClock(command, kind);
      return appender.append(command);
    },
    readStream: (stream, range) => reader.readStream(stream, range),
    readStreams: (streams, range) => reader.readStreams(streams, range),
    streamHeads: (streams) => reader.streamHeads(streams),
    readAll: (range) => reader.readAll(range),
    readByStream: (range) => scans.byStream(range),
    readChains: (range) => scans.chains(range),
    readPlaces: (range) => scans.places(range),
    streamsAt: (positions) => reader.streamsAt(positions),
    entriesAround: (options) => reader.entriesAround(options),
    readByIds: (ids) => reader.readByIds(ids),
    onAppended: (listener) => doorbell.listen(listener),
    head: () => reader.head(),
    resolveAt: (at) => reader.resolveAt(at),
    close() {
      closing ??= (async () => {
        scans.close();
        await appender.close();
        await Promise.all([connection.close(), doorbell.close(), reader.close()]);
      })();
      return closing;
    },
  };
}
