import { openMemoryStore } from '../../src/store/memory';
import { eventStoreContract } from './contract';

eventStoreContract('memory', (kind = 'test') => {
  const store = openMemoryStore({ kind });
  return Promise.resolve({
    store,
    second: () => Promise.resolve(store),
    close: () => store.close(),
  });
});
