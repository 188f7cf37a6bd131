import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { IssuerUnavailable, type TrustedIssuer } from './auth';
import type { Config, OpenId } from './config';
import type { DemoIssuer } from './demo-issuer';
import { errorText } from './startup-error';

/** How long the issuer may take for one answer. */
const ANSWER_MS_MAX = 5_000;
/** An issuer is not asked more often for what it did not answer or does not have. */
const RETRY_AFTER_MS = 2_000;

/** What is needed of a provider's metadata (OpenID Connect Discovery 1.0, section 3). */
const metadata = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/** Tells the operator, in one sentence. */
type Warn = (message: string) => void;

/**
 * Whose tokens a service takes: a demo its own, any other the provider of its settings. None are
 * taken when there is neither.
 */
export function trustedIssuers(
  { openId }: Config,
  demo: DemoIssuer | null,
  warn: Warn,
): TrustedIssuer[] {
  if (demo) return [demo.trusted];
  return openId ? [openIdIssuer(openId, warn)] : [];
}

/**
 * An OpenID Connect provider as a trusted issuer. Its keys are found by discovery at the first
 * token, so that the service starts without it, and looked up again when a token names a key that
 * is not known yet (a rotation). `issuer` is the `iss` of its tokens, exactly. While the provider
 * gives no keys the check of a token throws `IssuerUnavailable`, and `warn` is told why.
 */
export function openIdIssuer({ issuer, audience }: OpenId, warn: Warn): TrustedIssuer {
  let keySet: Promise<JWTVerifyGetKey> | null = null;
  const unavailable = (error: unknown): IssuerUnavailable => {
    const message = `The issuer ${issuer} gives no keys: ${errorText(error)}.`;
    warn(message);
    return new IssuerUnavailable(message, RETRY_AFTER_MS, { cause: error });
  };
  const discovered = async (): Promise<JWTVerifyGetKey> => {
    try {
      return await discover(issuer);
    } catch (error) {
      // Forgotten a moment later: who asks until then is told the same.
      setTimeout(() => (keySet = null), RETRY_AFTER_MS).unref();
      throw unavailable(error);
    }
  };
  return {
    issuer,
    audience,
    async keys(header, token) {
      const keyFor = await (keySet ??= discovered());
      try {
        return await keyFor(header, token);
      } catch (error) {
        throw isAboutTheToken(error) ? error : unavailable(error);
      }
    },
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const said = metadata.parse(await response.json());
  // Section 4.3: otherwise another provider could speak for this one.
  if (said.issuer !== issuer) {
    throw new Error(`${address} speaks for the issuer ${JSON.stringify(said.issuer)}`);
  }
  return createRemoteJWKSet(new URL(said.jwks_uri), {
    timeoutDuration: ANSWER_MS_MAX,
    cooldownDuration: RETRY_AFTER_MS,
  });
}

/** No key fits, or several do: the token is at fault, the provider answered. */
function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
  );
}
