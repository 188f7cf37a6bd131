import { EventStoreDBClient, type Credentials, type ResolvedEvent } from '@eventstore/db-client';

/** What a call ends as when the server does not answer: the client has no deadline for reads. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** The server as this process reaches it. */
export interface Server {
  readonly client: EventStoreDBClient;
  /**
   * Given with every call: the client then uses its plain append, which has a deadline. Its batch
   * append keeps one map of promises for the whole module and hangs for ever when one is lost.
   */
  readonly credentials: Credentials;
  close(): Promise<void>;
}

interface Shared {
  readonly client: EventStoreDBClient;
  users: number;
}

/** One client a process and server, however many stores: each has its own connection and gossip. */
const clients = new Map<string, Shared>();

/**
 * Reaches the server of an `esdb://` or `esdb+discover://` URL, with TLS and credentials as the URL
 * says. Nothing is sent yet. Throws on a malformed URL, without telling it: it holds a password.
 */
export function reachServer(url: string): Server {
  const shared = clients.get(url) ?? { client: parse(url), users: 0 };
  clients.set(url, shared);
  shared.users += 1;
  let closed = false;
  return {
    client: shared.client,
    credentials: credentialsOf(url),
    async close() {
      if (closed) return;
      closed = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      clients.delete(url);
      await shared.client.dispose();
    },
  };
}

function parse(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(everyHost(url));
  } catch {
    throw new Error('EVENTSTORE_URL is not a connection string that the client can read');
  }
}

/**
 * Of several hosts after `esdb+discover://` the client asks the first one only, and is lost when
 * that node is; after `esdb://` it asks each.
 */
function everyHost(url: string): string {
  return url.replace(/^esdb\+discover:\/\/(?=[^/?]*,)/, 'esdb://');
}

const USER_INFO = /^esdb(?:\+discover)?:\/\/([^/@]*)@/;

/** A server without users (insecure mode) takes any; see `Server.credentials`. */
function credentialsOf(url: string): Credentials {
  const [username = '', ...password] = (USER_INFO.exec(url)?.[1] ?? '').split(':');
  return {
    username: decodeURIComponent(username) || 'anamnesis',
    password: decodeURIComponent(password.join(':')) || 'none',
  };
}

export type Failure =
  | { readonly kind: 'version'; readonly actual: number | 'none' }
  | { readonly kind: 'size' }
  /** Anything else: connection, time-out, a change of leader. It may have been done. */
  | { readonly kind: 'unknown' };

/** What a failed append means; by type and code, since names and messages say nothing reliable. */
export function failureOf(error: unknown): Failure {
  const { type, actualVersion } = error as { type?: unknown; actualVersion?: unknown };
  if (type === 'wrong-expected-version') {
    const actual = typeof actualVersion === 'bigint' ? Number(actualVersion) : 'none';
    return { kind: 'version', actual };
  }
  if (type === 'maximum-append-size-exceeded') return { kind: 'size' };
  return { kind: 'unknown' };
}

/** Words for a log: what the client calls it, never the bytes that were sent. */
export function describeFailure(error: unknown): string {
  // What the client puts there, where it is its error.
  const { type, code } = error as { type?: string; code?: number };
  const words = [
    ...(type === undefined ? [] : [type]),
    ...(code === undefined ? [] : [`code ${code}`]),
  ];
  if (words.length > 0) return words.join(', ');
  return error instanceof Error ? error.message : 'an error without a name';
}

/** Fails after a time, whatever the call goes on to do; its own end is then nobody's any more. */
export async function within<T>(timeoutMs: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(`no answer in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([call, expired]);
  } finally {
    clearTimeout(timer);
    call.catch(() => undefined);
  }
}

/** What the client gives for a read: a Node stream that can be cancelled. */
export interface Reading {
  on(event: 'data', listener: (event: ResolvedEvent) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  cancel(): Promise<void>;
}

/** A stream that was never there, or was deleted, for good or not. */
const GONE = new Set(['stream-not-found', 'stream-deleted']);

/**
 * All events of a read, or as many as `wants` says (false: no more); none of a stream that does not
 * exist. Left early or late, the call is cancelled: otherwise the client never closes.
 */
export async function allOf(
  reading: Reading,
  timeoutMs: number,
  wants: (event: ResolvedEvent) => boolean,
  signal?: AbortSignal,
): Promise<void> {
  const state = { ended: false };
  let giveUp = (): void => undefined;
  const read = new Promise<void>((resolve, reject) => {
    giveUp = () => reject(new Error('the read was given up'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp);
    reading.on('data', (event) => {
      if (!state.ended && !wants(event)) resolve();
    });
    reading.on('end', () => {
      state.ended = true;
      resolve();
    });
    reading.on('error', (error) => {
      // What the client puts there, where it is its error.
      if (GONE.has((error as { type?: string }).type ?? '')) resolve();
      else reject(error);
    });
  });
  try {
    await within(timeoutMs, read);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    if (!state.ended) await reading.cancel().catch(() => undefined);
    state.ended = true;
  }
}
