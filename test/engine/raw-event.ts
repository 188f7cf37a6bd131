import { randomUUID } from 'node:crypto';
import { chainHash } from '../../src/store/chain';
import type { StoredEvent } from '../../src/store/event-store';
import type { Header } from '../../src/domain/envelope';
import type { TestEngine } from '../support/engine';

/**
 * Appends what no command would: an event of any type and data at the end of a stream that exists,
 * properly chained. Its position.
 */
export async function appendRaw(
  engine: TestEngine,
  stream: string,
  event: { readonly type: string; readonly data: object; readonly schemaVersion?: number },
): Promise<number> {
  const [last] = await collect(engine.store.readStream(stream, { direction: 'backward' }));
  if (!last) throw new Error(`there is no stream ${stream}`);
  const before = JSON.parse(last.header) as Header; // as it was written
  const id = randomUUID();
  const header: Header = {
    ...withoutTexts(before),
    id,
    version: last.version + 1,
    type: event.type,
    schemaVersion: event.schemaVersion ?? 1,
    commandId: randomUUID(),
    commandIndex: 0,
    commandSize: 1,
  };
  const headerText = JSON.stringify(header);
  const data = JSON.stringify(event.data);
  const hash = chainHash(last.hash, headerText, data, null);
  const result = await engine.store.append({
    stream,
    expected: last.version,
    prevHash: last.hash,
    events: [{ id, type: event.type, header: headerText, data, sealed: null, hash }],
    clock: engine.clock.instant(),
  });
  if (result.outcome !== 'appended') throw new Error(`not appended: ${result.outcome}`);
  return result.lastPosition;
}

function withoutTexts(header: Header): Header {
  const about = new Set(['texts', 'keyCommitment', 'sealedFor']);
  const kept = Object.entries(header).filter(([field]) => !about.has(field));
  // Those three are the ones that a header may be without.
  return Object.fromEntries(kept) as unknown as Header;
}

async function collect(source: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const one of source) all.push(one);
  return all;
}
