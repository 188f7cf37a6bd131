import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MercuriusContext, MercuriusOptions } from 'mercurius';
import { v7 as uuidV7 } from 'uuid';
import type { WebSocket } from 'ws';
import type { Authenticate } from '../platform/auth';
import { SignInRefused } from '../platform/auth';
import type { Engine } from './engine';
import { ApiError } from './errors';
import { assertAffordable, TOKENS_MAX } from './limits';
import { Opened } from './opened';
import { knownViewer, type RequestContext } from './viewer';

/** Longest time from opening a socket to signing in on it. */
const SIGN_IN_WITHIN_MS = 10_000;
/** A pause in which nothing was sent: a dead peer is found out by it. */
const KEEP_ALIVE_MS = 20_000;
/** Longest time a timer of Node can wait; a token that lives longer is looked at again then. */
const TIMER_MS_MAX = 2_147_483_647;
/** Close codes of applications, worded as HTTP's 401 and 408. */
const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_TOO_SLOW = 4408;

type SubscriptionOptions = Exclude<MercuriusOptions['subscription'], boolean | undefined>;

/** What Mercurius calls `onConnect` on. */
interface Connection {
  readonly socket: WebSocket;
}

/** Sockets that signed in; the others are closed after a while. */
const signedIn = new WeakSet<WebSocket>();

/**
 * Subscriptions by WebSocket, protocol `graphql-transport-ws`: the client signs in with its
 * bearer token as `authorization` in the payload of `connection_init`, and is closed with 4401
 * when the token expires.
 */
export function subscriptionOptions(
  engine: Engine,
  authenticate: Authenticate,
): SubscriptionOptions {
  return {
    keepAlive: KEEP_ALIVE_MS,
    // A socket outlives many rounds of rights: nothing of it is remembered.
    context: (_socket: WebSocket, request: FastifyRequest) => ({ requestId: request.id }),
    // A method of the connection as Mercurius calls it: the socket is known by that alone.
    async onConnect(this: Connection, { payload }: { readonly payload?: unknown }) {
      const { socket } = this;
      const authorization = authorizationIn(payload);
      try {
        const { expiresAtMs } = await authenticate(authorization);
        closeAt(socket, expiresAtMs);
      } catch (error) {
        if (!(error instanceof SignInRefused)) throw error;
        socket.close(CLOSE_UNAUTHENTICATED, error.message);
        return false;
      }
      signedIn.add(socket);
      const viewer = () => knownViewer(authorization, authenticate, engine);
      return {
        known: viewer,
        viewer: async () => (await viewer())?.fresh() ?? null,
        opened: new Opened(engine),
      } satisfies Omit<RequestContext, 'requestId'>;
    },
  } as SubscriptionOptions; // whose type knows no `this`
}

function authorizationIn(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const given = new Map<string, unknown>(Object.entries(payload));
  const authorization = given.get('authorization') ?? given.get('Authorization');
  return typeof authorization === 'string' ? authorization : '';
}

function closeAt(socket: WebSocket, expiresAtMs: number): void {
  const leftMs = expiresAtMs - Date.now();
  const timer = setTimeout(
    () => {
      if (leftMs > TIMER_MS_MAX) closeAt(socket, expiresAtMs);
      else socket.close(CLOSE_UNAUTHENTICATED, 'The token has expired: sign in again.');
    },
    Math.min(Math.max(leftMs, 0), TIMER_MS_MAX),
  );
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

/** Closes sockets that nobody signs in on. After the GraphQL route is there. */
export function closeIdleSockets(server: FastifyInstance): void {
  server.websocketServer.on('connection', (socket: WebSocket) => {
    const timer = setTimeout(() => {
      if (!signedIn.has(socket)) socket.close(CLOSE_TOO_SLOW, 'Nobody signed in.');
    }, SIGN_IN_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  });
}

/** Counts the tokens of a document that came by a socket: Mercurius has parsed it without a limit. */
export function assertShort(source: string): void {
  parse(source, { maxTokens: TOKENS_MAX });
}

/** What is checked of an HTTP request before it runs, for a socket: there Mercurius does not. */
export function assertSubscription(schema: GraphQLSchema, document: DocumentNode): void {
  const [error] = validate(schema, document, undefined, { maxErrors: 1 });
  if (error) throw new ApiError('BAD_USER_INPUT', error.message);
  assertAffordable(document);
}

/** What a socket's request is logged and numbered by: it has no reply. */
export function socketRequest(context: Pick<MercuriusContext, 'app'>): {
  readonly requestId: string;
  readonly log: FastifyInstance['log'];
} {
  return { requestId: uuidV7(), log: context.app.log };
}
