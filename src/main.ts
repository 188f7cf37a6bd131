import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { serveDemoSignIn } from './api/demo-sign-in';
import { EXPLORER_PATH, serveExplorer } from './api/explorer';
import type { Engine } from './api/engine';
import { watchDepartures } from './api/departures';
import { serveExports } from './api/exports';
import type { ApiOptions } from './api/graphql-options';
import { addHttpRules, GRAPHQL_PATH } from './api/http-rules';
import { NestLog } from './api/nest-log';
import { hasPages, servePages } from './api/pages';
import { cutIdleSockets } from './api/sockets';
import { AppModule } from './app.module';
import { openHost, type Host } from './host';
import { authenticator } from './platform/auth';
import type { Config } from './platform/config';
import { openDemoIssuer, type DemoIssuer } from './platform/demo-issuer';
import { assertListenable, listenRefusal } from './platform/listening';
import { openLog } from './platform/logging';
import { trustedIssuers } from './platform/oidc-issuer';
import { errorText, StartupError } from './platform/startup-error';

const BODY_BYTES_MAX = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** From a stop that is done to the end of the process. */
const LINGER_MS_MAX = 1_000;
const STOP_MS_MAX = 10_000;
/** Where the pages are built to, seen from the sources and from their compiled form. */
const PAGES_DIR = join(__dirname, '..', 'web', 'dist');
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** What of a service there is beside its API. */
interface ApiExtras {
  readonly log: Logger;
  /** Folder of the built pages; absent: none are served. */
  readonly pagesDir?: string | null;
  /** Signs people in to the demo. */
  readonly demoIssuer?: DemoIssuer | null;
}

/**
 * The API in front of an engine, ready for `inject` and `listen`; nothing is bound to a port.
 * Closing it does not close the engine. `module` is what is served: absent, the whole API.
 */
export async function createApi(
  engine: Engine,
  options: ApiOptions & ApiExtras,
  module: DynamicModule = AppModule.forEngine(engine, options),
): Promise<NestFastifyApplication> {
  const { log, demo, pagesDir = null, demoIssuer = null } = options;
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    // One line a request, below; Fastify's own two say the query string as well.
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A stop is not to wait for clients who keep a connection for later.
    forceCloseConnections: 'idle',
  });
  const server = adapter.getInstance<FastifyInstance>();
  addHttpRules(server);
  cutIdleSockets(server);
  server.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?', 1)[0];
    const facts = { method: request.method, path, status: reply.statusCode };
    request.log.info({ ...facts, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  watchDepartures(server);
  serveExports(server);
  if (demo) await serveExplorer(server, GRAPHQL_PATH);
  if (demoIssuer) serveDemoSignIn(server, demoIssuer);
  if (pagesDir !== null) await servePages(server, pagesDir);
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    adapter,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's way
    { logger: new NestLog(log), abortOnError: false, forceCloseConnections: true },
  );
  await app.init();
  await server.ready();
  return app;
}

export interface ServeOptions {
  readonly config: Config;
  /** The sample clinic: its own issuer and an explorer, on loopback only. */
  readonly demo: boolean;
  /** Hears of a master key that took the place of another, to tell the operator. */
  readonly onNewMasterKey?: (key: Buffer) => void;
  /** Called with the open engine before anything is served, e.g. to fill the sample clinic. */
  readonly prepare?: (host: Host, issuer: DemoIssuer | null) => Promise<void>;
}

/** A running service. */
export interface Service {
  readonly host: Host;
  /** Null without a demo: there is no such issuer. */
  readonly issuer: DemoIssuer | null;
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Null without a demo. */
  readonly explorerUrl: string | null;
  /** The pages were built, and are served at `url`. */
  readonly hasPages: boolean;
  /** Stops taking requests, finishes those it has, then projector, pool and database. */
  stop(): Promise<void>;
}

/**
 * Opens the engine and serves it. Throws `StartupError` with one sentence for what stands in the
 * way; then nothing is left running.
 */
export async function startService(options: ServeOptions): Promise<Service> {
  const { config, demo, onNewMasterKey } = options;
  if (demo && !LOOPBACK.includes(config.host)) {
    throw new StartupError(
      `HOST is "${config.host}", but the demo is for this machine only: leave HOST unset.`,
    );
  }
  await assertListenable(config);
  const log = openLog(config.logLevel);
  const heard = onNewMasterKey ? { onNewMasterKey } : {};
  const kind = demo ? 'demo' : 'live';
  const host = await openHost({ config, kind, log, projectorThread: true, ...heard });
  try {
    const issuer = demo ? await openDemoIssuer(config.dataDir) : null;
    await options.prepare?.(host, issuer);
    const authenticate = authenticator(
      trustedIssuers(config, issuer, (message) => {
        log.warn(message);
      }),
    );
    await completeErasures(host.engine);
    host.engine.conformance.start();
    const pagesDir = hasPages(PAGES_DIR) ? PAGES_DIR : null;
    const extras = { pagesDir, demoIssuer: issuer };
    const app = await createApi(host.engine, { authenticate, demo, log, ...extras });
    const url = await listen(app, config);
    host.announce(url);
    return {
      host,
      issuer,
      url,
      explorerUrl: demo ? `${url}${EXPLORER_PATH}` : null,
      hasPages: pagesDir !== null,
      async stop() {
        await app.close();
        await host.close();
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function completeErasures(engine: Host['engine']): Promise<void> {
  await restoreErasures(engine);
  // What cannot be completed now was logged, and is tried again.
  await engine.erasures.settle().catch(() => undefined);
  engine.erasures.start();
}

/** Nobody is answered by a restored database that has forgotten whom it erased. */
export async function restoreErasures({ erasures }: Host['engine']): Promise<void> {
  try {
    await erasures.restore();
  } catch (error) {
    throw new StartupError(
      `Keys of patients who were erased are back, and cannot be deleted: ${errorText(error)}.`,
      { cause: error },
    );
  }
}

async function listen(app: NestFastifyApplication, { port, host }: Config): Promise<string> {
  try {
    // Past Nest, which would log a failure with its stack before it is told in one sentence.
    return await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    await app.close();
    throw listenRefusal(error, { port, host });
  }
}

/**
 * Serves until SIGINT or SIGTERM, then stops cleanly within 10 s. Resolves with the exit code:
 * 0, or 1 when something did not stop in time. `onListening` says where it answers.
 */
export async function serve(
  options: ServeOptions & { readonly onListening?: (service: Service) => Promise<void> | void },
): Promise<number> {
  const asked = stopSignal();
  const service = await startService(options);
  await options.onListening?.(service);
  await asked;
  const timeout = new Promise<number>((resolve) => {
    setTimeout(resolve, STOP_MS_MAX, 1).unref();
  });
  const code = await Promise.race([service.stop().then(() => 0), timeout]);
  // Whatever is still open somewhere must not hold the process: its work is done.
  setTimeout(() => process.exit(), LINGER_MS_MAX).unref();
  return code;
}

/** Resolves at the first SIGINT or SIGTERM; one that comes while starting is not lost. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
