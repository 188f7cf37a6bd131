import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { ExecutionResult } from 'graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusContext } from 'mercurius';
import type { Authenticate } from '../platform/auth';
import type { Engine } from './engine';
import { errorAnswer } from './error-answers';
import { answersPlainJson, checkBody, GRAPHQL_PATH } from './http-rules';
import { assertAffordable, isIntrospection, operationsIn, TOKENS_MAX } from './limits';
import { Opened } from './opened';
import { withPlainFields } from './plain-fields';
import { ORPHANED_TYPES } from './schema-extras';
import {
  assertNoSubscription,
  assertShort,
  assertSubscription,
  socketRequest,
  subscriptionOptions,
} from './sockets';
import { notSignedIn, viewerOf, type RequestContext } from './viewer';

export interface ApiOptions {
  /** Checks bearer tokens. */
  readonly authenticate: Authenticate;
  /** The sample clinic: an explorer, and the schema open to who is not signed in. */
  readonly demo: boolean;
}

type Context = MercuriusContext & RequestContext;

/** How Mercurius serves the schema: who asks, limits, and what is told of errors. */
export function graphqlOptions(engine: Engine, options: ApiOptions): MercuriusDriverConfig {
  return {
    driver: MercuriusDriver,
    path: GRAPHQL_PATH,
    // Kept in memory; the file is written by `npm run generate`.
    autoSchemaFile: true,
    sortSchema: true,
    transformSchema: withPlainFields,
    buildSchemaOptions: { orphanedTypes: ORPHANED_TYPES },
    // Compiled in the background once a document came twice. A plain number would compile within
    // a request, whose variables Mercurius then leaves unchecked.
    jit: { minCount: 2, eluThreshold: 1 },
    graphiql: false,
    allowBatchedQueries: false,
    graphql: { parseOptions: { maxLexicalTokens: TOKENS_MAX }, validateOptions: { maxErrors: 20 } },
    // No schema of the answer: Mercurius' own would turn list indices in paths into texts.
    additionalRouteOptions: { schema: {}, preHandler: checkBody },
    context: (request: FastifyRequest): RequestContext => ({
      requestId: request.id,
      ...viewerOf(request.headers.authorization, options.authenticate, engine),
      opened: new Opened(engine),
    }),
    subscription: subscriptionOptions(engine, options.authenticate),
    errorFormatter: formatErrors,
    hooks: {
      preParsing: async (_schema, _source, context) => {
        await assertSignedIn(asOurs(context), options.demo);
      },
      preExecution: async (_schema, document, context, variables) => {
        await assertSignedIn(asOurs(context), options.demo && isIntrospection(document));
        assertNoSubscription(document);
        assertAffordable(document, variables);
        // A compiled document knows one operation only, and Mercurius keeps it by the text: one
        // that comes back changed, as this seems to, is not compiled.
        return operationsIn(document) > 1 ? { document } : undefined;
      },
      preSubscriptionParsing: (_schema, source) => {
        assertShort(source);
      },
      preSubscriptionExecution: (schema, document) => {
        assertSubscription(schema, document);
      },
    },
  };
}

/** Mercurius hands on what `context` above made, but types it as its own. */
function asOurs(context: MercuriusContext): Context {
  return context as Context;
}

async function assertSignedIn(context: Context, orAnyone: boolean): Promise<void> {
  const viewer = await context.known();
  if (!viewer && !orAnyone) throw notSignedIn();
}

/** A socket has no reply to speak of. */
type ErrorContext = Pick<MercuriusContext, 'app'> & { readonly reply?: FastifyReply };

function formatErrors(
  execution: Pick<ExecutionResult, 'data' | 'errors'>,
  context: ErrorContext,
): { statusCode: number; response: ExecutionResult } {
  const { reply } = context;
  const request = reply?.request;
  const { log, requestId } = reply
    ? { log: reply.log, requestId: reply.request.id }
    : socketRequest(context);
  const answer = errorAnswer(execution, {
    requestId,
    plainJson: request ? answersPlainJson(request) : false,
    report: (error) => {
      log.error({ err: error }, 'a request failed inside');
    },
  });
  if (answer.retryAfterMs !== null) {
    reply?.header('retry-after', String(Math.ceil(answer.retryAfterMs / 1_000)));
  }
  // Errors go out as they are worded here; Mercurius types them as those of graphql-js.
  return { statusCode: answer.statusCode, response: answer.response as ExecutionResult };
}
