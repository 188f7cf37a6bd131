import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';

/** Who a bearer token speaks of; rights never come from the token. */
export interface SignedIn {
  readonly issuer: string;
  readonly subject: string;
  /** Milliseconds since 1970 UTC, skew not counted. */
  readonly expiresAtMs: number;
}

/** An issuer whose tokens are taken: another one is another entry, its keys from its JWKS. */
export interface TrustedIssuer {
  /** The `iss` of its tokens, exactly. */
  readonly issuer: string;
  /** The `aud` that its tokens must name. */
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** The token is missing, malformed, expired, or of nobody whom this service trusts. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** Whether a token is good cannot be said now: its issuer gives no keys. Try again. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
  constructor(
    message: string,
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type Authenticate = (authorization: string) => Promise<SignedIn>;

/** The audience of tokens for this service. */
export const AUDIENCE = 'anamnesis';

const SKEW_SECONDS = 60;
const VERIFIED_MAX = 2_000;
/** Signatures by public key only (RFC 7518, RFC 8037): never `none`, never a shared secret. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512'];

/**
 * Makes the check of an `Authorization` header (RFC 6750): issuer, audience, expiry with 60 s of
 * skew, signature. A token that was verified is remembered until it expires; its rights are not.
 * The check throws `SignInRefused` with a sentence that may be shown, `IssuerUnavailable` with one
 * for the operator.
 */
export function authenticator(
  issuers: readonly TrustedIssuer[],
  nowMs: () => number = Date.now,
): Authenticate {
  const byName = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  const verified = new LRUCache<string, SignedIn>({ max: VERIFIED_MAX });

  return async (authorization) => {
    const token = bearerToken(authorization);
    const known = verified.get(token);
    if (known && nowMs() < known.expiresAtMs + SKEW_SECONDS * 1_000) return known;
    verified.delete(token);
    const trusted = byName.get(issuerOf(token));
    if (!trusted) throw new SignInRefused('The token is of an issuer that is not trusted here.');
    const signedIn = await verify(token, trusted, nowMs());
    verified.set(token, signedIn);
    return signedIn;
  };
}

function bearerToken(authorization: string): string {
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw new SignInRefused('The Authorization header must read: Bearer, a space, the token.');
  }
  return token;
}

/** Only to choose the keys: nothing is believed before the signature was checked. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw new SignInRefused('The bearer token is not a JSON Web Token.');
  }
}

async function verify(token: string, trusted: TrustedIssuer, nowMs: number): Promise<SignedIn> {
  try {
    const { payload } = await jwtVerify(token, trusted.keys, {
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms: ALGORITHMS,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(nowMs),
    });
    const { sub, exp } = payload;
    if (sub === undefined || sub === '' || exp === undefined) {
      throw new SignInRefused('The token names no subject.');
    }
    return { issuer: trusted.issuer, subject: sub, expiresAtMs: exp * 1_000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new SignInRefused('The token has expired: sign in again.');
    }
    if (error instanceof errors.JOSEError) {
      throw new SignInRefused('The token is not valid for this service.');
    }
    throw error;
  }
}
