import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { ExecutionResult } from 'graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusContext } from 'mercurius';
import type { Authenticate } from '../platform/auth';
import type { Engine } from './engine';
import { errorAnswer } from './error-answers';
import { unauthenticated } from './errors';
import { answersPlainJson, checkBody, GRAPHQL_PATH } from './http-rules';
import { assertAffordable, isIntrospection, operationsIn, TOKENS_MAX } from './limits';
import { ORPHANED_TYPES } from './schema-extras';
import { viewerOf, type RequestContext } from './viewer';

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
      viewer: viewerOf(request.headers.authorization, options.authenticate, engine),
    }),
    errorFormatter: (execution, context) => formatErrors(execution, context.reply),
    hooks: {
      preParsing: async (_schema, _source, context) => {
        await assertSignedIn(asOurs(context), options.demo);
      },
      preExecution: async (_schema, document, context, variables) => {
        await assertSignedIn(asOurs(context), options.demo && isIntrospection(document));
        assertAffordable(document, variables);
        // A compiled document knows one operation only, and Mercurius keeps it by the text: one
        // that comes back changed, as this seems to, is not compiled.
        return operationsIn(document) > 1 ? { document } : undefined;
      },
    },
  };
}

/** Mercurius hands on what `context` above made, but types it as its own. */
function asOurs(context: MercuriusContext): Context {
  return context as Context;
}

async function assertSignedIn(context: Context, orAnyone: boolean): Promise<void> {
  const viewer = await context.viewer();
  if (!viewer && !orAnyone) throw unauthenticated('Sign in: send a bearer token.');
}

function formatErrors(execution: Pick<ExecutionResult, 'data' | 'errors'>, reply: FastifyReply) {
  const { request, log } = reply;
  const answer = errorAnswer(execution, {
    requestId: request.id,
    plainJson: answersPlainJson(request),
    report: (error) => {
      log.error({ err: error }, 'a request failed inside');
    },
  });
  if (answer.retryAfterMs !== null) {
    reply.header('retry-after', String(Math.ceil(answer.retryAfterMs / 1_000)));
  }
  return { statusCode: answer.statusCode, response: answer.response };
}
