/** What the command answers to the shell; `--help` and docs/import.md say the same. */
export const EXIT = {
  ok: 0,
  /** It was tried, and something failed or was refused. */
  failed: 1,
  /** The command line, a file named in it or a mapping is wrong. */
  usage: 2,
  /** The service or the database cannot be started or reached. */
  unreachable: 3,
  /** The log was read, and it is not as it was recorded. */
  notIntact: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done
  1  failed or refused (an import: lines that failed or differ)
  2  the command line, or a file named in it, is wrong
  3  the service or its database cannot be started or reached
  4  verify: the log is not as it was recorded`;

/** The command line asks for what cannot be; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It was tried and did not work; the message is one sentence. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
