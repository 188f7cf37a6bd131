import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from './config';
import { errorText, isAddressInUse, StartupError } from './startup-error';

/** Why an address cannot be listened on, in one sentence. */
export function listenRefusal(error: unknown, { host, port }: Address): StartupError {
  return new StartupError(
    isAddressInUse(error)
      ? `Port ${port} is taken by another program or another Anamnesis: stop it, or set another PORT.`
      : `${host}:${port} cannot be listened on: ${errorText(error)}.`,
  );
}

type Address = Pick<Config, 'host' | 'port'>;

/**
 * Listens for a moment and lets go, so that a taken port is told before anything is started or
 * made. Throws the `StartupError` of `listenRefusal`.
 */
export async function assertListenable(address: Address): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host: address.host, port: address.port });
    await once(server, 'listening');
  } catch (error) {
    throw listenRefusal(error, address);
  }
  server.close();
  await once(server, 'close');
}
