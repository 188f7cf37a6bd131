/** One line of the table: ours and the reference were measured in turn in the same run. */
export interface BenchRow {
  readonly work: string;
  readonly ours: number;
  readonly reference: number | null;
  readonly referenceName: string;
  readonly unit: string;
  /** Ratio ours / reference to reach (or, where `limitMs` says so, a time); null: none set. */
  readonly reach: number | null;
  readonly note?: string;
}
