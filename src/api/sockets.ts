import {
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MercuriusContext, MercuriusOptions } from 'mercurius';
import { v7 as uuidV7 } from 'uuid';
import type { Authenticate } from '../platform/auth';
import { IssuerUnavailable, SignInRefused } from '../platform/auth';
import type { Engine } from './engine';
import { ApiError } from './errors';
import { assertAffordable, TOKENS_MAX } from './limits';
import { Opened } from './opened';
import { shedWhenSlow, type Sheddable } from './slow-readers';
import { knownViewer, type RequestContext } from './viewer';

/** Longest time from opening a socket to signing in on it. */
const SIGN_IN_WITHIN_MS = 10_000;
/** A pause in which nothing was sent: a dead peer is found out by it. */
const KEEP_ALIVE_MS = 20_000;
/** Longest time a timer of Node can wait; a token that lives longer is looked at again then. */
const TIMER_MS_MAX = 2_147_483_647;
/** A close code of applications, after HTTP's 401. */
const CLOSE_UNAUTHENTICATED = 4401;
/** The registered close code of a server that cannot do it now (IANA, WebSocket close codes). */
const CLOSE_TRY_LATER = 1013;
const TRY_LATER = 'Whose token that is cannot be checked now: connect again in a moment.';

type SubscriptionOptions = Exclude<MercuriusOptions['subscription'], boolean | undefined>;

/** What is used of a WebSocket (package ws, which comes with Mercurius). */
type WebSocket = Sheddable;

/** What Mercurius calls `onConnect` on. */
interface Connection {
  readonly socket: WebSocket;
  readonly context: { readonly request: FastifyRequest };
}

/** Requests for a socket on which somebody signed in; the others are cut off after a while. */
const signedIn = new WeakSet<FastifyRequest>();

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
    context: (_socket, request: FastifyRequest) => ({ requestId: request.id }),
    // A method of the connection as Mercurius calls it: the socket is known by that alone.
    async onConnect(this: Connection, { payload }: { readonly payload?: unknown }) {
      const { socket } = this;
      const authorization = authorizationIn(payload);
      try {
        const { expiresAtMs } = await authenticate(authorization);
        closeAt(socket, expiresAtMs);
      } catch (error) {
        if (error instanceof SignInRefused) socket.close(CLOSE_UNAUTHENTICATED, error.message);
        else if (error instanceof IssuerUnavailable) socket.close(CLOSE_TRY_LATER, TRY_LATER);
        else throw error;
        return false;
      }
      signedIn.add(this.context.request);
      shedWhenSlow(socket);
      const viewer = () => knownViewer(authorization, authenticate, engine);
      return {
        known: viewer,
        viewer: async () => (await viewer())?.fresh() ?? null,
        opened: new Opened(engine),
      } satisfies Omit<RequestContext, 'requestId'>;
    },
  };
}

function authorizationIn(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const given = new Map<string, unknown>(Object.entries(payload));
  const authorization = given.get('authorization') ?? given.get('Authorization');
  return typeof authorization === 'string' ? authorization : '';
}

/** The timer holds no process: a socket may have closed while its token was looked at. */
function closeAt(socket: WebSocket, expiresAtMs: number): void {
  const leftMs = expiresAtMs - Date.now();
  const timer = setTimeout(
    () => {
      if (leftMs > TIMER_MS_MAX) closeAt(socket, expiresAtMs);
      else socket.close(CLOSE_UNAUTHENTICATED, 'The token has expired: sign in again.');
    },
    Math.min(Math.max(leftMs, 0), TIMER_MS_MAX),
  ).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

/** Cuts off sockets that nobody signs in on. To be added before the GraphQL route is. */
export function cutIdleSockets(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.upgrade !== undefined) {
      const { socket } = request.raw;
      const timer = setTimeout(() => {
        if (!signedIn.has(request)) socket.destroy();
      }, SIGN_IN_WITHIN_MS).unref();
      socket.once('close', () => {
        clearTimeout(timer);
      });
    }
    done();
  });
}

/**
 * Counts the tokens of a document that came by a socket: Mercurius has parsed it unbounded, and
 * asked nobody whether it is a text at all.
 */
export function assertShort(source: unknown): asserts source is string {
  if (typeof source !== 'string') throw new ApiError('BAD_USER_INPUT', 'query must be a text');
  parse(source, { maxTokens: TOKENS_MAX });
}

/** What is checked of an HTTP request before it runs, for a socket: there Mercurius does not. */
export function assertSubscription(schema: GraphQLSchema, document: DocumentNode): void {
  const [error] = validate(schema, document, undefined, { maxErrors: 1 });
  if (error) throw new ApiError('BAD_USER_INPUT', error.message);
  assertAffordable(document);
}

/** What comes by HTTP is answered once. Throws `BAD_USER_INPUT` for a subscription. */
export function assertNoSubscription({ definitions }: DocumentNode): void {
  const isSubscription = definitions.some(
    (each) =>
      each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (!isSubscription) return;
  const message = 'Subscribe by WebSocket (graphql-transport-ws): HTTP answers once only.';
  throw new ApiError('BAD_USER_INPUT', message);
}

/** What a socket's request is logged and numbered by: it has no reply. */
export function socketRequest(context: Pick<MercuriusContext, 'app'>): {
  readonly requestId: string;
  readonly log: FastifyInstance['log'];
} {
  return { requestId: uuidV7(), log: context.app.log };
}
