import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedConnection } from '../../src/platform/connection-settings';

/** A way to the database that a test can break. */
export interface DatabaseProxy {
  /** Settings that lead through the proxy. */
  readonly app: EmbeddedConnection;
  /**
   * The next statement that carries this text reaches the database, but its answer does not come
   * back: the connection is cut, or just stays silent.
   */
  loseAnswerTo(text: string, how: 'cut' | 'silence'): void;
  /** From now on no connection is let through, and those that are open are cut. */
  cutOff(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Listens as a Unix socket in a folder of its own, named as PostgreSQL's clients expect it. */
export async function startDatabaseProxy(target: EmbeddedConnection): Promise<DatabaseProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'anamnesis-proxy-'));
  const name = `.s.PGSQL.${target.port}`;
  const open = new Set<Socket>();
  let trap: { text: string; how: 'cut' | 'silence' } | null = null;
  let reachable = true;

  const server = createServer((client) => {
    if (!reachable) return void client.destroy();
    const upstream = createConnection(join(target.host, name));
    let answers: 'pass' | 'cut' | 'silence' = 'pass';
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      // A cut connection is what these tests are about.
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (bytes) => {
      if (trap && bytes.includes(trap.text)) {
        answers = trap.how;
        trap = null;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (answers === 'pass') client.write(bytes);
      if (answers === 'cut') client.destroy();
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(join(folder, name), resolve));

  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    app: { ...target, host: folder },
    loseAnswerTo(text, how) {
      trap = { text, how };
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
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
