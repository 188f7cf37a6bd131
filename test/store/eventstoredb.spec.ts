import { eventStoreContract } from './contract';
import { openEventStoreLog } from './eventstoredb-log';

const url = process.env['EVENTSTORE_URL'];
/** Each append is a flush of the server's and one of the database's. */
jest.setTimeout(120_000);
if (url === undefined) {
  test.skip('event store contract: eventstoredb — skipped, EVENTSTORE_URL names no server', () => {
    expect(url).toBeDefined();
  });
} else {
  eventStoreContract('eventstoredb', openEventStoreLog(url));
}
