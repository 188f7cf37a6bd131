import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isKey, type Config } from './config';
import { writeNewFile } from './master-key-file';
import { StartupError, errorText } from './startup-error';

/**
 * The master key, which wraps every person's key: 32 bytes from ANAMNESIS_MASTER_KEY or from the
 * key file. With `create`, a missing file is made (mode 0600, flushed to disk before anything is
 * sealed with it); pass it only while no data exist, since data cannot be opened with another key.
 * `created` tells the caller to print the recovery copy once.
 * Throws `StartupError` when it is missing, malformed, inside the data folder or open to others.
 */
export function loadMasterKey(
  config: Pick<Config, 'masterKey' | 'masterKeyFile' | 'dataDir'>,
  options: { readonly create: boolean },
): { readonly key: Buffer; readonly created: boolean } {
  if (config.masterKey) return { key: config.masterKey, created: false };
  const file = config.masterKeyFile;
  if (isInside(file, config.dataDir))
    throw new StartupError(
      `The master key file ${file} lies inside the data folder, where a copy of the data would ` +
        'carry it along: name a place outside in ANAMNESIS_MASTER_KEY_FILE.',
    );
  if (existsSync(file)) return { key: readKey(file), created: false };
  if (!options.create)
    throw new StartupError(
      `The master key is missing (${file}), and what is stored cannot be opened without it: ` +
        'put the file back, or give the recovery copy in ANAMNESIS_MASTER_KEY.',
    );
  return { key: writeNewKey(file), created: true };
}

function readKey(file: string): Buffer {
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new StartupError(
        `The master key file ${file} can be read by others (mode 0${(mode & 0o777).toString(8)}): ` +
          `run chmod 600 ${file}.`,
      );
    const text = readFileSync(file, 'utf8').trim();
    if (isKey(text)) return Buffer.from(text, 'base64');
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The master key file ${file} cannot be read: ${errorText(error)}.`);
  }
  throw new StartupError(
    `The master key file ${file} does not hold 32 bytes in base64: restore it from its copy.`,
  );
}

function writeNewKey(file: string): Buffer {
  const key = randomBytes(32);
  try {
    writeNewFile(file, key);
  } catch (error) {
    throw new StartupError(`The master key file ${file} cannot be made: ${errorText(error)}.`);
  }
  return key;
}

function isInside(file: string, folder: string): boolean {
  const path = relative(real(folder), real(file));
  return path !== '' && !path.startsWith('..');
}

/** Without symbolic links, as far as the path exists. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(real(parent), basename(path));
}
