import { readFileSync } from 'node:fs';
import { text as readAllText } from 'node:stream/consumers';
import { Kind, parse, type DocumentNode } from 'graphql';
import { z } from 'zod';
import { GRAPHQL_PATH } from '../api/http-rules';
import { DEMO_STAFF } from '../demo/cast';
import { createApi, restoreErasures } from '../main';
import { authenticator } from '../platform/auth';
import type { Config } from '../platform/config';
import { runningService } from '../platform/data-dir-claim';
import { openDemoIssuer } from '../platform/demo-issuer';
import { openLog } from '../platform/logging';
import { trustedIssuers } from '../platform/oidc-issuer';
import { errorText, StartupError } from '../platform/startup-error';
import { answerCsv } from './answer-csv';
import { CommandFailed, EXIT, UsageError, type ExitCode } from './exit-codes';
import { isDemo, withEngine } from './open-engine';

/** Who asks: in a demo a role, elsewhere the bearer token in ANAMNESIS_TOKEN. */
export interface QuerySource {
  readonly role?: string | undefined;
}

export interface QueryOptions extends QuerySource {
  readonly asOf?: string | undefined;
  readonly variables?: string | undefined;
  readonly format?: string | undefined;
}

export interface Asking {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.unknown()).optional(),
});
export type Answer = z.infer<typeof answerSchema>;

const ANSWER_TIMEOUT_MS = 60_000;
const TOKEN_TTL_SECONDS = 600;
/** Read models of a process that has just started have to catch up first. */
const CAUGHT_UP_WITHIN_MS = 60_000;

/** `anamnesis query FILE|-`: prints the answer as JSON or CSV. */
export async function queryCommand(
  config: Config,
  file: string,
  options: QueryOptions,
): Promise<ExitCode> {
  if (!['json', 'csv'].includes(options.format ?? 'json')) {
    throw new UsageError(`--format "${options.format}" must be json or csv.`);
  }
  const asking = await askingOf(file, options);
  const answer = runningService(config.dataDir)
    ? await askRunningService(config, asking, options)
    : await askInProcess(config, asking, options);
  if (options.format === 'csv' && answer.errors === undefined) {
    process.stdout.write(await answerCsv(asking.query, answer.data));
    return EXIT.ok;
  }
  // What went wrong has no columns: it goes where it is not taken for rows.
  const out = options.format === 'csv' ? process.stderr : process.stdout;
  out.write(`${JSON.stringify(answer, null, 2)}\n`);
  return answer.errors === undefined ? EXIT.ok : EXIT.failed;
}

/** Reads the document and its variables. Throws `UsageError` for what is wrong with them. */
async function askingOf(file: string, options: QueryOptions): Promise<Asking> {
  let query: string;
  try {
    query = file === '-' ? await readAllText(process.stdin) : readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The query ${file} cannot be read: ${errorText(error)}.`);
  }
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    throw new UsageError(`The query is not GraphQL: ${errorText(error)}`);
  }
  const variables = variablesOf(options.variables);
  if (options.asOf === undefined) return { query, variables };
  if (!declares(document, 'asOf')) {
    throw new UsageError(
      '--as-of sets the variable $asOf, which the query must declare: $asOf: AsOf.',
    );
  }
  return { query, variables: { ...variables, asOf: asOfOf(options.asOf) } };
}

function variablesOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new UsageError('--variables must be a JSON object such as {"first": 10}.');
  }
}

function declares(document: DocumentNode, name: string): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (definition.variableDefinitions ?? []).some(({ variable }) => variable.name.value === name),
  );
}

/** `p1234` is a position, anything else a moment. */
function asOfOf(text: string): { position: string } | { at: string } {
  const position = /^p(\d+)$/.exec(text)?.[1];
  if (position !== undefined) return { position };
  if (!Number.isNaN(Date.parse(text)) && /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    return { at: new Date(text).toISOString() };
  }
  throw new UsageError(
    `--as-of "${text}" must be a moment such as 2026-03-31T15:00:00Z, or a position such as p1234.`,
  );
}

/** Posts to the service of the data folder. Throws `StartupError` when it does not answer. */
export async function askRunningService(
  config: Config,
  asking: Asking,
  source: QuerySource,
): Promise<Answer> {
  const service = runningService(config.dataDir);
  if (!service?.url)
    throw new StartupError('The service is still starting: ask again in a moment.');
  const token = await tokenFor(config, source);
  const address = `${service.url}${GRAPHQL_PATH}`;
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization(token) },
      body: JSON.stringify(asking),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch (error) {
    throw new StartupError(`The service at ${address} does not answer: ${errorText(error)}.`);
  }
  return answerOf(await response.text(), response.status);
}

/** The same without a service: its API in this process, on no port. */
async function askInProcess(config: Config, asking: Asking, source: QuerySource): Promise<Answer> {
  const token = await tokenFor(config, source);
  return withEngine(config, { makes: false }, async ({ engine }) => {
    const issuer = isDemo(config) ? await openDemoIssuer(config.dataDir) : null;
    await restoreErasures(engine);
    const { position } = await engine.store.head();
    await engine.projector.visibility.waitFor(position, CAUGHT_UP_WITHIN_MS);
    const authenticate = authenticator(trustedIssuers(config, issuer, complain));
    const log = openLog('silent');
    const app = await createApi(engine, { authenticate, demo: issuer !== null, log });
    try {
      const { body, statusCode } = await app.inject({
        method: 'POST',
        url: GRAPHQL_PATH,
        headers: { 'content-type': 'application/json', ...authorization(token) },
        payload: JSON.stringify(asking),
      });
      return answerOf(body, statusCode);
    } finally {
      await app.close();
    }
  });
}

function complain(message: string): void {
  process.stderr.write(`${message}\n`);
}

function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function answerOf(body: string, status: number): Answer {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    throw new CommandFailed(`The service answered ${status} and no GraphQL.`);
  }
}

/** Null: nobody; the service then says that a sign-in is wanted. */
async function tokenFor(config: Config, { role }: QuerySource): Promise<string | null> {
  const given = process.env['ANAMNESIS_TOKEN'];
  if (role === undefined && given) return given;
  if (!isDemo(config)) {
    if (role === undefined) return null;
    throw new UsageError(
      '--role is for the demo: elsewhere, put a bearer token in ANAMNESIS_TOKEN.',
    );
  }
  const wanted = (role ?? 'manager').toUpperCase().replaceAll('-', '_');
  const person = DEMO_STAFF.find((known) => known.role === wanted);
  if (!person) {
    const roles = [...new Set(DEMO_STAFF.map((known) => known.role.toLowerCase()))];
    throw new UsageError(`--role "${role}" must be one of ${roles.join(', ')}.`);
  }
  const issuer = await openDemoIssuer(config.dataDir);
  const { subject, name } = person;
  return issuer.mint({ subject, name, ttlSeconds: TOKEN_TTL_SECONDS });
}
