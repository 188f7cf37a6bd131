import { randomUUID } from 'node:crypto';
import { chainHash, ZERO_HASH } from '../../src/store/chain';
import type { Append, AppendResult, EventStore, NewEvent } from '../../src/store/event-store';

/** What a test wants an event to hold; the rest is filled in. */
export interface EventContent {
  readonly type?: string;
  /** Stored text of the clear part. */
  readonly data?: string;
  readonly sealed?: Buffer;
}

/** Writes one stream as the engine does: proper headers, chained hashes, exact versions. */
export class StreamWriter {
  version = -1;
  prevHash: Buffer = ZERO_HASH;

  constructor(
    private readonly store: EventStore,
    readonly stream: string = `episode-${randomUUID()}`,
  ) {}

  /** A command that fits on what was appended so far; nothing is remembered of it. */
  command(contents: readonly EventContent[] = [{}], options: { clock?: string } = {}): Append {
    const commandId = randomUUID();
    let prevHash = this.prevHash;
    const events = contents.map((content, index): NewEvent => {
      const { type = 'SessionCompleted', data = '{"painBefore":6,"painAfter":3}' } = content;
      const id = randomUUID();
      const version = this.version + 1 + index;
      const header = JSON.stringify({
        format: 1,
        id,
        stream: this.stream,
        version,
        type,
        commandId,
        commandIndex: index,
        commandSize: contents.length,
      });
      const sealed = content.sealed ?? null;
      const hash = chainHash(prevHash, header, data, sealed);
      prevHash = hash;
      return { id, type, header, data, sealed, hash };
    });
    return {
      stream: this.stream,
      expected: this.version === -1 ? 'none' : this.version,
      prevHash: this.prevHash,
      events,
      ...options,
    };
  }

  /** Appends and goes on from there. Throws when the log did not take it. */
  async append(
    contents?: readonly EventContent[],
    options?: { clock?: string },
  ): Promise<Extract<AppendResult, { outcome: 'appended' | 'already' }>> {
    const command = this.command(contents, options);
    const result = await this.store.append(command);
    if (result.outcome === 'conflict') throw new Error(`conflict at ${result.actual}`);
    if (result.outcome === 'unplaced') throw new Error('it got no position in time');
    this.moveTo(command, result);
    return result;
  }

  /** Goes on from a command that was appended otherwise. */
  moveTo(command: Append, result: { readonly lastVersion: number }): void {
    const last = command.events.at(-1);
    if (!last) throw new Error('a command without events');
    this.version = result.lastVersion;
    this.prevHash = last.hash;
  }
}

/** All that an async iterable gives. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
