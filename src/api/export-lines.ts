import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Json, JsonObject } from './export-cells';
import { cellOf } from './export-columns';

/** What a file is made of. */
export interface Pages {
  /** What was asked, of which moment, by which rules. */
  readonly header: JsonObject;
  /** Of the list, not of its rows: the same in every file of it. */
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<JsonObject>;
}

/** First the facts of the file, each a line `# name,value`; then the columns; then the rows. */
export function csv({ header, columns, rows }: Pages): Readable {
  const lines = stringify({
    // A cell that a sheet would run as a formula (OWASP, CSV injection); numbers are none.
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: (value) => String(value),
    },
  });
  async function* records() {
    for (const [name, value] of Object.entries(header)) yield [`# ${name}`, factOf(value)];
    yield [...columns];
    for await (const row of rows) yield columns.map((column) => cellOf(row, column));
  }
  return Readable.from(records()).pipe(lines);
}

function factOf(value: Json): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** The facts of the file in the first line, then a row a line. */
export async function* ndjson({
  header,
  rows,
}: Pick<Pages, 'header' | 'rows'>): AsyncGenerator<string> {
  yield `${JSON.stringify({ header })}\n`;
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
