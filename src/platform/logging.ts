import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config';

/**
 * The log of the service: JSON lines on standard error, so that standard output stays for what
 * people read. No headers, query strings, bodies or texts of patients are ever in it.
 */
export function openLog(level: LogLevel, to: DestinationStream = destination(2)): Logger {
  return pino({ level, serializers: { err: errorFacts } }, to);
}

/** An error for the log: where it happened, and the first line of what it says. */
function errorFacts(error: unknown): { type: string; message: string; stack: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  return { type: error.name, message: firstLine(error.message), stack: frames(error) };
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
