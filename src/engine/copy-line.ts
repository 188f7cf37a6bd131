import type { AnyReadModel, RowValue } from '../projections/read-model';
import type { HeldRow } from './batch';

/** How values of a column are written. */
interface Column {
  readonly name: string;
  /** Whether a text may hold characters that COPY wants escaped: not what has a form of its own. */
  readonly isFree: boolean;
}

const columnsOf = new WeakMap<AnyReadModel, readonly Column[]>();

/** A row as one line of PostgreSQL's COPY text format, columns in the order of the table. */
export function copyLine(model: AnyReadModel, { row, from, to }: HeldRow): string {
  let columns = columnsOf.get(model);
  if (!columns) columnsOf.set(model, (columns = columnsIn(model)));
  let line = '';
  for (const { name, isFree } of columns) {
    const value = row[name] ?? null;
    line += isFree || typeof value === 'object' ? field(value) : String(value);
    line += '\t';
  }
  return model.kind === 'span' ? `${line}${from}\t${field(to)}\n` : `${line.slice(0, -1)}\n`;
}

function columnsIn({ columns }: AnyReadModel): readonly Column[] {
  return Object.entries(columns).map(([name, type]) => {
    return { name, isFree: !/^(uuid|date|timestamptz|bool|int|bigint|float8)\b/.test(type) };
  });
}

function field(value: RowValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'object') return escaped(`{${value.map(item).join(',')}}`);
  return String(value);
}

/** An item of an array literal. */
function item(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

const SPECIAL = /[\\\t\n\r]/;

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
