import type { ClientConfig, Pool, QueryResultRow } from 'pg';
import { isUuid } from './check-append';
import { readAround } from './entries-around';
import { eventBytes } from './event-bytes';
import type {
  AroundOptions,
  EntriesAround,
  Head,
  ReadStreamOptions,
  StoredEvent,
} from './event-store';
import { gathered } from './gathered';
import { readHead, resolveMoment } from './log-head';
import { paged } from './pages';
import type { StoreLog } from './postgres-settings';
import { retriedQuery } from './retried-query';
import { openStorePool } from './store-pool';

const READ_CONNECTIONS_MAX = 8;
const READ_TIMEOUT_MS = 30_000;
const VERSION_MAX = 2_147_483_647;

const COLUMNS = `seq as position, stream, version, id, type, header, data, sealed, hash,
  logged_at as "loggedAt"`;

/** Reads of the log by keyset pages: each query names the index that answers it. */
export class PostgresReader {
  private readonly pool: Pool;
  /** Heads of streams, all that are asked while a query is in flight in one. */
  readonly streamHeads: (streams: readonly string[]) => Promise<ReadonlyMap<string, number>>;

  constructor(app: ClientConfig, log: StoreLog) {
    this.pool = openStorePool(app, log, {
      name: 'read',
      queryTimeoutMs: READ_TIMEOUT_MS,
      max: READ_CONNECTIONS_MAX,
    });
    this.streamHeads = gathered((streams) => this.queryHeads(streams));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** By event_stream_version_key. */
  readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    const { from = 0, to = VERSION_MAX, atPosition = null, direction = 'forward' } = options;
    const forward = direction === 'forward';
    return paged({
      bytesOf: eventBytes,
      fetch: (after, limit) => {
        const low = forward && after ? after.version + 1 : from;
        const high = !forward && after ? after.version - 1 : to;
        return this.query<StoredEvent>(
          `stream-${direction}`,
          `select ${COLUMNS} from log.event
            where stream = $1 and version between $2 and $3 and ($4::bigint is null or seq <= $4)
            order by version ${forward ? 'asc' : 'desc'} limit $5`,
          [stream, low, high, atPosition, limit],
        );
      },
    });
  }

  /** By event_stream_version_key; streams that are done are not asked again. */
  readStreams(
    streams: readonly string[],
    { atPosition = null }: { readonly atPosition?: number | null } = {},
  ): AsyncGenerator<StoredEvent> {
    return paged({
      bytesOf: eventBytes,
      fetch: (after, limit) =>
        this.query<StoredEvent>(
          'streams',
          `select ${COLUMNS} from log.event
            where stream = any ($1) and (stream, version) > ($2, $3)
              and ($4::bigint is null or seq <= $4)
            order by stream, version limit $5`,
          [streams, after?.stream ?? '', after?.version ?? -1, atPosition, limit],
        ),
    });
  }

  /** By the primary key. Positions become visible in their order, so none is passed over. */
  readAll(options: {
    readonly after: number;
    readonly limit?: number;
  }): AsyncGenerator<StoredEvent> {
    return paged({
      bytesOf: eventBytes,
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      fetch: (after, limit) =>
        this.query<StoredEvent>(
          'all',
          `select ${COLUMNS} from log.event where seq > $1 order by seq limit $2`,
          [after?.position ?? options.after, limit],
        ),
    });
  }

  /** By the primary key. */
  async streamsAt(positions: readonly number[]): Promise<readonly string[]> {
    const rows = await this.query<{ stream: string }>(
      'streams-at',
      `select stream from log.event where seq = any ($1::bigint[])`,
      [positions],
    );
    return rows.map(({ stream }) => stream);
  }

  /** By event_id_key. */
  async readByIds(ids: readonly string[]): Promise<readonly StoredEvent[]> {
    const wanted = ids.filter(isUuid);
    if (wanted.length === 0) return [];
    return this.query<StoredEvent>(
      'by-ids',
      `select ${COLUMNS} from log.event where id = any ($1::uuid[]) order by seq`,
      [wanted],
    );
  }

  entriesAround(options: AroundOptions): Promise<EntriesAround> {
    return readAround(this.pool, 'log.event', options);
  }

  head(): Promise<Head> {
    return readHead(this.pool);
  }

  resolveAt(at: string): Promise<{ position: number } | { refused: 'future'; now: string }> {
    return resolveMoment(this.pool, at);
  }

  private async queryHeads(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.query<{ stream: string; version: number }>(
      'heads',
      `select s.stream, h.version from unnest($1::text[]) s (stream)
        cross join lateral (
          select e.version from log.event e
          where e.stream = s.stream collate "C" order by e.version desc limit 1
        ) h`,
      [streams],
    );
    return new Map(rows.map((row) => [row.stream, row.version]));
  }

  private query<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    return retriedQuery<Row>(this.pool, name, text, values);
  }
}
