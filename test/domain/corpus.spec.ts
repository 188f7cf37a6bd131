import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clinicEvents } from '../../src/domain/clinic/events';
import { episodeEvents } from '../../src/domain/episode/events';
import { CATEGORIES, type Category } from '../../src/domain/ids';
import { operationsEvents } from '../../src/domain/operations/events';
import { patientEvents } from '../../src/domain/patient/events';
import { policyEvents } from '../../src/domain/policy/events';
import { staffEvents } from '../../src/domain/staff/events';
import { aggregates } from '../../src/engine/aggregates';
import { recorded } from '../../src/engine/recorded';

/**
 * What is in logs stays readable. One file an aggregate has an example of each event at each of
 * its shapes, written once and never edited; `shapes.json` has the structure of the present ones.
 */
interface Example {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}
type Schemas = Readonly<Record<string, z.ZodType<object>>>;

const schemas: Readonly<Record<Category, Schemas>> = {
  clinic: clinicEvents,
  staff: staffEvents,
  patient: patientEvents,
  policy: policyEvents,
  episode: episodeEvents,
  operations: operationsEvents,
};

function corpus(file: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, 'corpus', `${file}.json`), 'utf8'));
}

/** Keywords that lists of members stand under: their order says nothing. */
const UNORDERED = new Set(['required', 'enum', 'anyOf', 'oneOf']);

/** The structure of a schema, without what is said about it: stable in order and in wording. */
function structure(schema: z.ZodType): unknown {
  const told = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    // A check of our own (an id, an instant, a day) has no structure: it is known by what it says.
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type !== 'custom') return;
      const says = z.safeParse(zodSchema, undefined).error?.issues[0]?.message;
      if (says !== undefined) jsonSchema.description = says;
    },
  });
  return sorted(told);
}

function sorted(node: unknown, under = ''): unknown {
  if (Array.isArray(node)) {
    const members = node.map((member) => sorted(member));
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    return UNORDERED.has(under) ? members.sort(byText) : members;
  }
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== '$schema');
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value, key)]));
}

const HOW_TO = `
An event's shape is the storage format. Do not edit it: logs hold entries of it.
  1. Keep the old shape readable: raise the event's schemaVersion and add an upcaster.
  2. Add an example of the new shape to test/domain/corpus/<aggregate>.json; leave the old one.
  3. Put the new structure below into test/domain/corpus/shapes.json.
A new event needs steps 2 and 3, with schemaVersion 1. An added code or optional field keeps old
entries readable: step 3 is enough.
`;

describe.each(CATEGORIES)('the events of %s', (category) => {
  // The files are this folder's own; each example is checked against its schema below.
  const examples = corpus(category) as readonly Example[];
  const present = new Map(examples.map((example) => [example.type, example]));

  it('have an example each, and no other has', () => {
    expect([...present.keys()].sort()).toEqual(Object.keys(schemas[category]).sort());
  });

  it.each(Object.keys(schemas[category]))('%s: its latest example is of its shape', (type) => {
    const data = present.get(type)?.data;
    expect(schemas[category][type]?.parse(data)).toEqual(data);
  });
});

describe.each(CATEGORIES)('older entries of %s', (category) => {
  // As above.
  const examples = corpus(category) as readonly Example[];
  const aggregate = aggregates[category];

  it.each(examples.map((each) => [each.type, each.schemaVersion, each.data] as const))(
    '%s of version %d is read as the present shape',
    (type, schemaVersion, data) => {
      const header = JSON.stringify({ schemaVersion });
      const stored = { type, header, data: JSON.stringify(data), position: 1 };
      const read = recorded<{ type: string; data: object }>(stored, aggregate);
      expect(aggregate.schemas[type]?.parse(read.data)).toEqual(read.data);
    },
  );

  it('have an example of each of their shapes', () => {
    const shown = examples.map(({ type, schemaVersion }) => `${type} ${schemaVersion}`);
    for (const [type, current] of Object.entries(aggregate.schemaVersions)) {
      for (let version = 1; version <= current; version++) {
        expect(shown).toContain(`${type} ${version}`);
      }
    }
  });
});

describe('the shapes of all events', () => {
  const actual = Object.fromEntries(
    CATEGORIES.map((category) => [
      category,
      Object.fromEntries(
        Object.entries(schemas[category]).map(([type, schema]) => [type, structure(schema)]),
      ),
    ]),
  );
  // The file is this folder's own; what differs from it is what this test is about.
  const committed = corpus('shapes') as Record<string, Record<string, unknown>>;

  it.each(CATEGORIES)('are as they were written down: %s', (category) => {
    const changed = Object.keys({ ...actual[category], ...committed[category] }).filter(
      (type) =>
        JSON.stringify(actual[category]?.[type]) !== JSON.stringify(committed[category]?.[type]),
    );
    const now = changed.map((type) => [type, actual[category]?.[type] ?? null]);
    const message = `${changed.join(', ')} changed.${HOW_TO}${JSON.stringify(now)}`;
    expect(changed.length === 0 ? '' : message).toBe('');
  });
});
