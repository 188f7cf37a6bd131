import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';

const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));

/** What is of now by its nature, and why. */
const OF_NOW: Readonly<Record<string, string>> = {
  me: 'rights are those of today, whatever moment is asked',
  projections: 'how far the read models are',
};

describe('every query', () => {
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {});

  it.each(queries.map((query) => [query.name, query] as const))(
    '%s can be asked as of a past moment, and says of which it is, or is of now by its nature',
    (name, query) => {
      const asOf = query.args.find((arg) => arg.name === 'asOf');
      if (name in OF_NOW) expect(asOf).toBeUndefined();
      else expect(String(asOf?.type)).toBe('AsOf');
    },
  );
});
