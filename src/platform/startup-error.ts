/**
 * What keeps the service from starting and what its operator can change. The message is one
 * sentence that says what is wrong and what would be right; the command line prints it alone, with
 * no stack, and exits 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The system's error code (`EACCES`, `ENOENT`, …) of a failed call, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether listening failed because another program holds the port. */
export function isAddressInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE';
}

/** The words of anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
