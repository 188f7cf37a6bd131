import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { AUDIENCE, authenticator, SignInRefused } from '../../src/platform/auth';
import { DEMO_ISSUER, openDemoIssuer, type DemoIssuer } from '../../src/platform/demo-issuer';
import { StartupError } from '../../src/platform/startup-error';

describe('signing in', () => {
  let folder: string;
  let issuer: DemoIssuer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anamnesis-auth-'));
    issuer = await openDemoIssuer(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const mint = (ttlSeconds = 600) => issuer.mint({ subject: 'thea', name: 'Thea', ttlSeconds });

  it('takes a token of a trusted issuer', async () => {
    const authenticate = authenticator([issuer.trusted]);
    const token = await mint();
    const signedIn = await authenticate(`Bearer ${token}`);
    expect(signedIn).toMatchObject({ issuer: DEMO_ISSUER, subject: 'thea' });
    expect(await authenticate(`bearer  ${token}`)).toEqual(signedIn);
  });

  it('takes an expired token for 60 s more, remembered or not', async () => {
    let nowMs = Date.now();
    const authenticate = authenticator([issuer.trusted], () => nowMs);
    const token = `Bearer ${await mint(10)}`;
    await authenticate(token);
    nowMs += 60_000;
    await authenticate(token);
    nowMs += 12_000;
    await expect(authenticate(token)).rejects.toThrow('expired');
    const fresh = authenticator([issuer.trusted], () => nowMs);
    await expect(fresh(token)).rejects.toThrow('expired');
  });

  it('keeps its key pair, readable by its owner only', async () => {
    const file = join(folder, 'demo-issuer.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = await mint();
    const again = await openDemoIssuer(folder);
    await expect(authenticator([again.trusted])(`Bearer ${token}`)).resolves.toBeDefined();
    const before = readFileSync(file);
    writeFileSync(file, '{}');
    await expect(openDemoIssuer(folder)).rejects.toThrow(StartupError);
    writeFileSync(file, before);
  });

  describe('refuses', () => {
    const signed = async (claims: JWTPayload, header: object = {}): Promise<string> => {
      const { privateKey } = await generateKeyPair('EdDSA');
      return new SignJWT({ iss: DEMO_ISSUER, aud: AUDIENCE, sub: 'thea', ...claims })
        .setProtectedHeader({ alg: 'EdDSA', ...header })
        .setExpirationTime('10 minutes')
        .sign(privateKey);
    };
    const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

    it('other schemes, other keys, other issuers, no signature and shared secrets', async () => {
      const authenticate = authenticator([issuer.trusted]);
      const claims = { iss: DEMO_ISSUER, aud: AUDIENCE, sub: 'thea', exp: 4_000_000_000 };
      const secret = new TextEncoder().encode('x'.repeat(32));
      const hmac = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
      const [head, body, signature] = (await mint()).split('.');
      const changed = encoded({ ...claims, sub: 'admin' });
      const bad = [
        '',
        'Bearer',
        'Basic dGhlYTpw',
        'Bearer abc',
        `Bearer ${await signed({})}`,
        `Bearer ${await signed({ iss: 'https://elsewhere.example' })}`,
        `Bearer ${encoded({ alg: 'none' })}.${encoded(claims)}.`,
        `Bearer ${hmac}`,
        `Bearer ${head}.${changed}.${signature}`,
        `Bearer ${head}.${body}.`,
      ];
      for (const authorization of bad) {
        await expect(authenticate(authorization)).rejects.toThrow(SignInRefused);
      }
    });

    it('a token for another audience', async () => {
      const trusted = { ...issuer.trusted, audience: 'another-service' };
      const token = `Bearer ${await mint()}`;
      await expect(authenticator([trusted])(token)).rejects.toThrow(SignInRefused);
    });
  });
});
