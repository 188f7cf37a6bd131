import { parseLocalDate, type LocalDate } from '../domain/time';
import type { Mapping, Value } from './mapping';

/** What is wrong with a line, and where; both are null where no cell is at fault. */
export interface Problem {
  readonly column: string | null;
  readonly value: string | null;
  /** What is wrong and what would be right. */
  readonly problem: string;
}

const VALUE_SHOWN_LENGTH = 60;
/** Of what names are made from: with the mapping's own words it still fits. */
const NAME_LENGTH_MAX = 100;

/** The cells of one line as the mapping reads them. Every complaint is kept: none ends the line. */
export class Cells {
  readonly problems: Problem[] = [];

  constructor(
    private readonly cells: ReadonlyMap<string, string>,
    private readonly format: Pick<Mapping, 'dateFormat' | 'decimalComma'>,
  ) {}

  /** The trimmed content; empty where the column is not named. */
  text(column: string | undefined): string {
    return column === undefined ? '' : (this.cells.get(column) ?? '');
  }

  complain(column: string | null, problem: string): null {
    const value = column === null ? null : this.text(column).slice(0, VALUE_SHOWN_LENGTH);
    this.problems.push({ column, value, problem });
    return null;
  }

  /** Null for an empty cell, and for one that is no number (a complaint). */
  number(column: string): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const { decimalComma } = this.format;
    const plain = decimalComma ? text.replace(',', '.') : text;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return Number(plain);
    return this.complain(column, `must be a number such as ${decimalComma ? '7,5' : '7.5'}`);
  }

  /** Null for an empty cell, and for one that is no calendar day (a complaint). */
  day(column: string): LocalDate | null {
    const text = this.text(column);
    if (text === '') return null;
    const { dateFormat } = this.format;
    const day = parseLocalDate(isoDay(text, dateFormat));
    return day ?? this.complain(column, `must be a calendar day as ${dateFormat}`);
  }

  /** What a value of the mapping is in this line; null when it is empty or a complaint. */
  value<T extends string>(value: Value<T> | undefined): T | null {
    if (!value) return null;
    if ('fixed' in value) return value.fixed;
    const { column, values, empty, allowed, complaint } = value;
    const text = this.text(column);
    if (text === '') return empty;
    if (values) {
      const meant = Object.hasOwn(values, text) ? values[text] : undefined;
      const known = Object.keys(values).join(', ');
      return meant ?? this.complain(column, `must be one of those the mapping knows: ${known}`);
    }
    if (allowed && !allowed.includes(text)) {
      return this.complain(column, `must be one of ${allowed.join(', ')}`);
    }
    const wrong = complaint(text);
    if (wrong !== null) return this.complain(column, `is not right: ${wrong}`);
    // Without `values` the content itself is the value; its schema was asked just now.
    return text as T;
  }

  /** A content that names a person or place; null for an empty cell or none (a complaint). */
  name(column: string | undefined): string | null {
    const text = this.text(column);
    if (text === '') return null;
    if (text.length > NAME_LENGTH_MAX) {
      return this.complain(column ?? null, `is longer than ${NAME_LENGTH_MAX} characters`);
    }
    // Control characters, and halves of characters that are pairs (Unicode Cc, Cs).
    if (/[\p{Cc}\p{Cs}]/u.test(text)) {
      return this.complain(column ?? null, 'must be text in one line, without control characters');
    }
    return text;
  }

  /** What a value is, where there must be one. */
  needed<T extends string>(value: Value<T>, what: string): T | null {
    const before = this.problems.length;
    const meant = this.value(value);
    if (meant === null && this.problems.length === before) {
      this.complain('column' in value ? value.column : null, `${what} is missing`);
    }
    return meant;
  }
}

function isoDay(text: string, format: Mapping['dateFormat']): string {
  if (format === 'YYYY-MM-DD') return text;
  const parts = text.split(format.charAt(2)).map((part) => part.padStart(2, '0'));
  if (parts.length !== 3) return '';
  const [first = '', second = '', year = ''] = parts;
  const [month, day] = format.startsWith('MM') ? [first, second] : [second, first];
  return `${year}-${month}-${day}`;
}
