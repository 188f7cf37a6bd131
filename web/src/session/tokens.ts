import { demoToken, type Token } from './demo-sign-in';

/** A token is renewed when it has no longer than this. */
const RENEW_BEFORE_MS = 60_000;

/** Hands out a token that is still good, and renews it in time. It is held in memory only. */
export interface Tokens {
  /** Throws what the sign-in throws. */
  fresh(): Promise<string>;
}

/** Tokens of a person of the demo. */
export function demoTokens(subject: string): Tokens {
  let held: Token | null = null;
  let asked: Promise<Token> | null = null;
  return {
    async fresh() {
      if (held && held.expiresAtMs - Date.now() > RENEW_BEFORE_MS) return held.value;
      asked ??= demoToken(subject).finally(() => {
        asked = null;
      });
      held = await asked;
      return held.value;
    },
  };
}
