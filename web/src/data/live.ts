import { stringifyDocument, type AnyVariables, type TypedDocumentNode } from '@urql/core';
import { createClient, type Client as Socket } from 'graphql-ws';
import { createContext, useContext, useEffect } from 'react';
import type { Tokens } from '../session/tokens';
import { answered } from './answered';
import { connection, noteLost } from './connection';
import { known, noteKnown } from './known';
import { useAsked } from './use-asked';

const PATH = '/graphql';
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 10_000;
const KEEP_ALIVE_MS = 15_000;
/** After this a subscription that the server ended is asked for again, with a fresh token. */
const ASK_AGAIN_MS = 1_000;
const CLOSE_NORMAL = 1_000;

/** One socket for all subscriptions of a person; opened with the first, kept alive, reopened. */
export function makeSocket(tokens: Tokens): Socket {
  return createClient({
    url: () => `${location.origin.replace(/^http/, 'ws')}${PATH}`,
    lazy: true,
    keepAlive: KEEP_ALIVE_MS,
    connectionParams: async () => ({ authorization: `Bearer ${await tokens.fresh()}` }),
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: async (tries) => {
      const waitMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** tries);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
    on: {
      connected: () => connection.set({ status: 'live' }),
      closed: (event) => {
        if (isNormal(event)) connection.set({ status: 'idle' });
        else noteLost();
      },
    },
  });
}

function isNormal(event: unknown): boolean {
  return event instanceof CloseEvent && event.code === CLOSE_NORMAL;
}

export const SocketContext = createContext<Socket | null>(null);

/** What a subscription tells: each payload says up to which position. */
type News = Readonly<Record<string, { readonly position: string }>>;

/**
 * Listens to a subscription while now is looked at, resuming after the last position that was
 * told or read, so that nothing is missed. News are noted as known, and reads follow by themselves.
 */
export function useLive<D extends News, V extends AnyVariables>(
  query: TypedDocumentNode<D, V>,
  given: Omit<V, 'after'>,
  { pause = false }: { readonly pause?: boolean } = {},
): void {
  const socket = useContext(SocketContext);
  const isNow = useAsked() === null;
  const question = JSON.stringify(given);
  useEffect(() => {
    if (!socket || !isNow || pause) return undefined;
    return listen(socket, stringifyDocument(query), question);
  }, [socket, isNow, pause, query, question]);
}

/** `given` are the variables in JSON. */
function listen(socket: Socket, query: string, given: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop: () => void = () => undefined;
  // What was an object before.
  const chosen = JSON.parse(given) as object;
  const start = () => {
    // Read each time the socket sends it: after a reconnection it is a later one.
    const variables = {
      ...chosen,
      get after() {
        return known.get() ?? answered.get()?.position ?? null;
      },
    };
    stop = socket.subscribe<News>(
      { query, variables },
      {
        next({ data }) {
          for (const news of Object.values(data ?? {})) noteKnown(news.position);
        },
        error(reason) {
          // Errors of GraphQL come as a list: there is no right to these news, and asking again
          // would not change that.
          if (Array.isArray(reason)) return;
          noteLost();
          timer = setTimeout(start, ASK_AGAIN_MS);
        },
        complete: () => undefined,
      },
    );
  };
  start();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
