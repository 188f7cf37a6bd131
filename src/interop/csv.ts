import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse/sync';

/**
 * A sheet as CSV (RFC 4180), record by record. csv-parse reads each record by itself: after a
 * stray quote it would swallow the records behind it, and here one bad line must cost one line.
 */
export interface CsvFormat {
  readonly delimiter: string;
  readonly quote: string;
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le';
}

export type CsvRecord =
  | {
      readonly kind: 'cells';
      /** Where the record begins, from 1; the header is line 1. */
      readonly line: number;
      readonly cells: ReadonlyMap<string, string>;
      readonly text: string;
    }
  | {
      readonly kind: 'bad';
      readonly line: number;
      readonly text: string;
      readonly problem: string;
    };

/** The file as a whole is of no use; the message says why. */
export class BadSheet extends Error {
  override readonly name = 'BadSheet';
}

/** Longer ones are no patients; the reader keeps no more than this at once. */
const LINE_LENGTH_MAX = 256 * 1024;
/** A quoted cell that goes on for more lines than this was never closed. */
const RECORD_LINES_MAX = 100;
/** From so many columns on, lines with a delimiter for each are taken for lines of their own. */
const SUSPECT_COLUMNS_MIN = 6;

/** Whole units of the file: a physical line, and whether it was cut because of its length. */
interface Line {
  readonly line: number;
  readonly text: string;
  readonly cut: boolean;
}

/**
 * Reads a file whose first line is the header. Throws `BadSheet` when a column of `wanted` is
 * missing or named twice, and the system's error when the file cannot be read.
 */
export async function* readCsv(
  file: string,
  format: CsvFormat,
  wanted: readonly string[],
): AsyncGenerator<CsvRecord> {
  const lines = linesOf(file, format.encoding);
  let columns: number | null = null;
  const records = recordsOf(lines, format, () => columns);
  const first = await records.next();
  if (first.done) throw new BadSheet('The sheet is empty: its first line must name the columns.');
  const header = headerOf(first.value, wanted);
  columns = header.length;
  for await (const { line, text, fields, problem } of records) {
    if (fields === null) yield { kind: 'bad', line, text, problem };
    else if (fields.length !== header.length) {
      const sizes = `it has ${fields.length} cells, the header has ${header.length}`;
      yield { kind: 'bad', line, text, problem: sizes };
    } else {
      const cells = new Map(header.map((name, index) => [name, (fields[index] ?? '').trim()]));
      yield { kind: 'cells', line, text, cells };
    }
  }
}

function headerOf(record: RawRecord, wanted: readonly string[]): string[] {
  if (record.fields === null) throw new BadSheet(`The header cannot be read: ${record.problem}.`);
  const header = record.fields.map((name) => name.trim());
  const missing = wanted.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const has = header.join(', ').slice(0, 500);
    throw new BadSheet(
      `The sheet has no column ${missing.join(', ')} that the mapping names; it has: ${has}.`,
    );
  }
  const twice = wanted.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice.length > 0) throw new BadSheet(`The sheet has more than one column ${twice.join()}.`);
  return header;
}

interface RawRecord {
  readonly line: number;
  readonly text: string;
  /** Null: see `problem`. */
  readonly fields: readonly string[] | null;
  readonly problem: string;
}

async function* recordsOf(
  lines: AsyncGenerator<Line>,
  format: CsvFormat,
  columns: () => number | null,
): AsyncGenerator<RawRecord> {
  const ahead: Line[] = [];
  const next = async (): Promise<Line | undefined> => {
    const known = ahead.shift();
    if (known) return known;
    const read = await lines.next();
    return read.done ? undefined : read.value;
  };
  for (let first = await next(); first; first = await next()) {
    if (first.text.trim() === '') continue;
    const gathered = [first];
    while (isOpen(gathered, format) && gathered.length < RECORD_LINES_MAX) {
      const more = await next();
      if (!more) break;
      gathered.push(more);
    }
    const record = parsed(gathered, format, columns());
    // Only the line with the fault is lost: what was taken along with it is read again.
    if (record.fields === null) ahead.unshift(...gathered.slice(1));
    yield record;
  }
}

/** An odd number of quotes: a quoted cell goes on in the next line. */
function isOpen(gathered: readonly Line[], { quote }: CsvFormat): boolean {
  let quotes = 0;
  for (const { text, cut } of gathered) {
    if (cut) return false;
    quotes += text.split(quote).length - 1;
  }
  return quotes % 2 === 1;
}

/** `columns`: as many as the header has; null while that is read. */
function parsed(gathered: readonly Line[], format: CsvFormat, columns: number | null): RawRecord {
  const [first] = gathered;
  const line = first?.line ?? 0;
  const bad = (problem: string): RawRecord => {
    return { line, text: (first?.text ?? '').slice(0, 2_000), fields: null, problem };
  };
  if (gathered.some(({ cut }) => cut)) {
    return bad(`it is longer than ${LINE_LENGTH_MAX} characters`);
  }
  const text = gathered.map((one) => one.text).join('\n');
  if (text.includes('\uFFFD')) {
    return bad(`it is not ${format.encoding} text; the mapping's csv.encoding may be another`);
  }
  try {
    const { delimiter, quote } = format;
    // Without `columns`, csv-parse gives lists of texts.
    const rows: string[][] = parse(text, { delimiter, quote, relax_column_count: true });
    const fields = rows[0] ?? [];
    // With cells of other lines in it: a stray quote, and another that happens to close it.
    if (gathered.length > 1 && columns !== null && fields.length !== columns) {
      const sizes = `it has ${fields.length} cells, the header has ${columns}`;
      return bad(`a quoted cell is not closed in its line; with the lines behind it, ${sizes}`);
    }
    if (looksLikeLines(gathered, format, columns)) {
      return bad('a quoted cell goes over lines that have as many cells as the header each');
    }
    return { line, text, fields, problem: '' };
  } catch (error) {
    return bad(problemOf(error));
  }
}

/**
 * Two stray quotes can make one record of several that fits: then each line has the delimiters of
 * a whole one. In sheets of few columns a cell's own text may have as many by chance.
 */
function looksLikeLines(
  gathered: readonly Line[],
  { delimiter }: CsvFormat,
  columns: number | null,
): boolean {
  if (gathered.length < 2 || columns === null || columns < SUSPECT_COLUMNS_MIN) return false;
  return gathered.every(({ text }) => text.split(delimiter).length === columns);
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted cell is not closed';
  if (code === 'INVALID_OPENING_QUOTE') return 'a quote stands within a cell that is not quoted';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'a quoted cell goes on after its closing quote';
  return error instanceof Error ? error.message : String(error);
}

/** Physical lines by LF; a CR before it goes with it. Decoded once, a BOM is dropped. */
async function* linesOf(file: string, encoding: CsvFormat['encoding']): AsyncGenerator<Line> {
  const decoder = new TextDecoder(encoding);
  let line = 1;
  let rest = '';
  let cut = false;
  for await (const chunk of createReadStream(file)) {
    // Streams of files give buffers.
    const pieces = decoder.decode(chunk as Buffer, { stream: true }).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield { line: line++, text: withoutReturn(rest), cut };
        rest = '';
        cut = false;
      }
      if (rest.length + piece.length > LINE_LENGTH_MAX) cut = true;
      rest = (rest + piece).slice(0, LINE_LENGTH_MAX);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield { line, text: withoutReturn(rest), cut };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
