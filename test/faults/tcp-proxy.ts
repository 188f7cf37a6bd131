import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that a test can break. */
export interface TcpProxy {
  readonly port: number;
  /** The next bytes that carry this text reach the server, but no answer comes back: it is cut. */
  loseAnswerTo(text: string): void;
  /** From now on nothing comes back from the server; connections stay open. */
  holdAnswers(): void;
  /** What was held comes now. */
  releaseAnswers(): void;
  /** Ends what is open, and lets nobody in. */
  cutOff(): void;
  restore(): void;
  close(): Promise<void>;
}

/** `targetPort` null: it takes connections and never answers. */
export async function startTcpProxy(targetPort: number | null): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const upstreams = new Set<Socket>();
  let trap: string | null = null;
  let reachable = true;
  let held = false;

  const server = createServer((client) => {
    if (!reachable) return void client.destroy();
    keep(client);
    if (targetPort === null) return void client.resume();
    const upstream = createConnection(targetPort, '127.0.0.1');
    keep(upstream);
    upstreams.add(upstream);
    let cut = false;
    client.on('data', (bytes) => {
      if (trap !== null && bytes.includes(trap)) {
        trap = null;
        cut = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (cut) client.destroy();
      else client.write(bytes);
    });
    if (held) upstream.pause();
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => {
      upstreams.delete(upstream);
      client.destroy();
    });
  });
  function keep(socket: Socket): void {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // A cut connection is what these tests are about.
    socket.on('error', () => socket.destroy());
  }
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    // Listening on TCP, so the address is one with a port.
    port: (server.address() as AddressInfo).port,
    loseAnswerTo(text) {
      trap = text;
    },
    holdAnswers() {
      held = true;
      for (const upstream of upstreams) upstream.pause();
    },
    releaseAnswers() {
      held = false;
      for (const upstream of upstreams) upstream.resume();
    },
    cutOff() {
      reachable = false;
      cut();
    },
    restore() {
      reachable = true;
    },
    async close() {
      cut();
      await once(server.close(), 'close');
    },
  };
}
