import type { LogLevel } from './config';

/** How the HTTP server logs (pino's options): what may identify a patient is not in them. */
export interface RequestLogOptions {
  readonly level: LogLevel;
  readonly serializers: {
    req(request: { method: string; url: string; id: unknown }): Record<string, unknown>;
    err(error: unknown): { type: string; message: string; stack: string };
  };
}

/**
 * One line a request in JSON: method, path and request id, no headers, no query string, no body.
 * `null` for `silent`: no logger at all.
 */
export function requestLogOptions(level: LogLevel): RequestLogOptions | null {
  if (level === 'silent') return null;
  return {
    level,
    serializers: {
      req: ({ method, url, id }) => ({ method, path: url.split('?', 1)[0], id }),
      err: (error) =>
        error instanceof Error
          ? { type: error.name, message: firstLine(error.message), stack: frames(error) }
          : { type: typeof error, message: '', stack: '' },
    },
  };
}

/** PostgreSQL and validators put values into the lines that follow the first. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** The frames of a stack, without the message that it repeats. */
function frames(error: Error): string {
  const lines = error.stack?.split('\n') ?? [];
  return lines.filter((line) => /^\s+at /.test(line)).join('\n');
}
