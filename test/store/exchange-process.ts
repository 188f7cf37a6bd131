import type { ClientConfig } from 'pg';
import { MasterKeyFile } from '../../src/platform/master-key-file';
import { openKeyStore } from '../../src/store/key-store';

/** Where an exchange of the master key is cut off, in the order of its steps. */
export const CUTS = ['before', 'written', 'committed', 'told', 'adopted'] as const;

export interface ExchangeOrders {
  readonly app: ClientConfig;
  readonly path: string;
  readonly gone: readonly string[];
  readonly cut: (typeof CUTS)[number];
}

/** Exchanges the master key, and is killed at the step it is told, with no chance to clean up. */
async function main(orders: ExchangeOrders): Promise<void> {
  const at = (step: ExchangeOrders['cut']): void => {
    if (step === orders.cut) process.kill(process.pid, 'SIGKILL');
  };
  const file = new MasterKeyFile(orders.path);
  const keys = openKeyStore({
    app: orders.app,
    masterKey: {
      read: () => file.read(),
      isReplaceable: () => file.isReplaceable(),
      dropNext: () => file.dropNext(),
      writeNext(key) {
        at('before');
        file.writeNext(key);
        at('written');
      },
      adoptNext() {
        at('told');
        file.adoptNext();
        at('adopted');
      },
    },
    onNewMasterKey: () => at('committed'),
  });
  await keys.exchangeMasterKey(orders.gone);
}

const given = process.env['ANAMNESIS_EXCHANGE'];
// Given by the spec that starts this process.
if (given !== undefined) void main(JSON.parse(given) as ExchangeOrders);
