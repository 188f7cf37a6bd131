/** A cell of a table that leaves as a file: numbers in full precision, null is an empty cell. */
export type Cell = string | number | null;

export interface CsvTable {
  /** Facts of the file, each a line `# name,value` before the columns. */
  readonly facts: readonly (readonly [string, Cell])[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** RFC 4180, as the exports of the service write it. */
export function toCsv({ facts, columns, rows }: CsvTable): string {
  const lines = [...facts.map(([name, value]) => [`# ${name}`, value]), columns, ...rows];
  return lines.map((line) => `${line.map(written).join(',')}\r\n`).join('');
}

/** A text that a sheet would run as a formula gets an apostrophe (OWASP, CSV injection). */
function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A UTC moment in a zone, ISO 8601 with its offset: `2026-03-31T17:00:00+02:00`. */
export function isoWithOffset(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(ms);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const local = `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
  const minutes = Math.round((Date.parse(`${local}Z`) - Math.floor(ms / 1_000) * 1_000) / 60_000);
  const abs = Math.abs(minutes);
  const two = (each: number) => String(each).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(abs / 60))}:${two(abs % 60)}`;
}
