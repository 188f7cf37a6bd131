import { BACKWARDS, END, type ResolvedEvent } from '@eventstore/db-client';
import { allOf, type Server } from './eventstoredb-client';
import { serverEvent } from './eventstoredb-event';
import type { ServerPlace } from './eventstoredb-source';

const LOOKED_AT_MAX = 4_096;
const TIMEOUT_MS = 10_000;
/** A log opens without its server, and soon. */
const END_TIMEOUT_MS = 2_000;

/** Where the server's log ends, whosever its last event is; null: it is empty or away. */
export async function endOfServer({ client, credentials }: Server): Promise<ServerPlace | null> {
  const seen: { end: ServerPlace | null } = { end: null };
  const options = { fromPosition: END, direction: BACKWARDS, maxCount: 1, credentials } as const;
  const reading = client.readAll({ ...options, requiresLeader: true });
  await allOf(reading, END_TIMEOUT_MS, ({ event }) => {
    if (event?.position) seen.end = event.position;
    return false;
  }).catch(() => undefined);
  return seen.end;
}

/**
 * Up to where the server's log has to be indexed to have all of this log that is there now: the
 * place of its last event, asked of the leader. `done` is known to be indexed: nothing beyond it is
 * `done` again. Null: among the last thousands of events are only strangers', so ask again when
 * the server has looked through more. Throws what the client does.
 */
export async function lastOfLog(
  { client, credentials }: Server,
  prefix: string,
  done: bigint,
  signal: AbortSignal,
): Promise<bigint | null> {
  const seen: { last: bigint | null; events: number } = { last: null, events: 0 };
  const reading = client.readAll({
    fromPosition: END,
    direction: BACKWARDS,
    maxCount: LOOKED_AT_MAX,
    credentials,
    requiresLeader: true,
  });
  const wants = (resolved: ResolvedEvent): boolean => {
    seen.events += 1;
    const event = serverEvent(resolved);
    if (!event) return true;
    if (event.commit <= done) seen.last = done;
    else if (event.stream.startsWith(prefix)) seen.last = event.commit;
    return seen.last === null;
  };
  await allOf(reading, TIMEOUT_MS, wants, signal);
  // Fewer than were asked for: that was its whole log.
  return seen.last ?? (seen.events < LOOKED_AT_MAX ? done : null);
}
