import { randomUUID } from 'node:crypto';
import type { Dice } from '../engine/histories';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What an id field may be filled with, besides those of its own name. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  revises: ['goalVersionId'],
  therapistId: ['staffId'],
  coveredId: ['staffId'],
  entryId: ['entryId'],
  id: ['observationId', 'reactionId', 'entryId'],
};

/** Ids that a history has met, by what they are of. */
export class Known {
  readonly #ids = new Map<string, string[]>();

  constructor(ids: Readonly<Record<string, readonly string[]>>) {
    for (const [kind, known] of Object.entries(ids)) this.#ids.set(kind, [...known]);
  }

  /** Remembers every id in an answer under the name of its field. */
  learn(answer: unknown, under = ''): void {
    if (Array.isArray(answer)) {
      for (const each of answer) this.learn(each, under);
      return;
    }
    if (typeof answer !== 'object' || answer === null) return;
    for (const [field, value] of Object.entries(answer)) {
      if (typeof value !== 'string') this.learn(value, field);
      else if (UUID.test(value)) this.add(kindOf(field, under), value);
    }
  }

  add(kind: string, id: string): void {
    const ids = this.#ids.get(kind) ?? [];
    if (!ids.includes(id)) ids.push(id);
    this.#ids.set(kind, ids);
  }

  /** The one met last, or undefined. */
  last(kind: string): string | undefined {
    return this.#ids.get(kind)?.at(-1);
  }

  /** An id for an input field: mostly one that fits, at times any other, at times a new one. */
  idFor(field: string, dice: Dice): string {
    const fitting = [field, ...(ALSO[field] ?? [])].flatMap((kind) => this.#ids.get(kind) ?? []);
    if (fitting.length > 0 && dice.chance(90)) return dice.pick(fitting);
    const all = [...this.#ids.values()].flat();
    return all.length > 0 && dice.chance(60) ? dice.pick(all) : randomUUID();
  }
}

function kindOf(field: string, under: string): string {
  if (field !== 'id') return field;
  if (under === 'events') return 'entryId';
  return under === 'observations' ? 'observationId' : `${under}Id`;
}
