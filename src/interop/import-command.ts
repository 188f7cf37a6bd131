import type { Engine } from '../compose';
import type { Actor } from '../domain/envelope';
import type { Category } from '../domain/ids';
import type { CommandOf } from '../engine/aggregates';
import type { Outcome, Request } from '../engine/request';

/** What an import needs of the engine. */
export type ImportEngine = Pick<Engine, 'transactor' | 'streams' | 'keys' | 'store' | 'clock'>;

/** Who records what is imported. */
export const IMPORTER: Actor = { id: 'system:import', role: 'SYSTEM' };
/** Why it is recorded so late. */
const IMPORTED = 'IMPORTED';

/** A command to what the lines rest on (a clinic, a therapist, the policy) was refused. */
export class SetUpRefused extends Error {
  override readonly name = 'SetUpRefused';
}

export interface ImportCommand<K extends Category> {
  readonly category: K;
  readonly id: string;
  readonly command: CommandOf<K>;
  readonly commandId: string;
  readonly reason?: string | undefined;
  readonly occurredAt?: Request<K>['occurredAt'];
  /** What a repetition must say again; absent: the command. */
  readonly input?: unknown;
  readonly check?: boolean;
}

/** Sends a command as the importer. Throws `Unavailable` when the log is away. */
export function send<K extends Category>(
  engine: ImportEngine,
  { input, ...sent }: ImportCommand<K>,
): Promise<Outcome<K>> {
  return engine.transactor.transact({
    ...sent,
    actor: IMPORTER,
    input: input ?? sent.command,
    reasonCode: IMPORTED,
  });
}

/** The same, where a refusal ends the import; gives the number of events appended. */
export async function sendOrThrow<K extends Category>(
  engine: ImportEngine,
  sent: ImportCommand<K>,
): Promise<number> {
  const outcome = await send(engine, sent);
  if (outcome.kind === 'accepted') return outcome.appended ? outcome.events.length : 0;
  const why = outcome.kind === 'refused' ? `${outcome.message} ${outcome.accepts}` : 'It changed.';
  throw new SetUpRefused(`${sent.command.type} was refused: ${why}`);
}
