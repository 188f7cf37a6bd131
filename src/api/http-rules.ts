import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badInput } from './errors';

export const GRAPHQL_PATH = '/graphql';
/** The media type of a GraphQL answer, and the older one of any JSON. */
const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const JSON_RESPONSE = 'application/json';

/**
 * GraphQL over HTTP (draft of the GraphQL Foundation, 2025), around the GraphQL route: POST only
 * (a GET would carry patient data in its URL), an answer in a media type that is accepted, never
 * stored on its way. To be added before the route is.
 */
export function addHttpRules(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (!isGraphql(request)) return;
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (request.headers.upgrade !== undefined) return;
    if (request.method !== 'POST') {
      await reply.code(405).header('allow', 'POST').send(plainError('Send a POST request.'));
    } else if (mediaType(request) === null) {
      const message = `The answer is ${GRAPHQL_RESPONSE} or ${JSON_RESPONSE}: accept one of them.`;
      await reply.code(406).send(plainError(message));
    } else if (!/^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '')) {
      await reply.code(415).send(plainError(`Send the request as ${JSON_RESPONSE}.`));
    }
  });

  server.addHook('onSend', async (request, reply) => {
    if (!isGraphql(request) || reply.statusCode === 101) return;
    if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="anamnesis"');
    const type = mediaType(request) ?? JSON_RESPONSE;
    reply.header('content-type', `${type}; charset=utf-8`);
  });
}

/**
 * Whether the answer goes as plain JSON: then a request that was well-formed HTTP is answered with
 * 200 whatever GraphQL says of it, as the specification has it for this older media type.
 */
export function answersPlainJson(request: FastifyRequest): boolean {
  return mediaType(request) !== GRAPHQL_RESPONSE;
}

/** Checks the body of a GraphQL request; throws `BAD_USER_INPUT`. No lists: nothing is batched. */
export function checkBody(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (request.method === 'POST') assertGraphqlBody(request.body);
  done();
}

function assertGraphqlBody(body: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badBody('body', 'must be one JSON object: {"query": …, "variables": …}');
  }
  const given = new Map<string, unknown>(Object.entries(body));
  const query = given.get('query');
  if (typeof query !== 'string' || query === '') throw badBody('query', 'must be a text');
  // Mercurius takes JSON for a syntax tree: one would pass the limit of tokens by, and any other
  // JSON (`{}`, a text, a number) fail inside.
  if (/^\s*\{\s*"/.test(query) || isJson(query)) {
    throw badBody('query', 'must be a GraphQL document');
  }
  for (const name of ['variables', 'extensions']) {
    const value = given.get(name) ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) throw badBody(name, 'must be an object');
  }
  const operation = given.get('operationName') ?? '';
  if (typeof operation !== 'string') throw badBody('operationName', 'must be a text');
}

/** Whether a text is JSON as a whole; of most documents the beginning says that it is not. */
function isJson(text: string): boolean {
  if (!/^\s*(?:\{\s*\}|["[\d-]|(?:true|false|null)\s*$)/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** No GraphQL request at all: 400 in every media type. */
function badBody(path: string, rule: string): Error {
  const error = badInput([{ path, rule: 'graphqlRequest', message: `${path} ${rule}` }]);
  return Object.assign(error, { statusCode: 400 });
}

function plainError(message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
}

function isGraphql(request: FastifyRequest): boolean {
  return request.url.split('?', 1)[0] === GRAPHQL_PATH;
}

/** The media type of the answer by the request's `Accept`; null: neither is accepted. */
function mediaType(request: FastifyRequest): string | null {
  const { accept } = request.headers;
  if (accept === undefined) return JSON_RESPONSE;
  const ranges = accept.split(',').map((range) => rangeOf(range));
  const best = [GRAPHQL_RESPONSE, JSON_RESPONSE].map((type) => ({
    type,
    q: qualityOf(type, ranges),
  }));
  const [graphql, json] = best;
  if (!graphql || !json || (graphql.q === 0 && json.q === 0)) return null;
  // Named by both alike, or only by a wildcard: the newer one is for those who ask for it by name.
  const asked = ranges.some(({ type }) => type === GRAPHQL_RESPONSE);
  return asked && graphql.q >= json.q ? GRAPHQL_RESPONSE : JSON_RESPONSE;
}

function rangeOf(range: string): { type: string; q: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, q: q === undefined ? 1 : Number(q.slice(2)) || 0 };
}

function qualityOf(type: string, ranges: readonly { type: string; q: number }[]): number {
  const exact = ranges.find((range) => range.type === type);
  const wide = ranges.find((range) => range.type === 'application/*' || range.type === '*/*');
  return (exact ?? wide)?.q ?? 0;
}
