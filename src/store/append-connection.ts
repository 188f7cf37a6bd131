import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { APPEND_SQL, appendParameters, type AppendRow } from './append-call';
import { Unavailable, type Append } from './event-store';
import {
  AWAY_MAX_MS,
  describeError,
  isRefusal,
  storeConnection,
  type StoreLog,
} from './postgres-settings';

/** A call waits for the head's lock and one flush to disk: seconds mean that something is wrong. */
const CALL_TIMEOUT_MS = 4_000;
const RETRY_FIRST_MS = 20;
const RETRY_MAX_MS = 1_000;
const RETRY_AFTER_MS = 2_000;

/**
 * The connection that appends. When the outcome of a call is unknown (the connection broke, the
 * server stopped or hung) the identical call is sent again on a new connection: events that the
 * first one did commit are found by their ids, and answered as they were.
 */
export class AppendConnection {
  private client: Client | null = null;

  constructor(
    private readonly app: ClientConfig,
    private readonly log: StoreLog,
  ) {}

  /**
   * One call of `log.append`. Throws the database's refusal (then nothing of the batch was kept),
   * or `Unavailable` when it stays away for 10 s (then the outcome is unknown).
   */
  async send(commands: readonly Append[]): Promise<readonly AppendRow[]> {
    const values = appendParameters(commands);
    const giveUpAtMs = performance.now() + AWAY_MAX_MS;
    for (let delayMs = RETRY_FIRST_MS; ; delayMs = Math.min(2 * delayMs, RETRY_MAX_MS)) {
      try {
        const client = await this.connected();
        const result = await client.query<AppendRow>({ name: 'append', text: APPEND_SQL, values });
        return result.rows;
      } catch (error) {
        if (isRefusal(error)) throw error;
        this.drop();
        this.log.warn({ error: describeError(error) }, 'append: connection lost, trying again');
        if (performance.now() + delayMs > giveUpAtMs) {
          throw new Unavailable('the event store does not answer', RETRY_AFTER_MS, {
            cause: new Error(describeError(error)),
          });
        }
        await sleep(delayMs);
      }
    }
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  private async connected(): Promise<Client> {
    if (this.client) return this.client;
    const client = new Client(
      storeConnection(this.app, { name: 'append', queryTimeoutMs: CALL_TIMEOUT_MS }),
    );
    // Without a listener an error while idle would end the process; the next call reconnects.
    client.on('error', () => {
      if (this.client === client) this.client = null;
    });
    client.on('end', () => {
      if (this.client === client) this.client = null;
    });
    try {
      await client.connect();
    } catch (error) {
      endQuietly(client);
      throw error;
    }
    this.client = client;
    return client;
  }

  /** Ends the connection without waiting: with a query under way, pg closes the socket. */
  private drop(): void {
    if (this.client) endQuietly(this.client);
    this.client = null;
  }
}

function endQuietly(client: Client): void {
  client.end().catch(() => {
    // It is gone already, which is what was wanted.
  });
}
