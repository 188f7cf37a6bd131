import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  authenticator,
  IssuerUnavailable,
  SignInRefused,
  type Authenticate,
  type TrustedIssuer,
} from '../../src/platform/auth';
import { openIdIssuer } from '../../src/platform/oidc-issuer';

const AUDIENCE = 'anamnesis-test';
const PROVIDER = join(__dirname, '../support/openid-provider.mjs');

/** A real provider on loopback, which a test stops and starts with another key. */
describe('tokens of an OpenID Connect provider', () => {
  let port: number;
  let issuer: string;
  let provider: ChildProcess | null = null;
  const warnings: string[] = [];

  const start = async (): Promise<void> => {
    provider = spawn(process.execPath, [PROVIDER, String(port), AUDIENCE], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await once(provider.stdout!, 'data'); // piped above
  };
  const stop = async (): Promise<void> => {
    if (!provider) return;
    const gone = once(provider, 'exit');
    provider.kill();
    await gone;
    provider = null;
  };
  const mint = async (): Promise<string> => {
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('thea:thea-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return `Bearer ${token}`;
  };
  const trusting = (audience = AUDIENCE): Authenticate =>
    authenticator([openIdIssuer({ issuer, audience }, (message) => warnings.push(message))]);
  /** As long as a caller would try: the issuer is asked again only after a while. */
  const eventually = async (authenticate: Authenticate, token: string) => {
    for (let tries = 40; ; tries -= 1) {
      try {
        return await authenticate(token);
      } catch (error) {
        if (tries === 0) throw error;
        await wait(500);
      }
    }
  };

  beforeAll(async () => {
    port = await freePort();
    issuer = `http://127.0.0.1:${port}`;
    await start();
  }, 30_000);
  afterAll(stop);

  it('are taken, by discovery, with issuer and subject', async () => {
    const signedIn = await trusting()(await mint());
    expect(signedIn).toMatchObject({ issuer, subject: 'thea' });
    expect(signedIn.expiresAtMs).toBeGreaterThan(Date.now());
  });

  it('are refused for another audience, and when changed', async () => {
    const token = await mint();
    await expect(trusting('another')(token)).rejects.toThrow(SignInRefused);
    // The first letter of the signature, all of whose bits count.
    const changed = token.replace(/\.([^.])(?=[^.]*$)/, (_dot, first) =>
      first === 'A' ? '.B' : '.A',
    );
    await expect(trusting()(changed)).rejects.toThrow(SignInRefused);
  });

  it('are neither taken nor refused while the provider is away; a new key is found by itself', async () => {
    const authenticate = trusting();
    const old = await mint();
    await authenticate(old);
    await stop();
    const late = trusting();
    await expect(late(old)).rejects.toThrow(IssuerUnavailable);
    expect(warnings.at(-1)).toMatch(`The issuer ${issuer} gives no keys: `);
    // Verified before, and still good.
    await authenticate(old);

    await start();
    const fresh = await mint();
    expect(await eventually(authenticate, fresh)).toMatchObject({ subject: 'thea' });
    expect(await eventually(late, fresh)).toMatchObject({ subject: 'thea' });
    await expect(late(old)).rejects.toThrow(SignInRefused);
  }, 60_000);

  it('are of the issuer that was asked: one that speaks for another gives no keys', async () => {
    const alias = `http://localhost:${port}`;
    const trusted = openIdIssuer({ issuer: alias, audience: AUDIENCE }, () => undefined);
    await expect(keysOf(trusted)).rejects.toThrow(`speaks for the issuer "${issuer}"`);
  });
});

async function keysOf({ keys }: TrustedIssuer): Promise<unknown> {
  return keys({ alg: 'RS256' }, { payload: '', signature: '' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  server.close();
  await once(server, 'close');
  return port;
}
