import { hash } from 'node:crypto';
import { chainHash, ZERO_HASH } from '../src/store/chain';
import { commitment, eventKey, seal } from '../src/store/sealing';
import { idOf } from './organisation';
import { ownerOf, type Template, type TemplateEvent } from './templates';

const DAY_MS = 86_400_000;
/** What a copy changes: ids, days (alone or of a moment), and what tells the key. */
const CHANGED = new RegExp(
  [
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    String.raw`\b\d{4}-\d{2}-\d{2}(?=[T"])`,
    '"(?:keyCommitment|fingerprint)":"[0-9a-f]{64}"',
  ].join('|'),
  'g',
);

/** What stands between two literal pieces: an own id (its end), a place, a day (its number). */
type Slot =
  | { readonly kind: 'id'; readonly end: string }
  | { readonly kind: 'clinic' | 'therapist' | 'commitment' }
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'day'; readonly day: number };

/** A text of a template, cut where a copy differs: literal, slot, literal … literal. */
interface Cut {
  readonly literals: readonly string[];
  readonly slots: readonly Slot[];
}

interface CutEvent {
  readonly id: Cut;
  readonly stream: Cut;
  readonly header: Cut;
  readonly data: Cut;
  readonly version: number;
  readonly type: string;
  readonly texts: TemplateEvent['texts'];
  readonly recordedMs: number;
}

/** The events of one day of a course. */
interface CourseDay {
  /** Days since the first one. */
  readonly offset: number;
  readonly events: readonly CutEvent[];
}

/** A template, cut once to be copied often. */
export interface CutTemplate {
  readonly firstDay: number;
  /** Whose key seals the texts. */
  readonly owner: Cut;
  readonly days: readonly CourseDay[];
}

/** Ids in `shared` (of the organisation) stay as they are. */
export function cutTemplate(
  { events, clinicId, therapistId }: Template,
  number: number,
  shared: ReadonlySet<string>,
): CutTemplate {
  const own = new Map<string, string>();
  const slotOf = (found: string): Slot | null => {
    if (found.startsWith('"k')) return { kind: 'commitment' };
    if (found.startsWith('"f')) return { kind: 'same', text: fingerprintOf(number, own.size) };
    if (found.length === 10) return { kind: 'day', day: dayOf(found) };
    if (found === clinicId) return { kind: 'clinic' };
    if (found === therapistId || found === ACTOR) return { kind: 'therapist' };
    if (shared.has(found)) return null;
    // Not the random id of this run: the n-th one of this template is the same in every run.
    const end = own.get(found) ?? idOf(`template ${number} ${own.size}`).slice(8);
    own.set(found, end);
    return { kind: 'id', end };
  };
  const cut = (text: string) => cutText(text, slotOf);
  const days = new Map<number, CutEvent[]>();
  for (const { id, stream, header, data, version, type, texts } of events) {
    const recordedMs = recordedMsOf(header);
    const parts = { id: cut(id), stream: cut(stream), header: cut(header), data: cut(data) };
    const day = Math.floor(recordedMs / DAY_MS);
    const list = days.get(day) ?? [];
    list.push({ ...parts, version, type, texts, recordedMs });
    days.set(day, list);
  }
  const firstDay = Math.min(...days.keys());
  const inOrder = [...days].sort(([a], [b]) => a - b);
  const owners = new Set(events.flatMap((event) => ownerOf(event) ?? []));
  const [owner = ''] = owners;
  if (owners.size !== 1) throw new Error('a template is of one person');
  return {
    firstDay,
    owner: cut(owner),
    days: inOrder.map(([day, list]) => ({ offset: day - firstDay, events: list })),
  };
}

/** Of the form of one: what it is made of, the key and the input, are not those of the copy. */
function fingerprintOf(template: number, n: number): string {
  return `"fingerprint":"${hash('sha256', `bench ${template} ${n}`)}"`;
}

/** Who records in the templates: in a copy the therapist. */
const ACTOR = 'a0000000-0000-5000-8000-000000000001';

function cutText(text: string, slotOf: (found: string) => Slot | null): Cut {
  const literals: string[] = [];
  const slots: Slot[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(CHANGED)) {
    const slot = slotOf(found);
    if (!slot) continue;
    literals.push(text.slice(from, index));
    slots.push(slot);
    from = index + found.length;
  }
  return { literals: [...literals, text.slice(from)], slots };
}

function recordedMsOf(header: string): number {
  // A header is an envelope.
  return Date.parse((JSON.parse(header) as { readonly recordedAt: string }).recordedAt);
}

/** An event as it is put into the log. */
export interface CopiedEvent {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly header: string;
  readonly data: string;
  readonly sealed: Buffer | null;
  readonly hash: Buffer;
}

/** Where and when a copy is treated. */
export interface CopyOf {
  readonly template: CutTemplate;
  /** Of the copy: 32 bits. */
  readonly number: number;
  readonly clinicId: string;
  readonly therapistId: string;
  readonly startDay: number;
  /** The person's, 32 bytes. */
  readonly key: Buffer;
}

/** Copies the events of one template in their order: same story, other ids, its own chains. */
export class Copy {
  readonly #prefix: string;
  readonly #shift: number;
  readonly #heads = new Map<string, Buffer>();

  constructor(readonly of: CopyOf) {
    // Odd factor, so no two are the same; and their order is no order, as with real ids.
    this.#prefix = (Math.imul(of.number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
    this.#shift = of.startDay - of.template.firstDay;
  }

  get owner(): string {
    return this.#render(this.of.template.owner, '');
  }

  copy({
    id: cutId,
    stream: cutStream,
    header,
    data,
    version,
    type,
    texts,
  }: CutEvent): CopiedEvent {
    const id = this.#render(cutId, '');
    const stream = this.#render(cutStream, '');
    const key = texts ? eventKey(this.of.key, id) : null;
    const headerText = this.#render(header, key ? `"keyCommitment":"${commitment(key)}"` : '');
    const dataText = this.#render(data, '');
    const sealed = key && texts ? seal(key, { stream, version, type }, texts) : null;
    const hash = chainHash(this.#heads.get(stream) ?? ZERO_HASH, headerText, dataText, sealed);
    this.#heads.set(stream, hash);
    return { id, stream, version, type, header: headerText, data: dataText, sealed, hash };
  }

  /** When it was recorded: ms since 1970. */
  recordedMs(event: CutEvent): number {
    return event.recordedMs + this.#shift * DAY_MS;
  }

  #render({ literals, slots }: Cut, commitmentText: string): string {
    let text = literals[0] ?? '';
    for (let n = 0; n < slots.length; n++) {
      // As many slots as were counted.
      text += this.#valueOf(slots[n]!, commitmentText) + (literals[n + 1] ?? '');
    }
    return text;
  }

  #valueOf(slot: Slot, commitmentText: string): string {
    switch (slot.kind) {
      case 'id':
        return this.#prefix + slot.end;
      case 'clinic':
        return this.of.clinicId;
      case 'therapist':
        return this.of.therapistId;
      case 'commitment':
        return commitmentText;
      case 'same':
        return slot.text;
      case 'day':
        return dayText(slot.day + this.#shift);
    }
  }
}

/** Days since 1970. */
export function dayOf(text: string): number {
  return Date.parse(text) / DAY_MS;
}

const dayTexts = new Map<number, string>();

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dayTexts.set(day, text);
  return text;
}
