import type { Client } from '@urql/core';
import { createContext, useContext } from 'react';

export const ClientContext = createContext<Client | null>(null);

/** The client of who is signed in. Pages are drawn below a sign-in only. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('Nobody is signed in here.');
  return client;
}
