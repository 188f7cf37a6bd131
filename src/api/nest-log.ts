import type { LoggerService } from '@nestjs/common';

interface Log {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What Nest says, in the log of the service; its chatter at start-up only when debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...context: unknown[]): void {
    this.to.debug({ context: context.at(-1) }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.to.warn({ context: context.at(-1) }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    const error = message instanceof Error ? { err: message } : {};
    this.to.error({ ...error, context: context.at(-1) }, String(message));
  }
}
