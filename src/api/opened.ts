import DataLoader from 'dataloader';
import type { TextRef } from '../domain/envelope';
import { foldAt } from '../engine/fold-at';
import { openTexts } from '../engine/open-texts';
import type { EventStore, StoredEvent } from '../store/event-store';
import type { Engine } from './engine';

/** Who a person was known to be at a position, and their sealed texts. */
export interface PersonTexts {
  /** Of a patient who was merged away by then: of the one that survives. */
  readonly id: string;
  readonly name: TextRef | null;
  readonly birthDate: TextRef | null;
  readonly number: TextRef | null;
  readonly contact: TextRef | null;
}

type Ports = Pick<Engine, 'store' | 'keys'>;

interface PersonAt {
  readonly category: 'patient' | 'staff';
  readonly id: string;
  readonly position: number;
}

const NOBODY = { name: null, birthDate: null, number: null, contact: null };

/**
 * What a request opens: sealed texts and the people whom its answer names, each asked once, all
 * that is asked together in one query. Keys are read for it and kept no longer than it.
 */
export class Opened {
  #texts: DataLoader<TextRef, string | null, string> | null = null;
  #people: DataLoader<PersonAt, PersonTexts, string> | null = null;
  readonly #store: ReadOnce;

  constructor(private readonly ports: Ports) {
    this.#store = new ReadOnce(ports.store);
  }

  /** The text; null when the key that opens it is gone. Throws `SealBroken` for changed bytes. */
  text(ref: TextRef): Promise<string | null> {
    this.#texts ??= new DataLoader(
      (refs) => openTexts({ ...this.ports, store: this.#store }, refs),
      {
        cacheKeyFn: ({ eventId, field }) => `${eventId}\n${field}`,
      },
    );
    return this.#texts.load(ref);
  }

  person(category: PersonAt['category'], id: string, position: number): Promise<PersonTexts> {
    this.#people ??= new DataLoader((people) => readPeople(this.#store, people), {
      cacheKeyFn: ({ category, id, position }) => `${category}\n${id}\n${position}`,
    });
    return this.#people.load({ category, id, position });
  }
}

/** A person is folded from the very entries that their texts are sealed in: these are read once. */
class ReadOnce {
  readonly #sealed = new Map<string, StoredEvent>();

  constructor(private readonly store: Pick<EventStore, 'readStreams' | 'readByIds'>) {}

  async *readStreams(...asked: Parameters<EventStore['readStreams']>): AsyncGenerator<StoredEvent> {
    for await (const event of this.store.readStreams(...asked)) {
      if (event.sealed) this.#sealed.set(event.id, event);
      yield event;
    }
  }

  async readByIds(ids: readonly string[]): Promise<readonly StoredEvent[]> {
    const known = ids.flatMap((id) => this.#sealed.get(id) ?? []);
    if (known.length === ids.length) return known;
    const others = ids.filter((id) => !this.#sealed.has(id));
    return [...known, ...(await this.store.readByIds(others))];
  }
}

/** One query for those of a category and a position: a request hardly ever has more of either. */
async function readPeople(store: StreamsRead, people: readonly PersonAt[]): Promise<PersonTexts[]> {
  const groups = new Map<string, PersonAt[]>();
  for (const person of people) {
    const group = `${person.category}\n${person.position}`;
    const known = groups.get(group);
    if (known) known.push(person);
    else groups.set(group, [person]);
  }
  const texts = new Map<PersonAt, PersonTexts>();
  const readGroup = async (group: readonly PersonAt[]): Promise<void> => {
    const { category, position } = group[0]!; // a group begins with its first member
    const ids = group.map(({ id }) => id);
    const read = category === 'patient' ? patientsAt : staffAt;
    const found = await read(store, ids, position);
    for (const person of group) {
      const known = found.get(person.id);
      if (known) texts.set(person, known);
    }
  };
  await Promise.all([...groups.values()].map(readGroup));
  return people.map((person) => texts.get(person) ?? { id: person.id, ...NOBODY });
}

type StreamsRead = Pick<EventStore, 'readStreams'>;
type Found = ReadonlyMap<string, PersonTexts>;

async function staffAt(
  store: StreamsRead,
  ids: readonly string[],
  position: number,
): Promise<Found> {
  const folded = await foldAt(store, 'staff', ids, position);
  return new Map(
    [...folded].map(([id, { state }]) => [id, { ...NOBODY, id, name: state?.name ?? null }]),
  );
}

/** By the id asked for; who was merged away by then is the one that survives. */
async function patientsAt(
  store: StreamsRead,
  ids: readonly string[],
  position: number,
): Promise<Found> {
  const folded = await foldAt(store, 'patient', ids, position);
  const survivors = [...folded.values()].flatMap(({ state }) => state?.mergedInto ?? []);
  const merged =
    survivors.length > 0 ? await patientsAt(store, [...new Set(survivors)], position) : null;
  const found = new Map<string, PersonTexts>();
  for (const [id, { state }] of folded) {
    if (!state) continue;
    const { name, birthDate, number, contact, mergedInto } = state;
    const own = { id, name, birthDate, number, contact };
    found.set(id, (mergedInto !== null && merged?.get(mergedInto)) || own);
  }
  return found;
}
