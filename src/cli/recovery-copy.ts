/** What is said once, when a master key was made (`masterKey` in base64). */
export function recoveryCopy(masterKey: string): string {
  return (
    'A master key was made. Without it nothing sealed can be opened again: ' +
    `keep this copy in another place.\n  ${masterKey}`
  );
}
