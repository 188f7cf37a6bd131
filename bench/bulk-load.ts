import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ConnectionSettings } from '../src/platform/connection-settings';
import { chainHash, ZERO_HASH } from '../src/store/chain';
import type { StoredEvent } from '../src/store/event-store';
import { newKey, eventKey, commitment, seal } from '../src/store/sealing';
import { asAdmin } from './server';
import type { Templates } from './templates';

const FLUSH_CHARS = 512 * 1024;
/** Episodes that are open at one time: their events lie between each other in the log. */
const INTERLEAVED = 200;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Fills an empty log with at least `target` events: copies of the templates under new ids, each
 * sealed with a key of its own, chained and dense, as if they had been appended. Returns how many.
 */
export async function bulkLoad(
  admin: ConnectionSettings,
  templates: Templates,
  target: number,
): Promise<number> {
  const client = new Client(admin);
  await client.connect();
  const copy = client.query(
    copyFrom(`copy log.event (seq, stream, version, id, type, header, data, sealed, hash,
      logged_at) from stdin`),
  );
  const done = finished(copy);
  const sharedIds = new Set(templates.shared.flatMap((event) => uuidsOf(event)));
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  let seq = 0;
  let pending = '';
  const put = async (event: StoredEvent, copied: Copied) => {
    seq++;
    pending += line(seq, new Date(startMs + seq).toISOString(), event, copied);
    if (pending.length < FLUSH_CHARS) return;
    const flushed = copy.write(pending);
    pending = '';
    if (!flushed) await once(copy, 'drain');
  };
  for (const event of templates.shared) await put(event, event);
  for (let group = 0; seq < target; group++) {
    await putGroup(templates, group, sharedIds, put);
  }
  copy.end(pending);
  await done;
  await client.end();
  const head = `position = ${seq}, logged_at = (select max(logged_at) from log.event)`;
  await asAdmin(admin, `update log.head set ${head}`);
  await asAdmin(admin, 'vacuum analyze log.event');
  return seq;
}

type Copied = Pick<StoredEvent, 'id' | 'stream' | 'header' | 'data' | 'sealed' | 'hash'>;

async function putGroup(
  templates: Templates,
  group: number,
  sharedIds: ReadonlySet<string>,
  put: (event: StoredEvent, copied: Copied) => Promise<void>,
): Promise<void> {
  const copies = Array.from({ length: INTERLEAVED }, (_each, n) => {
    const number = group * INTERLEAVED + n + 1;
    const template = templates.episodes[number % templates.episodes.length];
    return { events: template?.events ?? [], copier: new Copier(number, sharedIds) };
  });
  const longest = Math.max(...copies.map(({ events }) => events.length));
  for (let index = 0; index < longest; index++) {
    for (const { events, copier } of copies) {
      const event = events[index];
      if (event) await put(event, copier.copy(event));
    }
  }
}

/** Copies the events of one template: same story, other ids, its own person key and chain. */
class Copier {
  readonly #suffix: string;
  readonly #key = newKey();
  readonly #heads = new Map<string, Buffer>();

  constructor(
    number: number,
    readonly sharedIds: ReadonlySet<string>,
  ) {
    this.#suffix = number.toString(16).padStart(8, '0');
  }

  copy(event: StoredEvent): Copied {
    const stream = this.#renamed(event.stream);
    const id = this.#renamed(event.id);
    let header = this.#renamed(event.header);
    const data = this.#renamed(event.data);
    let sealed: Buffer | null = null;
    if (event.sealed) {
      const key = eventKey(this.#key, id);
      header = header.replace(
        /"keyCommitment":"[0-9a-f]{64}"/,
        `"keyCommitment":"${commitment(key)}"`,
      );
      const { version, type } = event;
      sealed = seal(key, { stream, version, type }, { text: 'a sample text of the usual length' });
    }
    const hash = chainHash(this.#heads.get(stream) ?? ZERO_HASH, header, data, sealed);
    this.#heads.set(stream, hash);
    return { id, stream, header, data, sealed, hash };
  }

  /** Eight digits in the middle of an id are the number of the copy: still a UUID, still unique. */
  #renamed(text: string): string {
    return text.replace(UUID, (id) =>
      this.sharedIds.has(id) ? id : `${this.#suffix}-${id.slice(9, 14)}${id.slice(14)}`,
    );
  }
}

function uuidsOf(event: StoredEvent): string[] {
  return `${event.stream} ${event.header} ${event.data}`.match(UUID) ?? [];
}

function line(seq: number, loggedAt: string, event: StoredEvent, copied: Copied): string {
  const { id, stream, header, data, sealed, hash } = copied;
  const bytes = sealed ? `\\\\x${sealed.toString('hex')}` : '\\N';
  const fields = [seq, stream, event.version, id, event.type, escaped(header), escaped(data)];
  return `${fields.join('\t')}\t${bytes}\t\\\\x${hash.toString('hex')}\t${loggedAt}\n`;
}

function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}
