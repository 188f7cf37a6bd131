import {
  getNullableType,
  GraphQLNonNull,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { Dice } from '../engine/histories';
import type { Known } from './known';

const DAY_MS = 86_400_000;
const WORDS = ['Better', '', ' ', 'Grüße, 痛み, ألم', 'x'.repeat(600), 'a\nb', '\u0000', 'C\ufffd'];
const CODES = ['NPRS', 'NECK', 'PSFS', 'NDI', 'GROC', 'PHYSICIAN', 'LMT', '2026-1', 'a b', '1'];
const ICD10 = ['M54.2', 'M54.5', 'G35', 'O26.8', 'Z98.8', 'G43', 'I80.2', 'M99', 'F33.1'];
const NUMBERS = [0, 1, 2, 3, 5, 6, 8, 10, 30, 45, 50, 100, -1, 1_000_000, 2.5];

/** What random values are drawn from. */
export interface Source {
  readonly dice: Dice;
  readonly known: Known;
  /** The clock of the service, in ms. */
  readonly nowMs: number;
}

/**
 * A value of an input type: nearly always of its shape, seldom sensible. Optional fields are left
 * out half of the time; of a `oneOf` exactly one is given.
 */
export function randomValue(type: GraphQLInputType, field: string, source: Source): unknown {
  const { dice } = source;
  if (!isNonNullType(type) && dice.chance(65)) return undefined;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const { ofType } = nullable;
    return Array.from({ length: dice.below(3) }, () => randomValue(ofType, field, source) ?? null);
  }
  if (isInputObjectType(nullable)) return randomObject(nullable, source);
  if (isEnumType(nullable)) return dice.pick(nullable.getValues()).name;
  return randomScalar(String(nullable), field, source);
}

export function randomObject(type: GraphQLInputObjectType, source: Source): object {
  const fields = Object.values(type.getFields());
  const given = type.isOneOf ? [source.dice.pick(fields)] : fields;
  const entries = given.flatMap(({ name, type: of }) => {
    // Its own id makes a command repeatable, and is tried by the driver; dry runs as well.
    if (name === 'commandId' || name === 'check' || name === 'expectedVersion') return [];
    const value = type.isOneOf
      ? randomValue(new GraphQLNonNull(getNullableType(of)), name, source)
      : randomValue(of, name, source);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function randomScalar(scalar: string, field: string, source: Source): unknown {
  const { dice, known, nowMs } = source;
  switch (scalar) {
    case 'UUID':
      return known.idFor(field, dice);
    case 'ICD10Code':
      return dice.pick(ICD10);
    case 'DateTime':
      return new Date(nowMs + (dice.below(80) - 60) * 3_600_000).toISOString();
    case 'Date':
      return new Date(nowMs + (dice.below(120) - 40) * DAY_MS).toISOString().slice(0, 10);
    case 'Boolean':
      return dice.chance(70);
    case 'Int':
      return Math.trunc(dice.pick(NUMBERS));
    case 'Float':
      return dice.pick(NUMBERS);
    case 'Position':
      return String(dice.below(1_000));
    case 'String':
      return dice.chance(50) ? dice.pick(CODES) : dice.pick(WORDS);
    default:
      return dice.pick([{}, [], 'x', 1, null]);
  }
}
