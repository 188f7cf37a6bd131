import type { IndexRow } from './index-row';

/** A wait for an event's position. */
export interface Wait {
  readonly row: Promise<IndexRow>;
  /** Ends the wait: nobody asks any more. */
  forget(): void;
}

/**
 * Who waits for which event to get its position. The process that indexes says so itself; another
 * one hears that the log has grown, and asks for all that it waits for at once.
 */
export class IndexWaits {
  private readonly waiting = new Map<string, Set<(row: IndexRow) => void>>();
  private told = 0;
  private asking = false;
  private again = false;

  constructor(
    private readonly ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, IndexRow>>,
  ) {}

  forId(id: string): Wait {
    let settle: (row: IndexRow) => void = () => undefined;
    const row = new Promise<IndexRow>((resolve) => {
      settle = resolve;
    });
    const waiting = this.waiting.get(id) ?? new Set();
    waiting.add(settle);
    this.waiting.set(id, waiting);
    const forget = (): void => {
      waiting.delete(settle);
      if (waiting.size === 0 && this.waiting.get(id) === waiting) this.waiting.delete(id);
    };
    return { row, forget };
  }

  /** Indexed by this process, up to a position. */
  indexed(rows: readonly IndexRow[], position: number): void {
    this.told = Math.max(this.told, position);
    for (const row of rows) this.settle(row);
  }

  /** The log has grown to a position. */
  grown(position: number): void {
    if (position <= this.told || this.waiting.size === 0) return;
    if (this.asking) this.again = true;
    else void this.askAll();
  }

  private async askAll(): Promise<void> {
    this.asking = true;
    this.again = false;
    try {
      const rows = await this.ask([...this.waiting.keys()]);
      for (const row of rows.values()) this.settle(row);
    } catch {
      // Each wait has its end; by then it looks for itself.
    }
    this.asking = false;
    this.askAgain();
  }

  /** It grew once more while it was asked. */
  private askAgain(): void {
    if (this.again && this.waiting.size > 0) void this.askAll();
  }

  private settle(row: IndexRow): void {
    for (const settle of this.waiting.get(row.id) ?? []) settle(row);
  }
}
