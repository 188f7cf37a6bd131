import type { Config } from '../platform/config';
import { CommandFailed, EXIT, UsageError, type ExitCode } from './exit-codes';
import { withEngine } from './open-engine';

export interface UnparkOptions {
  readonly reason: string;
}

/** `anamnesis unpark <stream> --reason …`: of a log in EventStoreDB; a service may run. */
export async function unparkCommand(
  config: Config,
  stream: string,
  { reason }: UnparkOptions,
): Promise<ExitCode> {
  if (config.eventStoreUrl === undefined) {
    throw new UsageError(
      'EVENTSTORE_URL must say where the server is: no other log parks streams.',
    );
  }
  return withEngine(config, { makes: false }, async ({ engine }) => {
    const result = await engine.store.index?.unpark(stream, reason);
    if (result?.outcome === 'unparked') {
      const entries = result.entries === 1 ? '1 entry' : `${result.entries} entries`;
      process.stdout.write(`${stream} goes on: ${entries} got a position.\n`);
      return EXIT.ok;
    }
    if (result?.outcome === 'parked') {
      throw new CommandFailed(`${stream} stays parked: ${result.why}.`);
    }
    throw new UsageError(`${stream} is not parked.`);
  });
}
