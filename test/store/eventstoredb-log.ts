import { openEventStoreDb } from '../../src/store/eventstoredb';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase } from '../support/database';
import type { OpenLogOf } from './contract';

/** A log of its own on the server, indexed in a database of its own. */
export function openEventStoreLog(url: string): OpenLogOf {
  return async (kind = 'test') => {
    const database = await createTestDatabase({ kind });
    const stores: EventStore[] = [];
    const open = async (): Promise<EventStore> => {
      const store = await openEventStoreDb({ app: database.app, url });
      stores.push(store);
      return store;
    };
    return {
      store: await open(),
      second: open,
      async close() {
        await Promise.all(stores.map((store) => store.close()));
        await database.drop();
      },
    };
  };
}
