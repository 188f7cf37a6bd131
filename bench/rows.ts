/**
 * One line of the table. Ours and the reference were measured in turn in the same run.
 *
 * The unit says what is better: of a time (`ms`, `s`) less, of a rate (`events/s` …) more. `reach`
 * is about the ratio ours / reference where there is a reference, else about ours itself (as it is
 * with `reachIsOurs`): at most for a time, at least for a rate; null: none is set.
 */
export interface BenchRow {
  readonly work: string;
  readonly ours: number;
  readonly reference: number | null;
  readonly referenceName: string;
  readonly unit: string;
  readonly reach: number | null;
  /** Median of the rounds' ratios; absent: `ours / reference`. */
  readonly ratio?: number;
  readonly reachIsOurs?: true;
  readonly note?: string;
  /** Measured in logs of several sizes: of what, in how many events, and the median. */
  readonly growth?: {
    readonly of: string;
    readonly events: number;
    readonly p50: number;
    /** How large what was asked about was there, e.g. `270 a clinic`. */
    readonly scale: string;
    /** Only there, not in the table of all. */
    readonly only: boolean;
  };
}

/** Work that could not be measured here, and why, as a sentence. */
export interface UnmeasuredRow {
  readonly work: string;
  readonly unmeasured: string;
}

export type TableRow = BenchRow | UnmeasuredRow;

/** A row with its conclusions. */
export interface JudgedRow extends Omit<BenchRow, 'ratio'> {
  /** Null without a reference. */
  readonly ratio: number | null;
  /** Null when there is nothing to reach. */
  readonly holds: boolean | null;
}

/** Whether less is better: the unit is one of time. */
export const isTime = ({ unit }: Pick<BenchRow, 'unit'>): boolean => ['ms', 's'].includes(unit);

/** Works out ratio and verdict of a measured row. */
export function judge(row: BenchRow): JudgedRow {
  const { ours, reference, reach } = row;
  const ratio = reference === null ? null : (row.ratio ?? ours / reference);
  const measured = row.reachIsOurs ? ours : (ratio ?? ours);
  const reached = isTime(row) ? measured <= (reach ?? NaN) : measured >= (reach ?? NaN);
  return { ...row, ratio, holds: reach === null ? null : reached };
}

/** Nearest rank; of an even number of values the upper one. NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** The value at a share of sorted ones, nearest rank; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Sums up rounds of ours and the reference, measured in turn: medians, and that of the ratios. */
export function ofRounds(
  rounds: readonly { readonly ours: number; readonly reference: number }[],
): Pick<BenchRow, 'ours' | 'reference' | 'ratio'> & { readonly reference: number } {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    reference: median(rounds.map(({ reference }) => reference)),
    ratio: median(rounds.map(({ ours, reference }) => ours / reference)),
  };
}
