import { openEventStoreDb } from '../../src/store/eventstoredb';
import type { ConnectionSettings } from '../../src/platform/connection-settings';

/** A process that only keeps the index, to be killed. */
async function main({ app, url }: { app: ConnectionSettings; url: string }): Promise<void> {
  await openEventStoreDb({ app, url });
}

// Written by the parent, for this very purpose.
void main(
  JSON.parse(process.env['ANAMNESIS_INDEX_ORDERS'] ?? '{}') as {
    app: ConnectionSettings;
    url: string;
  },
);
