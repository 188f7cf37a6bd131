import { openPostgresStore } from '../../src/store/postgres';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase } from '../support/database';
import type { OpenLogOf } from './contract';

/** A log in a database of its own; `close` closes every store on it and drops it. */
export const openPostgresLog: OpenLogOf = async (kind = 'test') => {
  const database = await createTestDatabase({ kind });
  const stores: EventStore[] = [];
  const open = async (): Promise<EventStore> => {
    const store = await openPostgresStore({ app: database.app });
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
