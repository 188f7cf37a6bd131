import { effective } from '../domain/effective';
import type { Recorded } from '../domain/envelope';
import type { Category } from '../domain/ids';
import { policyDecidedBy } from '../domain/policy/decided-by';
import type { EventOf } from './aggregates';
import type { Request } from './request';
import { aggregateOf, anyStream, type LoadedStream, type Streams } from './streams';

/** The policy that the first answer of a repeated command was decided by, by its first entry. */
export async function firstPolicy<K extends Category>(
  streams: Streams,
  request: Request<K>,
  own: LoadedStream<K>,
  firstVersion: number,
): Promise<string> {
  const { decider } = aggregateOf(request.category);
  const before = own.folded.events.slice(0, firstVersion);
  const first = own.folded.events[firstVersion];
  if (!first) throw new Error(`${own.stream} has no version ${firstVersion}`);
  const { basis } = first.header;
  const policies = await streams.load('policy', '');
  if (policies.version < (basis['policy'] ?? -1)) await streams.catchUp(anyStream(policies));
  // A correction was judged at the moment of its entry, as that was known then.
  const { entry: entryId } = decider.needs(request.command, own.folded.state);
  const isEntry = (event: Recorded<EventOf<K>>) => event.header.id === entryId;
  const entry = effective<EventOf<K>>(before).find(isEntry) ?? before.find(isEntry);
  const { occurredAt } = (entry ?? first).header;
  const judgedAt = decider.judgedAt(request.command, occurredAt);
  return policyDecidedBy(policies.folded.events, basis, judgedAt).version;
}
