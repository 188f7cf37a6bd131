import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig, Pool, QueryResultRow } from 'pg';
import { isUuid } from './check-append';
import { readAround } from './entries-around';
import {
  StoreMisuse,
  Unavailable,
  type AroundOptions,
  type EntriesAround,
  type ExpectedVersion,
  type Head,
} from './event-store';
import type { ServerPlace } from './eventstoredb-source';
import { gathered } from './gathered';
import { groundsKey, readGrounds, type GroundsRow } from './index-grounds';
import { COLUMNS, type IndexRow } from './index-row';
import { readHead, resolveMoment } from './log-head';
import type { StoreLog } from './postgres-settings';
import { retriedQuery } from './retried-query';
import { openStorePool } from './store-pool';

const CONNECTIONS_MAX = 6;
const TIMEOUT_MS = 30_000;
/** How long a version that was answered may be without a position before readers are told. */
const INDEXED_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 20;
const RETRY_AFTER_MS = 1_000;

/** What is known of a stream and of a command before it is sent. */
export interface Known {
  /** The command's first event, when it is in the log. */
  readonly command: IndexRow | undefined;
  readonly version: ExpectedVersion;
  readonly hash: Buffer | undefined;
  /** Why nothing can be added to it; null: it can. */
  readonly parked: string | null;
}

/** Reads of `log.log_index`, all from PostgreSQL. */
export class LogIndex {
  readonly pool: Pool;
  private readonly byId: (ids: readonly string[]) => Promise<ReadonlyMap<string, IndexRow>>;
  private readonly grounds: (keys: readonly string[]) => Promise<ReadonlyMap<string, GroundsRow>>;
  private readonly latest: (streams: readonly string[]) => Promise<ReadonlyMap<string, Latest>>;
  private readonly heads: (streams: readonly string[]) => Promise<ReadonlyMap<string, HeadRow>>;

  constructor(app: ClientConfig, log: StoreLog) {
    this.pool = openStorePool(app, log, {
      name: 'index',
      queryTimeoutMs: TIMEOUT_MS,
      max: CONNECTIONS_MAX,
    });
    this.byId = gathered(async (ids) => byKey(await this.readByIds(ids), ({ id }) => id));
    this.grounds = gathered(async (keys) =>
      byKey(await readGrounds(this.pool, keys), ({ key }) => key),
    );
    this.latest = gathered(async (streams) => byKey(await this.queryLatest(streams), streamOf));
    this.heads = gathered(async (streams) => byKey(await this.queryHeads(streams), streamOf));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /**
   * The prefix of this log's streams on the server; says that it is there, the first time, and then
   * asks where the server's log ends.
   */
  async adopt(end: () => Promise<ServerPlace | null>): Promise<string> {
    const known = await this.readPrefix();
    const at = known === null ? await end() : null;
    const rows = await this.query<{ prefix: string }>(
      'adopt',
      'select log.adopt_eventstore($1, $2) as prefix',
      [String(at?.commit ?? -1), String(at?.prepare ?? -1)],
    );
    // The function always gives one row.
    return rows[0]!.prefix;
  }

  /** The same for a reader, who changes nothing. */
  async prefix(): Promise<string> {
    const prefix = await this.readPrefix();
    if (prefix === null) throw new StoreMisuse('this log was never in EventStoreDB');
    return prefix;
  }

  private async readPrefix(): Promise<string | null> {
    const sql = 'select prefix from log.eventstore';
    const [row] = await this.query<{ prefix: string }>('prefix', sql, []);
    return row?.prefix ?? null;
  }

  /** By one query of all that are asked at the same time: it is on the way of each append. */
  async known(stream: string, firstId: string): Promise<Known> {
    const key = groundsKey(stream, firstId);
    // Every key gets a row.
    const { command, version, hash, why } = (await this.grounds([key])).get(key)!;
    return {
      command: command ?? undefined,
      version: version ?? 'none',
      hash: hash ?? undefined,
      parked: why,
    };
  }

  /** Those of these events that have a position. */
  events(ids: readonly string[]): Promise<ReadonlyMap<string, IndexRow>> {
    return this.byId(ids);
  }

  /** Waits until a stream is indexed to a version; false when that does not come about. */
  async reaches(stream: string, version: number): Promise<boolean> {
    const giveUpAtMs = performance.now() + INDEXED_WITHIN_MS;
    for (;;) {
      const latest = (await this.latest([stream])).get(stream);
      if (latest && (latest.why !== null || (latest.version ?? -1) >= version)) return true;
      if (performance.now() > giveUpAtMs) return false;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** Keeps in mind that a version was answered without a position. */
  async noteUnindexed(stream: string, version: number): Promise<void> {
    await this.query('note', 'select log.note_unindexed($1, $2)', [stream, version]);
  }

  /** Heads of streams, waiting for what was answered and has no position, or none again. */
  async streamHeads(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const giveUpAtMs = performance.now() + INDEXED_WITHIN_MS;
    for (;;) {
      const heads = await this.heads(streams);
      const behind = [...heads.values()].some(
        (head) => !head.trusted || head.answered > head.version,
      );
      if (!behind) {
        const there = [...heads].filter(([, { version }]) => version >= 0);
        return new Map(there.map(([stream, { version }]) => [stream, version]));
      }
      if (performance.now() > giveUpAtMs) throw indexBehind();
      await sleep(LOOK_AGAIN_MS);
    }
  }

  stream(
    stream: string,
    range: { from: number; to: number; atPosition: number | null; forward: boolean },
    limit: number,
  ): Promise<readonly IndexRow[]> {
    const { from, to, atPosition, forward } = range;
    return this.query<IndexRow>(
      forward ? 'forward' : 'backward',
      `select ${COLUMNS} from log.log_index i
        where i.stream = $1 and i.version between $2 and $3
          and ($4::bigint is null or i.seq <= $4)
        order by i.version ${forward ? 'asc' : 'desc'} limit $5`,
      [stream, from, to, atPosition, limit],
    );
  }

  streams(
    streams: readonly string[],
    after: IndexPlace | null,
    atPosition: number | null,
    limit: number,
  ): Promise<readonly IndexRow[]> {
    return this.query<IndexRow>(
      'streams',
      `select ${COLUMNS} from log.log_index i
        where i.stream = any ($1) and (i.stream, i.version) > ($2, $3)
          and ($4::bigint is null or i.seq <= $4)
        order by i.stream, i.version limit $5`,
      [streams, after?.stream ?? '', after?.version ?? -1, atPosition, limit],
    );
  }

  all(after: number, limit: number): Promise<readonly IndexRow[]> {
    return this.query<IndexRow>(
      'all',
      `select ${COLUMNS} from log.log_index i where i.seq > $1 order by i.seq limit $2`,
      [after, limit],
    );
  }

  byStream(
    range: { upTo: number; from: string; before: string | null },
    after: IndexPlace | null,
    limit: number,
  ): Promise<readonly IndexRow[]> {
    return this.query<IndexRow>(
      'by-stream',
      `select ${COLUMNS} from log.log_index i
        where (i.stream, i.version) > ($1, $2) and i.seq <= $3
          and ($4::text is null or i.stream < $4 collate "C")
        order by i.stream, i.version limit $5`,
      [after?.stream ?? range.from, after?.version ?? -1, range.upTo, range.before, limit],
    );
  }

  async streamsAt(positions: readonly number[]): Promise<readonly string[]> {
    const rows = await this.query<{ stream: string }>(
      'streams-at',
      `select stream from log.log_index where seq = any ($1::bigint[])`,
      [positions],
    );
    return rows.map(({ stream }) => stream);
  }

  async readByIds(ids: readonly string[]): Promise<readonly IndexRow[]> {
    const wanted = ids.filter(isUuid);
    if (wanted.length === 0) return [];
    return this.query<IndexRow>(
      'by-ids',
      `select ${COLUMNS} from log.log_index i where i.id = any ($1::uuid[]) order by i.seq`,
      [wanted],
    );
  }

  entriesAround(options: AroundOptions): Promise<EntriesAround> {
    return readAround(this.pool, 'log.log_index', options);
  }

  head(): Promise<Head> {
    return readHead(this.pool);
  }

  resolveAt(at: string): Promise<{ position: number } | { refused: 'future'; now: string }> {
    return resolveMoment(this.pool, at);
  }

  private queryLatest(streams: readonly string[]): Promise<readonly Latest[]> {
    return this.query<Latest>(
      'latest',
      `select s.stream, h.version, h.hash, p.why from unnest($1::text[]) s (stream)
        left join lateral (
          select i.version, i.hash from log.log_index i
          where i.stream = s.stream collate "C" order by i.version desc limit 1
        ) h on true
        left join log.index_parked p on p.stream = s.stream collate "C"`,
      [streams],
    );
  }

  private queryHeads(streams: readonly string[]): Promise<readonly HeadRow[]> {
    return this.query<HeadRow>(
      'heads',
      `select s.stream, coalesce(h.version, -1) as version, coalesce(u.version, -1) as answered,
          t.trusted
        from (select log.is_index_trusted() as trusted) t
        cross join unnest($1::text[]) s (stream)
        left join lateral (
          select i.version from log.log_index i
          where i.stream = s.stream collate "C" order by i.version desc limit 1
        ) h on true
        left join log.unindexed u on u.stream = s.stream collate "C"`,
      [streams],
    );
  }

  private query<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    return retriedQuery<Row>(this.pool, name, text, values);
  }
}

type IndexPlace = Pick<IndexRow, 'stream' | 'version'>;

interface Latest {
  readonly stream: string;
  readonly version: number | null;
  readonly hash: Buffer | null;
  readonly why: string | null;
}

interface HeadRow {
  readonly stream: string;
  /** -1: nothing is indexed, or was answered. */
  readonly version: number;
  readonly answered: number;
  /** Whether the index has all that it ever had. */
  readonly trusted: boolean;
}

export function indexBehind(): Unavailable {
  return new Unavailable('the index of the event store is behind', RETRY_AFTER_MS);
}

function streamOf({ stream }: { readonly stream: string }): string {
  return stream;
}

function byKey<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [key(row), row]));
}
