import type { Asked, Decision } from './decider';
import type { EventShape } from './envelope';

/**
 * What an office decides about clinics, staff and records takes effect in the order in which it is
 * recorded: days that it is for stand in the entry. Were a withdrawal put before the grant that it
 * ends, by the time that its author tells, the fold would meet it with nothing to end.
 */
export function asRecorded<E extends EventShape>(
  decision: Decision<E>,
  { recordedAt: occurredAt }: Pick<Asked, 'recordedAt'>,
): Decision<E> {
  if (decision.kind === 'refused') return decision;
  const events = decision.events.map((draft) => ({ ...draft, occurredAt }));
  return { ...decision, events };
}
