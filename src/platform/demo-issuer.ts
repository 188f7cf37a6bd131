import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { AUDIENCE, type TrustedIssuer } from './auth';
import { errorText, StartupError } from './startup-error';

/** The `iss` of the demo's own tokens. */
export const DEMO_ISSUER = 'anamnesis-demo';

/** Signs people in to the sample clinic. There is none without `--demo`. */
export interface DemoIssuer {
  readonly trusted: TrustedIssuer;
  /** A bearer token for a subject of the sample clinic; `name` is for the eye only. */
  mint(who: {
    readonly subject: string;
    readonly name: string;
    readonly ttlSeconds: number;
  }): Promise<string>;
}

const ALGORITHM = 'EdDSA';
const FILE = 'demo-issuer.json';

const keyFile = z.object({
  public: z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
  private: z.object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    d: z.string(),
  }),
});

/**
 * The demo's issuer, with an Ed25519 key pair kept in the data folder (mode 0600), so that tokens
 * outlive a restart. Throws `StartupError` when the file cannot be written or does not hold a key.
 */
export async function openDemoIssuer(dataDir: string): Promise<DemoIssuer> {
  const pair = await keyPair(join(dataDir, FILE));
  const signing = await importJWK(pair.private, ALGORITHM);
  const checking = await importJWK(pair.public, ALGORITHM);
  return {
    trusted: {
      issuer: DEMO_ISSUER,
      audience: AUDIENCE,
      keys: () => Promise.resolve(checking),
    },
    mint: ({ subject, name, ttlSeconds }) =>
      new SignJWT({ name })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(DEMO_ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(`${ttlSeconds} seconds`)
        .sign(signing),
  };
}

async function keyPair(file: string): Promise<{ public: JWK; private: JWK }> {
  if (!existsSync(file)) return newKeyPair(file);
  try {
    return keyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartupError(
      `${file} does not hold the demo's key pair: delete it, and start again.`,
    );
  }
}

async function newKeyPair(file: string): Promise<{ public: JWK; private: JWK }> {
  const made = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const pair = {
    public: await exportJWK(made.publicKey),
    private: await exportJWK(made.privateKey),
  };
  try {
    writeFileSync(file, `${JSON.stringify(pair)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new StartupError(`The demo's key pair ${file} cannot be written: ${errorText(error)}.`);
  }
  return pair;
}
