import { generateKeyPair, SignJWT } from 'jose';
import { openEngine, type Engine } from '../src/compose';
import { createApi } from '../src/main';
import { AUDIENCE, authenticator } from '../src/platform/auth';
import { openLog } from '../src/platform/logging';
import { TestClock } from '../test/support/engine';
import { MASTER_KEY } from './loaded-log';
import { ISSUER, MANAGER } from './organisation';
import type { BenchServer } from './server';

/** The Monday after the last day of what is loaded. */
const NOW = '2024-11-04T09:00:00.000Z';
const BUILT_WITHIN_MS = 3_600_000;
/** Longer than figures of now are answered from memory. */
const LATER_MS = 2_000;

/** The service on a loaded log, its clock where the log ends, asked over HTTP by the manager. */
export interface ReadSite {
  readonly engine: Engine;
  readonly position: number;
  /** Seconds that the tables took. */
  readonly builtIn: number;
  /** Answers of now that are kept are too old from here on. */
  later(): void;
  ask(query: string, variables: object): Promise<string>;
  close(): Promise<void>;
}

export async function openReadSite({ app }: Pick<BenchServer, 'app'>): Promise<ReadSite> {
  const log = openLog('silent');
  const clock = new TestClock(NOW);
  const startMs = performance.now();
  const engine = await openEngine({ app, masterKey: MASTER_KEY, clock, log });
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const keys = () => Promise.resolve(publicKey);
  const authenticate = authenticator([{ issuer: ISSUER, audience: AUDIENCE, keys }]);
  const api = await createApi(engine, { authenticate, demo: false, log });
  const { position } = await engine.store.head();
  await engine.projector.visibility.waitFor(position, BUILT_WITHIN_MS);
  const builtIn = (performance.now() - startMs) / 1_000;
  const url = await api.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(MANAGER)
    .setExpirationTime('6 hours')
    .sign(privateKey);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return {
    engine,
    position,
    builtIn,
    later: () => {
      clock.forward(LATER_MS);
    },
    async ask(query, variables) {
      const body = JSON.stringify({ query, variables });
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      const text = await response.text();
      if (text.includes('"errors"')) throw new Error(`the service answered: ${text}`);
      return text;
    },
    async close() {
      await api.close();
      await engine.close();
    },
  };
}
