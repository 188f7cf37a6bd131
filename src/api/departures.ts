import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';

const departures = new AsyncLocalStorage<AbortSignal>();

/**
 * Aborted when who sent the request under way has closed the connection before the answer was
 * sent. Absent outside a request: what is read for many, or on a socket, has nobody who leaves.
 */
export function departure(): AbortSignal | undefined {
  return departures.getStore();
}

/** Work within which `departure` is this one: for what a stream does later. */
export function withDeparture<T>(signal: AbortSignal | undefined, work: () => T): T {
  return signal ? departures.run(signal, work) : work();
}

/** Sees to it that each HTTP request knows when it is left. To be added before the routes are. */
export function watchDepartures(server: FastifyInstance): void {
  // After the body was read: its events come in a context of their own.
  server.addHook('preHandler', (request, reply, done) => {
    if (request.headers.upgrade !== undefined) {
      done();
      return;
    }
    const left = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) left.abort();
    });
    // A page of an export is a request of its own within one.
    const outer = departure();
    const signal = outer ? AbortSignal.any([outer, left.signal]) : left.signal;
    departures.run(signal, done);
  });
}
