import type { AnyReadModel, RowValue } from '../projections/read-model';
import type { HeldRow } from './batch';

/** A row as one line of PostgreSQL's COPY text format, columns in the order of the table. */
export function copyLine(model: AnyReadModel, { row, from, to }: HeldRow): string {
  let line = '';
  for (const column in model.columns) line += `${field(row[column] ?? null)}\t`;
  if (model.kind === 'span') return `${line}${from}\t${field(to)}\n`;
  return `${line.slice(0, -1)}\n`;
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
