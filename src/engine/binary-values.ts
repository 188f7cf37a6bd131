import { LRUCache } from 'lru-cache';
import type { ColumnType, RowValue } from '../projections/read-model';

/**
 * Values in the binary form in which PostgreSQL takes them, as texts whose characters are bytes
 * (latin1): what a value is made of is then joined as cheaply as text. The forms are those of the
 * receive functions of each type, in PostgreSQL's source under `src/backend/utils/adt`.
 */
type ToBinary = (value: NonNullable<RowValue>) => string;

/** A value that has no form as its column's type; the code is what the database would say. */
class NoSuchValue extends Error {
  override readonly name = 'NoSuchValue';
  /** invalid_binary_representation */
  readonly code = '22P03';
  constructor(type: string) {
    // Not the value itself: it may be a patient's.
    super(`a value of a column is none of its type, ${type}`);
  }
}

export const toBinary: Readonly<Record<ColumnType, ToBinary>> = {
  uuid,
  text: (value) => utf8(textOf(value, 'text')),
  'text[]': textArray,
  // A version of the format, then the text.
  jsonb: (value) => `\x01${utf8(textOf(value, 'jsonb'))}`,
  bool: (value) => {
    if (typeof value !== 'boolean') throw new NoSuchValue('bool');
    return value ? '\x01' : '\x00';
  },
  int: (value) => {
    if (typeof value !== 'number' || value !== (value | 0)) throw new NoSuchValue('int');
    return int4(value);
  },
  bigint: (value) => {
    if (!Number.isSafeInteger(value)) throw new NoSuchValue('bigint');
    return int8(Number(value));
  },
  float8,
  date: (value) => int4(dayNumber(textOf(value, 'date'))),
  timestamptz,
};

const NULL_FIELD = int4(-1);

/** A field of a row: its length, then its bytes. */
export function binaryField(type: ColumnType, value: RowValue): string {
  if (value === null) return NULL_FIELD;
  const bytes = toBinary[type](value);
  return int4(bytes.length) + bytes;
}

/** Two bytes. */
export function int2(value: number): string {
  return String.fromCharCode((value >> 8) & 0xff, value & 0xff);
}

/** Four bytes. */
export function int4(value: number): string {
  const high = (value >>> 24) & 0xff;
  return String.fromCharCode(high, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

function int8(value: number): string {
  const high = Math.floor(value / 2 ** 32);
  return int4(high) + int4(value - high * 2 ** 32);
}

function textOf(value: NonNullable<RowValue>, type: string): string {
  if (typeof value !== 'string') throw new NoSuchValue(type);
  return value;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

function utf8(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text).toString('latin1') : text;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function uuid(value: NonNullable<RowValue>): string {
  const text = textOf(value, 'uuid');
  if (!UUID.test(text)) throw new NoSuchValue('uuid');
  return Buffer.from(text.replaceAll('-', ''), 'hex').toString('latin1');
}

function float8(value: NonNullable<RowValue>): string {
  if (typeof value !== 'number') throw new NoSuchValue('float8');
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('latin1');
}

const OID_TEXT = 25;

/** Dimensions, whether there are nulls, type of the items, length and first index; items. */
function textArray(value: NonNullable<RowValue>): string {
  if (typeof value !== 'object') throw new NoSuchValue('text[]');
  if (value.length === 0) return int4(0) + int4(0) + int4(OID_TEXT);
  const head = int4(1) + int4(0) + int4(OID_TEXT) + int4(value.length) + int4(1);
  return head + value.map((item) => binaryField('text', item)).join('');
}

const DAY_MS = 86_400_000;
/** PostgreSQL counts from here: days, or microseconds. */
const EPOCH_MS = Date.UTC(2000, 0);
const DAY_NUMBERS_MAX = 20_000;
const dayNumbers = new LRUCache<string, number>({ max: DAY_NUMBERS_MAX });

/** Days since 2000-01-01 of `YYYY-MM-DD`; the calendar of both is the same. */
function dayNumber(text: string): number {
  let number = dayNumbers.get(text);
  if (number === undefined) {
    const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
    // A day that is not in its month is read as one of the next.
    if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text)) {
      throw new NoSuchValue('date');
    }
    number = (ms - EPOCH_MS) / DAY_MS;
    dayNumbers.set(text, number);
  }
  return number;
}

const TIME = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Of an instant, in its one form; microseconds since 2000. */
function timestamptz(value: NonNullable<RowValue>): string {
  const text = textOf(value, 'timestamptz');
  const time = text.slice(10);
  if (!TIME.test(time)) throw new NoSuchValue('timestamptz');
  const hours = Number(time.slice(1, 3));
  const minutes = hours * 60 + Number(time.slice(4, 6));
  const ms = (minutes * 60 + Number(time.slice(7, 9))) * 1_000 + Number(time.slice(10, 13));
  return int8((dayNumber(text.slice(0, 10)) * DAY_MS + ms) * 1_000);
}
