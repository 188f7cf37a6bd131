import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeLiteral, type ClientConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CopiedRows, type CopiedFields } from './copied-rows';
import type { ChainedEvent, ClearEvent, EventPlace, StreamRange } from './event-store';
import { storeConnection } from './postgres-settings';
import { waitBeforeReadingAgain } from './read-again';

/** The database is given up when nothing comes for so long. */
const STALLED_AFTER_MS = 30_000;
/** Read ahead of the consumer: while it works, the database does. */
const AHEAD_BYTES = 1024 * 1024;

/**
 * Else a large part is read as it lies and sorted, by several processes and on disk: half as much
 * work again, and its consumer waits for the first row until all are read.
 */
const IN_ORDER_OF_INDEX = '-c enable_sort=off -c max_parallel_workers_per_gather=0';

interface Scan<Row> {
  readonly columns: readonly string[];
  readonly rowOf: (fields: CopiedFields) => Row;
  /** What follows `from log.event`, in the order in which the rows come. */
  readonly where: (after: Row | null) => string;
}

/**
 * Reads large parts of the log by binary COPY, each on a connection of its own: several times as
 * fast as by queries. A scan that is cut off goes on behind the last row it had.
 */
export class PostgresScans {
  readonly #settings: ClientConfig;
  readonly #open = new Set<Client>();
  #closed = false;

  constructor(app: ClientConfig) {
    // A scan takes as long as its consumer: only waiting for a portion has a limit.
    const settings = storeConnection(app, { name: 'scan', queryTimeoutMs: 0 });
    this.#settings = { ...settings, options: `${settings.options} ${IN_ORDER_OF_INDEX}` };
  }

  /** Ends the scans that are under way. */
  close(): void {
    this.#closed = true;
    for (const client of this.#open) leave(client);
  }

  /** By event_stream_version_key, a range of it. */
  byStream({ upTo, ...range }: StreamRange & { readonly upTo: number }) {
    return this.#scan<ClearEvent>({
      columns: ['seq', 'stream', 'version', 'type', 'header', 'data'],
      rowOf: (fields) => ({
        position: fields.int8(),
        stream: fields.text(),
        version: fields.int4(),
        type: fields.text(),
        header: fields.text(),
        data: fields.text(),
      }),
      where: (after) => inStreamOrder(after, { upTo, ...range }),
    });
  }

  /** By event_stream_version_key. */
  chains({ upTo }: { readonly upTo: number }) {
    return this.#scan<ChainedEvent>({
      columns: ['seq', 'stream', 'version', 'id', 'type', 'header', 'data', 'sealed', 'hash'],
      rowOf: (fields) => ({
        position: fields.int8(),
        stream: fields.text(),
        version: fields.int4(),
        id: fields.uuid(),
        type: fields.text(),
        header: fields.text(),
        data: fields.text(),
        sealed: fields.bytesOrNull(),
        hash: fields.bytes(),
      }),
      where: (after) => inStreamOrder(after, { upTo }),
    });
  }

  /** By the primary key. */
  places({ upTo }: { readonly upTo: number }) {
    return this.#scan<EventPlace>({
      columns: ['seq', 'stream', 'version', 'logged_at'],
      rowOf: (fields) => ({
        position: fields.int8(),
        stream: fields.text(),
        version: fields.int4(),
        loggedAtUs: fields.epochUs(),
      }),
      where: (after) => `where seq > ${after?.position ?? 0} and seq <= ${upTo} order by seq`,
    });
  }

  async *#scan<Row>(scan: Scan<Row>): AsyncGenerator<readonly Row[], void, undefined> {
    let last: Row | null = null;
    for (let tries = 0; ; tries += 1) {
      try {
        for await (const rows of this.#rowsAfter(scan, last)) {
          last = rows.at(-1) ?? last;
          tries = 0;
          yield rows;
        }
        return;
      } catch (error) {
        await sleep(waitBeforeReadingAgain(error, tries, this.#closed));
      }
    }
  }

  async *#rowsAfter<Row>(
    { columns, rowOf, where }: Scan<Row>,
    after: Row | null,
  ): AsyncGenerator<readonly Row[], void, undefined> {
    const client = new Client(this.#settings);
    client.on('error', () => undefined);
    this.#open.add(client);
    try {
      await client.connect();
      const select = `select ${columns.join(', ')} from log.event ${where(after)}`;
      const source = client.query(
        copyTo(`copy (${select}) to stdout (format binary)`, { highWaterMark: AHEAD_BYTES }),
      );
      const copied = new CopiedRows(columns.length, rowOf);
      // One that has left does not hear how it ends; nobody else may fail of it.
      source.on('error', () => undefined);
      // pg-copy-streams gives buffers.
      for await (const chunk of watched(source as AsyncIterable<Buffer>, () => leave(client))) {
        const rows = copied.take(chunk);
        if (rows.length > 0) yield rows;
      }
    } finally {
      this.#open.delete(client);
      leave(client);
    }
  }
}

/** Of a client whose statement is not at its end, `end` breaks the connection, as it should. */
function leave(client: Client): void {
  client.end().catch(() => undefined);
}

function inStreamOrder(
  after: Pick<ClearEvent, 'stream' | 'version'> | null,
  { upTo, from = '', before }: StreamRange & { readonly upTo: number },
): string {
  const [stream, version] = after ? [after.stream, after.version] : [from, -1];
  const end = before === undefined ? '' : `and stream < ${escapeLiteral(before)} collate "C"`;
  return `where (stream, version) > (${escapeLiteral(stream)} collate "C", ${version})
    and seq <= ${upTo} ${end} order by stream, version`;
}

/** The same; `onStalled` is called when the consumer waits for a portion for too long. */
async function* watched<T>(
  source: AsyncIterable<T>,
  onStalled: () => void,
): AsyncGenerator<T, void, undefined> {
  const portions = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(onStalled, STALLED_AFTER_MS);
      const next: IteratorResult<T, unknown> = await portions
        .next()
        .finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await portions.return?.();
  }
}
