import type { Config } from '../platform/config';
import { MasterKeyFixed } from '../store/master-key';
import { CommandFailed, EXIT, type ExitCode } from './exit-codes';
import { withEngine } from './open-engine';

/** `anamnesis exchange-master-key`: also beside a service, which reads the new one by itself. */
export async function exchangeKeyCommand(config: Config): Promise<ExitCode> {
  await withEngine(config, { makes: false }, async ({ engine }) => {
    try {
      await engine.keys.exchangeMasterKey([]);
    } catch (error) {
      if (!(error instanceof MasterKeyFixed)) throw error;
      throw new CommandFailed(
        config.masterKey
          ? 'ANAMNESIS_MASTER_KEY gives the master key, so it cannot be replaced: put it into the ' +
              'file of ANAMNESIS_MASTER_KEY_FILE, and unset the variable.'
          : `The master key file ${config.masterKeyFile} cannot be replaced: it and its folder ` +
              'have to be writable, and not the file alone be mounted.',
      );
    }
  });
  return EXIT.ok;
}
