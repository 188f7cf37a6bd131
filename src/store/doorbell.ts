import { Client, type ClientConfig } from 'pg';
import { describeError, storeConnection, type StoreLog } from './postgres-settings';

const CHANNEL = 'anamnesis_log';
const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 2_000;
/** A look at the head now and then: shows a connection that is dead and says so to nobody. */
const LOOK_EVERY_MS = 5_000;
const QUERY_TIMEOUT_MS = 4_000;

/**
 * Rings when the log has grown: at once for appends of this process, by NOTIFY for those of others.
 * After each reconnect it looks at the head, so nothing that came meanwhile stays unheard. The
 * connection is made when the first listener comes.
 */
export class Doorbell {
  private readonly listeners = new Set<(position: number) => void>();
  private rung = 0;
  private client: Client | null = null;
  private retryMs = RECONNECT_FIRST_MS;
  private retry: NodeJS.Timeout | null = null;
  private look: NodeJS.Timeout | null = null;
  private open = false;
  private closed = false;

  constructor(
    private readonly app: ClientConfig,
    private readonly log: StoreLog,
  ) {}

  listen(listener: (position: number) => void): { close(): void } {
    this.listeners.add(listener);
    if (!this.open && !this.closed) {
      this.open = true;
      void this.connect();
    }
    return { close: () => void this.listeners.delete(listener) };
  }

  ring(position: number): void {
    if (position <= this.rung) return;
    this.rung = position;
    for (const listener of this.listeners) {
      try {
        listener(position);
      } catch (error) {
        // One listener's bug must not keep the others, or the appender that rang, from going on.
        this.log.warn({ error: describeError(error) }, 'a listener of the log failed');
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    if (this.retry) clearTimeout(this.retry);
    if (this.look) clearInterval(this.look);
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  private async connect(): Promise<void> {
    const client = new Client(
      storeConnection(this.app, { name: 'listen', queryTimeoutMs: QUERY_TIMEOUT_MS }),
    );
    this.client = client;
    client.on('error', (error) => {
      this.reconnect(client, error);
    });
    client.on('end', () => {
      this.reconnect(client, new Error('connection ended'));
    });
    client.on('notification', ({ payload }) => {
      this.ring(Number(payload));
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      // After a crash the index of EventStoreDB may begin again before what was rung for.
      this.rung = 0;
      await this.lookAtHead(client);
      this.retryMs = RECONNECT_FIRST_MS;
      this.look = setInterval(() => void this.lookAgain(client), LOOK_EVERY_MS).unref();
    } catch (error) {
      this.reconnect(client, error);
    }
  }

  private async lookAtHead(client: Client): Promise<void> {
    const { rows } = await client.query<{ position: number }>('select position from log.head');
    if (rows[0]) this.ring(rows[0].position);
  }

  private async lookAgain(client: Client): Promise<void> {
    try {
      await this.lookAtHead(client);
    } catch (error) {
      this.reconnect(client, error);
    }
  }

  /** Called by whatever notices first that this client is lost; later calls do nothing. */
  private reconnect(client: Client, error: unknown): void {
    if (this.client !== client || this.closed) return;
    this.client = null;
    if (this.look) clearInterval(this.look);
    client.end().catch(() => {
      // It is gone already, which is what was wanted.
    });
    this.log.warn({ error: describeError(error) }, 'listen: connection lost, trying again');
    this.retry = setTimeout(() => void this.connect(), this.retryMs).unref();
    this.retryMs = Math.min(2 * this.retryMs, RECONNECT_MAX_MS);
  }
}
