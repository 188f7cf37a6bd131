import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Stands in the built page for what each answer makes anew. */
const NONCE_PLACE = '__CSP_NONCE__';
const NONCE_BYTES = 16;
/** Their names carry a hash of what is in them: a new content has a new name. */
const ASSETS_PREFIX = '/assets/';

/**
 * What the pages may load: files of this server alone, and its socket. Styles are files too, but
 * for the variables of the theme, which the page writes itself and marks with the nonce (ADR 0040).
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Whether the pages were built into that folder. */
export function hasPages(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * Serves the built pages at `/`: one document for every address that a browser opens, since the
 * page itself reads the address; its files for a year. Whatever else is routed comes before.
 */
export async function servePages(server: FastifyInstance, folder: string): Promise<void> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  await server.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: ASSETS_PREFIX,
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  });
  server.get('/*', async (request, reply) => {
    if (!opensPage(request.headers.accept)) {
      return reply.code(404).type('text/plain; charset=utf-8').send('Not found.');
    }
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    return reply
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(NONCE_PLACE, nonce));
  });
}

/** A browser that opens an address says so; a script that is missing must not get a page. */
function opensPage(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false;
}
