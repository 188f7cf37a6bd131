import type { RowValue } from '../projections/read-model';

/** A row as the engine handles it: column → value. */
export type Row = Readonly<Record<string, RowValue>>;

export interface RowChange {
  readonly key: string;
  /** The row as it is now; null: it is gone. */
  readonly row: Row | null;
  /** Whether there was one before. */
  readonly existed: boolean;
}

/** What changed between the rows of one stream before and after an event. */
export function diffRows(key: string, before: readonly Row[], after: readonly Row[]): RowChange[] {
  if (before === after) return [];
  const changes: RowChange[] = [];
  // Rows mostly keep their places, so equal keys are looked for side by side first.
  const unmatched = new Map<string, Row>();
  for (const [index, row] of before.entries()) {
    const next = after[index];
    if (next === row) continue;
    if (next && next[key] === row[key]) {
      if (!sameRow(row, next)) changes.push({ key: keyOf(key, next), row: next, existed: true });
    } else unmatched.set(keyOf(key, row), row);
  }
  for (const [index, row] of after.entries()) {
    const previous = before[index];
    if (previous === row || (previous && previous[key] === row[key])) continue;
    const rowKey = keyOf(key, row);
    const moved = unmatched.get(rowKey);
    unmatched.delete(rowKey);
    if (!moved || !sameRow(moved, row)) {
      changes.push({ key: rowKey, row, existed: moved !== undefined });
    }
  }
  for (const gone of unmatched.keys()) changes.push({ key: gone, row: null, existed: true });
  return changes;
}

function keyOf(key: string, row: Row): string {
  const value = row[key];
  if (typeof value !== 'string') throw new Error(`The key ${key} of a row must be text`);
  return value;
}

function sameRow(a: Row, b: Row): boolean {
  for (const column in b) {
    const left = a[column];
    const right = b[column];
    if (left === right) continue;
    if (!Array.isArray(left) || !Array.isArray(right)) return false;
    if (left.length !== right.length || left.some((item, index) => item !== right[index])) {
      return false;
    }
  }
  return true;
}
