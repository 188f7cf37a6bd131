import { GraphQLScalarType } from 'graphql';
import { isUuid } from '../domain/ids';
import { parseInstant, parseLocalDate } from '../domain/time';

/** A scalar that is text on the wire; `parse` says null for what is none. */
function textScalar<T extends string | number>(options: {
  readonly name: string;
  readonly description: string;
  readonly wanted: string;
  readonly specifiedByURL?: string;
  readonly parse: (text: string) => T | null;
}): GraphQLScalarType<T, string> {
  const { name, description, wanted, parse } = options;
  return new GraphQLScalarType<T, string>({
    name,
    description,
    specifiedByURL: options.specifiedByURL ?? null,
    parseValue(value) {
      const parsed = typeof value === 'string' ? parse(value) : null;
      if (parsed === null) throw new TypeError(`${name} must be ${wanted}`);
      return parsed;
    },
    serialize(value) {
      if (typeof value === 'string' || typeof value === 'number') return String(value);
      throw new TypeError(`${name} cannot be made of a ${typeof value}`);
    },
  });
}

/**
 * Years that are taken: PostgreSQL knows no year 0, and what is reckoned from a day or moment (a
 * deadline, an end) is to keep four digits, so that it compares as text.
 */
const YEARS = /^(?!0000)[0-2]\d{3}-/;
const YEARS_WORDS = 'in the years 1 to 2999';

/** In: ISO 8601 with an offset. Out and inside: `Instant`, UTC with milliseconds. */
export const DateTime = textScalar({
  name: 'DateTime',
  description:
    'A moment, ISO 8601. In: with an offset or Z, e.g. `2026-03-31T17:00+02:00`. ' +
    'Out: UTC with milliseconds, e.g. `2026-03-31T15:00:00.000Z`.',
  wanted: `an ISO 8601 moment with an offset or Z, such as 2026-03-31T17:00:00+02:00, ${YEARS_WORDS}`,
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9557',
  parse: (text) => {
    const instant = parseInstant(text);
    return instant !== null && YEARS.test(instant) ? instant : null;
  },
});

export const LocalDay = textScalar({
  name: 'Date',
  description: 'A calendar day in the zone of the clinic, `YYYY-MM-DD`.',
  wanted: `a calendar day such as 2026-03-31, ${YEARS_WORDS}`,
  parse: (text) => (YEARS.test(text) ? parseLocalDate(text) : null),
});

/** Inside: a number from 1; dense, so far from the end of safe integers. */
export const Position = textScalar({
  name: 'Position',
  description: 'A place in the whole log, from 1, without gaps; digits as text.',
  wanted: 'digits as text, such as "42"',
  parse: (text) => {
    const position = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(position) ? position : null;
  },
});

export const Uuid = textScalar({
  name: 'UUID',
  description: 'A UUID (RFC 9562); out in lower case.',
  wanted: 'a UUID such as 0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  parse: (text) => (isUuid(text.toLowerCase()) ? text.toLowerCase() : null),
});

export const Icd10Code = textScalar({
  name: 'ICD10Code',
  description: 'An ICD-10 code with its dot, e.g. `M54.5` or `R51`.',
  wanted: 'an ICD-10 code with its dot, such as M54.5',
  specifiedByURL: 'https://icd.who.int/browse10',
  parse: (text) => {
    const code = text.trim().toUpperCase();
    return /^[A-Z]\d{2}(\.\d{1,4})?$/.test(code) ? code : null;
  },
});

/** Only ever given out. */
export const FactsScalar = new GraphQLScalarType({
  name: 'Facts',
  description:
    'What a rule rests on: an object of names to texts, numbers, yes/no or lists of texts. ' +
    'Ids, codes, dates and figures; never a name or free text.',
  serialize: (value) => value,
  parseValue: () => {
    throw new TypeError('Facts are only given out');
  },
});

/** Only ever given out. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description:
    'Recorded data or a state as it is kept: any JSON value. Free text and names are not in it, ' +
    'only references to them.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: () => {
    throw new TypeError('JSON is only given out');
  },
});
