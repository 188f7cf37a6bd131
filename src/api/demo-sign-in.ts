import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DEMO_STAFF } from '../demo/cast';
import type { DemoIssuer } from '../platform/demo-issuer';

const TOKEN_TTL_SECONDS = 600;
const HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

const bodySchema = z.strictObject({ subject: z.string() });

/**
 * The sign-in of the demo: `GET /demo/people` lists whom one can be, `POST /demo/token` makes a
 * token for one of them, ten minutes valid. There is neither without the demo, which answers this
 * machine only; a page of somebody else that had its own name resolved to this machine is refused.
 */
export function serveDemoSignIn(server: FastifyInstance, issuer: DemoIssuer): void {
  server.get('/demo/people', async (request, reply) => {
    if (!HOSTS.includes(request.hostname)) return reply.code(403).send(refusal);
    const people = DEMO_STAFF.map(({ subject, name, role }) => ({ subject, name, role }));
    return reply.header('cache-control', 'no-store').send({ people });
  });
  server.post('/demo/token', async (request, reply) => {
    if (!HOSTS.includes(request.hostname)) return reply.code(403).send(refusal);
    const body = bodySchema.safeParse(request.body);
    const person = DEMO_STAFF.find(({ subject }) => subject === body.data?.subject);
    if (!person) return reply.code(400).send({ error: 'The demo has nobody of that subject.' });
    const { subject, name } = person;
    const token = await issuer.mint({ subject, name, ttlSeconds: TOKEN_TTL_SECONDS });
    const expiresAt = new Date(Date.now() + TOKEN_TTL_SECONDS * 1_000).toISOString();
    return reply.header('cache-control', 'no-store').send({ token, expiresAt });
  });
}

const refusal = { error: 'The demo is for this machine only.' };
