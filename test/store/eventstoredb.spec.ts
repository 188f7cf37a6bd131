import { eventStoreContract } from './contract';
import { openEventStoreLog } from './eventstoredb-log';

const url = process.env['EVENTSTORE_URL'];
if (url === undefined) {
  test.skip('event store contract: eventstoredb — skipped, EVENTSTORE_URL names no server', () => {
    expect(url).toBeDefined();
  });
} else {
  eventStoreContract('eventstoredb', openEventStoreLog(url));
}
