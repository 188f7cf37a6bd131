import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How to start a server of the tests' own, such as `dotnet EventStore.ClusterNode.dll`. */
export const serverCommand = process.env['EVENTSTORE_COMMAND'];

/** Seconds on a machine of its own; what is tested is not how long it takes. */
const READY_WITHIN_MS = 240_000;
const STARTS_MAX = 3;
/** What the image of docker-compose.yml is told as well: commands of up to 15 MiB. */
const APPEND_BYTES_MAX = 16_000_000;

/** A server that a test may kill, freeze and start again; its data lie in the run's folder. */
export class TestServer {
  private process: ChildProcess | null = null;
  private readonly dir = mkdtempSync(join(tmpdir(), 'anamnesis-esdb-'));

  private constructor(
    readonly port: number,
    private readonly replicationPort: number,
    private readonly options: readonly string[],
  ) {}

  /** Not started yet. `options` follow those of a single node without TLS. */
  static async on(
    options: readonly string[] = ['--insecure'],
    ports?: readonly [number, number],
  ): Promise<TestServer> {
    const [port = 0, replicationPort = 0] = ports ?? (await freePorts(2));
    return new TestServer(port, replicationPort, options);
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** What it says at a path; null when it says nothing. */
  async ask(path: string): Promise<string | null> {
    const tls = !this.options.includes('--insecure');
    // The certificate is the test's own; what is asked here is no secret.
    const options = { host: '127.0.0.1', port: this.port, path, rejectUnauthorized: false };
    return new Promise((resolve) => {
      const request = (tls ? https : http).get(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve((response.statusCode ?? 500) < 300 ? text : null));
      });
      request.setTimeout(2_000, () => request.destroy());
      request.on('error', () => resolve(null));
    });
  }

  /**
   * Starts it, and again when it ends by itself, as whoever looks after it would: a leader that was
   * killed first cuts off what no other node has, and ends.
   */
  async start(): Promise<void> {
    for (let starts = 1; ; starts += 1) {
      this.spawn();
      try {
        await this.ready();
        return;
      } catch (error) {
        if (starts === STARTS_MAX || this.process?.exitCode !== 0) throw error;
      }
    }
  }

  private spawn(): void {
    const [program = '', ...first] = (serverCommand ?? '').split(' ');
    const folder = (name: string): string => {
      mkdirSync(join(this.dir, name), { recursive: true });
      return join(this.dir, name);
    };
    const args = [
      ...['--db', folder('db'), '--log', folder('log'), '--index', folder('index')],
      ...['--node-ip', '127.0.0.1', '--node-port', String(this.port)],
      ...['--replication-ip', '127.0.0.1', '--replication-port', String(this.replicationPort)],
      ...['--max-append-size', String(APPEND_BYTES_MAX), '--disable-log-file', 'true'],
      ...this.options,
    ];
    const out = openSync(join(this.dir, 'out.txt'), 'a');
    // The server takes such variables for options of its own, and refuses what it does not know.
    const variables = Object.entries(process.env).filter(([name]) => !/^EVENTSTORE_/.test(name));
    const env = Object.fromEntries(variables);
    this.process = spawn(program, [...first, ...args], {
      stdio: ['ignore', out, out],
      env: { ...env, EVENTSTORE_TELEMETRY_OPTOUT: 'true' },
    });
    closeSync(out);
  }

  /** Until it takes writes. */
  async ready(): Promise<void> {
    const giveUpAtMs = performance.now() + READY_WITHIN_MS;
    while (performance.now() < giveUpAtMs && this.process?.exitCode === null) {
      if ((await this.ask('/health/live')) !== null) return;
      await sleep(100);
    }
    const said = readFileSync(join(this.dir, 'out.txt'), 'utf8').slice(-2_000);
    throw new Error(`the server did not become ready: ${said}`);
  }

  /** kill -9: it writes nothing any more. */
  async kill(): Promise<void> {
    const { process } = this;
    if (!process) return;
    this.process = null;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
  }

  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }
}

/** Ports that nobody listens on now; another process might take one before it is used. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map(async (server) => once(server.listen(0, '127.0.0.1'), 'listening')),
  );
  // Listening on TCP, so the address is one with a port.
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async (server) => once(server.close(), 'close')));
  return ports;
}
