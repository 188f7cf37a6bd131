import type { Header } from '../src/domain/envelope';
import type { StoredEvent } from '../src/store/event-store';
import { eventKey, open } from '../src/store/sealing';
import type { TestEngine } from '../test/support/engine';
import { Course, type Shape } from './course';
import { openOrganisation, type SampleClinic } from './organisation';

/** An entry with its texts opened: a copy seals them by a key of its own. */
export interface TemplateEvent extends StoredEvent {
  readonly texts: Readonly<Record<string, string>> | null;
}

/** Events of one episode and its patient, to be copied under other ids, and on other days. */
export interface Template {
  readonly events: readonly TemplateEvent[];
  /** Where it was treated and by whom: to be replaced. */
  readonly clinicId: string;
  readonly therapistId: string;
}

export interface Templates {
  /** Clinics, staff and policy: once. */
  readonly organisation: readonly StoredEvent[];
  readonly clinics: readonly SampleClinic[];
  /** Keys of the owners of its texts. */
  readonly keys: ReadonlyMap<string, Buffer>;
  readonly episodes: readonly Template[];
}

/** How many courses of treatment are made, what they are like, and of how many clinics. */
export interface Patterns extends Shape {
  readonly patterns: number;
  readonly clinics: number;
}

/** Opens clinics, and treats sample patients in the first one as patterns. */
export async function makeTemplates(engine: TestEngine, wanted: Patterns): Promise<Templates> {
  const clinics = await openOrganisation(engine, wanted.clinics);
  const { position } = await engine.store.head();
  const organisation = await all(engine.store.readAll({ after: 0, limit: position }));
  const [clinic] = clinics;
  const therapistId = clinic?.therapists[0];
  if (!clinic || therapistId === undefined) throw new Error('nobody treats here');
  const { clinicId } = clinic;
  const episodes: Template[] = [];
  for (let n = 0; n < wanted.patterns; n++) {
    const before = (await engine.store.head()).position;
    await new Course(engine, { clinicId, therapistId }, wanted, n).run();
    const events = await all(engine.store.readAll({ after: before }));
    const withTexts = await Promise.all(events.map((event) => opened(engine, event)));
    episodes.push({ clinicId, therapistId, events: withTexts });
  }
  return { organisation, clinics, keys: await keysOf(engine, organisation), episodes };
}

/** The owner of the key by which an event's texts are sealed. */
export function ownerOf({ header }: Pick<StoredEvent, 'header'>): string | undefined {
  // A header is an envelope.
  return (JSON.parse(header) as Header).sealedFor;
}

async function opened(engine: TestEngine, event: StoredEvent): Promise<TemplateEvent> {
  const { stream, version, type, id, sealed } = event;
  const owner = ownerOf(event);
  const key = owner === undefined ? null : await engine.keys.keyOf(owner);
  const texts = key && sealed ? open(eventKey(key, id), { stream, version, type }, sealed) : null;
  return { ...event, texts };
}

async function keysOf(
  engine: TestEngine,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, Buffer>> {
  const keys = new Map<string, Buffer>();
  for (const owner of new Set(events.map(ownerOf))) {
    const key = owner === undefined ? null : await engine.keys.keyOf(owner);
    if (owner !== undefined && key) keys.set(owner, key);
  }
  return keys;
}

async function all(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const list: StoredEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}
