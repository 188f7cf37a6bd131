import fastifyStatic from '@fastify/static';
import {
  getDistDirectory,
  isSandboxFrame,
  renderAltair,
  renderInitSnippet,
  SANDBOX_FRAME_CSP,
  type RenderOptions,
} from 'altair-static';
import type { FastifyInstance } from 'fastify';

/** The address of the explorer, with its last slash. */
export const EXPLORER_PATH = '/explorer/';

/**
 * What the explorer's page needs beside its own files: styles that it writes itself, pictures and
 * fonts inside its files, workers that it makes, and the socket of this very server.
 */
const PAGE_CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "frame-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const STARTING_QUERY = `# Sign in: Set Headers → Authorization: Bearer <one of the demo tokens>
query Me {
  me {
    subject
    roles { role clinicIds }
    clinics { id name zone }
  }
}
`;

/** Serves Altair from its installed package: the machine may be offline. Only for the demo. */
export async function serveExplorer(server: FastifyInstance, graphqlPath: string): Promise<void> {
  const options: RenderOptions = {
    baseURL: EXPLORER_PATH,
    endpointURL: graphqlPath,
    subscriptionsEndpoint: graphqlPath,
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialQuery: STARTING_QUERY,
    initialHeaders: { Authorization: 'Bearer ' },
    instanceStorageNamespace: 'anamnesis_',
    disableAccount: true,
    serveInitialOptionsInSeperateRequest: 'initial_options.js',
  };
  const page = renderAltair(options);
  const script = renderInitSnippet(options);

  server.get('/explorer', async (_request, reply) => reply.redirect(EXPLORER_PATH, 308));
  server.get(EXPLORER_PATH, async (_request, reply) =>
    reply.header('content-security-policy', PAGE_CSP).type('text/html; charset=utf-8').send(page),
  );
  server.get(`${EXPLORER_PATH}initial_options.js`, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  await server.register(fastifyStatic, {
    root: getDistDirectory(),
    prefix: EXPLORER_PATH,
    index: false,
    decorateReply: false,
    setHeaders: (reply, path) => {
      reply.header('content-security-policy', isSandboxFrame(path) ? SANDBOX_FRAME_CSP : PAGE_CSP);
    },
  });
}
