import WebSocket from 'ws';
import type { ApiHost } from './api-host';

export interface News {
  readonly id: string;
  readonly type: string;
  readonly payload?: {
    readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
    readonly errors?: readonly { readonly message: string }[];
  };
}

/**
 * A client of `graphql-transport-ws` by hand: it has many subscriptions on one socket, and can
 * stop reading.
 */
export class SocketClient {
  readonly news: News[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as News; // what the service sends
      if (message.type === 'ping') socket.send('{"type":"pong"}');
      if (['next', 'error', 'complete'].includes(message.type)) this.news.push(message);
    });
    socket.on('close', (code: number, reason: Buffer) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  /** Signed in on a service that listens at an address (`http://…`). */
  static async open(api: ApiHost, address: string, subject: string): Promise<SocketClient> {
    const url = `${address.replace(/^http/, 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws');
    const client = new SocketClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const acknowledged = new Promise((resolve) => socket.once('message', resolve));
    const authorization = `Bearer ${await api.token(subject)}`;
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await acknowledged;
    return client;
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
  }

  complete(id: string): void {
    this.socket.send(JSON.stringify({ id, type: 'complete' }));
  }

  /** What was told to a subscription. */
  told(id: string): Readonly<Record<string, unknown>>[] {
    return this.news.flatMap((message) => {
      if (message.id !== id || message.type !== 'next') return [];
      return Object.values(message.payload?.data ?? {});
    });
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Waits until it holds; fails after the time-out. */
export async function until(holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  const started = performance.now();
  while (!holds() && performance.now() - started < timeoutMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(holds()).toBe(true);
}
