import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { createInterface } from 'node:readline';
import { processesIn } from '../../src/platform/postgres-process';

const root = join(__dirname, '..', '..');
const register = join(root, 'scripts', 'swc-register.cjs');

describe('the service as a process', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'anamnesis-service-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const pid of processesIn(join(folder, 'data', 'postgres'))) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const script = join(__dirname, 'service-process.ts');
    const settings = { PORT: '0', ANAMNESIS_DATA: join(folder, 'data'), LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, ['-r', register, script, ...args], {
      cwd: root,
      env: { ...process.env, ...settings, ...env },
    });
    children.push(child);
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
    const ended = once(child, 'exit').then(([code]) => ({ code: code as number, complaint }));
    const listening = async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        return JSON.parse(line) as { url: string; token?: string };
      }
      throw new Error(`The service ended: ${complaint}`);
    };
    return { child, ended, listening };
  };

  it('answers, and stops cleanly when told, the database included', async () => {
    const { child, ended, listening } = start(['--demo']);
    const { url, token } = await listening();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    // A client that keeps its connection does not hold the stop up.
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ me { subject roles { role } } }' }),
    });
    expect(await response.json()).toEqual({ data: { me: { subject: 'thea', roles: [] } } });
    expect((await fetch(`${url}/explorer/`)).status).toBe(200);
    const askedAtMs = Date.now();
    child.kill('SIGTERM');
    const { code, complaint } = await ended;
    expect([code, complaint]).toEqual([0, '']);
    expect(Date.now() - askedAtMs).toBeLessThan(10_000);
    expect(processesIn(join(folder, 'data', 'postgres'))).toEqual([]);
  });

  it('stops whatever sockets did before: gone in the middle of signing in, or silent', async () => {
    const { child, ended, listening } = start(['--demo']);
    const { url, token } = await listening();
    const authorization = `Bearer ${token}`;
    const init = JSON.stringify({ type: 'connection_init', payload: { authorization } });
    const open = async () => {
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
      await once(socket, 'open');
      return socket;
    };
    for (let round = 0; round < 20; round++) {
      const socket = await open();
      socket.send(init);
      socket.terminate();
    }
    const silent = await open();
    silent.on('error', () => undefined);
    child.kill('SIGTERM');
    const { code, complaint } = await ended;
    expect([code, complaint]).toEqual([0, '']);
  }, 120_000);

  it('says in one sentence that its port is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    // Listening on TCP has a port.
    const { port } = other.address() as AddressInfo;
    const { code, complaint } = await start([], { PORT: String(port) }).ended;
    other.close();
    expect(code).toBe(1);
    expect(complaint).toMatch(new RegExp(`^Port ${port} is taken [^\n]*\\.\n$`));
    expect(processesIn(join(folder, 'data', 'postgres'))).toEqual([]);
  });

  it('refuses to show the demo to other machines', async () => {
    const { code, complaint } = await start(['--demo'], { HOST: '0.0.0.0' }).ended;
    expect(code).toBe(1);
    expect(complaint).toContain('the demo is for this machine only');
  });
});
