import { makeStore } from './store';

/** Whether news reach this page. */
export type Connection =
  /** Nothing on this page waits for news. */
  | { readonly status: 'idle' }
  | { readonly status: 'live' }
  /** Since when, ms since 1970. */
  | { readonly status: 'lost'; readonly sinceMs: number };

export const connection = makeStore<Connection>({ status: 'idle' });

/** The connection is gone; how long already is kept. */
export function noteLost(): void {
  if (connection.get().status !== 'lost') {
    connection.set({ status: 'lost', sinceMs: Date.now() });
  }
}
