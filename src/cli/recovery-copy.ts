/** What is said once, when a master key was made (`masterKey` in base64). */
export function recoveryCopy(masterKey: string): string {
  return (
    'A master key was made. Without it nothing sealed can be opened again: ' +
    `keep this copy in another place.\n  ${masterKey}`
  );
}

/** The same of one that took the place of another, on standard error. */
export function sayNewMasterKey(masterKey: Buffer): void {
  process.stderr.write(
    'Another master key is in force. Keep this copy of it in another place, and destroy every ' +
      `copy of the one before:\n  ${masterKey.toString('base64')}\n`,
  );
}
