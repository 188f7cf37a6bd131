import { isTime, judge, type BenchRow, type JudgedRow, type TableRow } from './rows';

/** Where and how the rows were measured. */
export interface MachineFacts {
  /** ISO 8601. */
  readonly date: string;
  readonly quick: boolean;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string;
  /** Mean number of runnable processes in the minute before: other work on the machine. */
  readonly loadAtStart: number;
}

const HEADS = ['work', 'ours', 'reference', 'ratio', 'reach', 'holds?'] as const;

/** The table as Markdown with even columns, and below it what the references are, and the notes. */
export function tableText(all: readonly TableRow[]): string {
  const rows = all.filter((row) => 'unmeasured' in row || !row.growth?.only);
  const table = markdownTable([HEADS, ...rows.map((row, index) => cells(row, index + 1))]);
  const notes = rows.map((row, index) => `${index + 1}. ${noteOf(row)}`);
  return `${table}\n${notes.join('\n')}\n${growthText(all)}`;
}

/** How medians grow with the log; nothing when no row was measured in several sizes. */
function growthText(rows: readonly TableRow[]): string {
  const grown = rows.flatMap((row) =>
    'unmeasured' in row || !row.growth ? [] : [{ ...row.growth, unit: row.unit }],
  );
  const scales = new Map(grown.map(({ events, scale }) => [events, scale]));
  const sizes = [...scales.keys()];
  if (sizes.length < 2) return '';
  const lines = [...new Set(grown.map(({ of }) => of))].map((of) => [
    of,
    ...sizes.map((size) => {
      const found = grown.find((each) => each.of === of && each.events === size);
      return found ? amount(found.p50, found.unit) : '–';
    }),
  ]);
  const headOf = (size: number) => `${size.toLocaleString('en')} (${scales.get(size) ?? ''})`;
  const heads = ['median, by events in the log (episodes)', ...sizes.map(headOf)];
  return `\n${markdownTable([heads, ...lines])}`;
}

function markdownTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_head, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const [head, ...body] = lines.map((line) => markdown(line, widths));
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return `${[head, rule, ...body].join('\n')}\n`;
}

/** One paragraph. */
export function factsText(facts: MachineFacts): string {
  const { date, quick, cores, processor, memoryGiB, platform, node, postgres, loadAtStart } = facts;
  return (
    `${date}${quick ? ', --quick' : ''}: ${cores} cores (${processor}), ${memoryGiB} GiB, ` +
    `${platform}, Node ${node}, PostgreSQL ${postgres} (fsync on), ` +
    `load average ${loadAtStart} at the start.\n`
  );
}

function cells(row: TableRow, number: number): string[] {
  const work = `${number}. ${row.work}`;
  if ('unmeasured' in row) return [work, 'not measured', '', '', '', ''];
  const judged = judge(row);
  return [
    work,
    amount(row.ours, row.unit),
    row.reference === null ? '–' : amount(row.reference, row.unit),
    judged.ratio === null ? '–' : `${rounded(judged.ratio)} ×`,
    reachText(judged),
    judged.holds === null ? '–' : judged.holds ? 'yes' : 'NO',
  ];
}

/** What there is to reach: of a time at most, of a rate at least. */
function reachText(row: JudgedRow): string {
  if (row.reach === null) return '–';
  const limit =
    row.reference === null || row.reachIsOurs ? amount(row.reach, row.unit) : `${row.reach} ×`;
  return `${isTime(row) ? '≤' : '≥'} ${limit}`;
}

function noteOf(row: TableRow): string {
  if ('unmeasured' in row) return row.unmeasured;
  const { reference, referenceName, note }: BenchRow = row;
  const parts = [reference === null ? 'No reference' : `Reference: ${referenceName}`, note];
  return `${parts.filter((part) => part !== undefined).join('; ')}.`;
}

function markdown(line: readonly string[], widths: readonly number[]): string {
  // Numbers to the right.
  const padded = line.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `| ${padded.join(' | ')} |`;
}

const amount = (value: number, unit: string): string => `${rounded(value)} ${unit}`;

/** Three figures that mean something, large numbers whole. */
function rounded(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
