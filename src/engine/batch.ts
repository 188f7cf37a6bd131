import type { AnyReadModel } from '../projections/read-model';
import type { Row, RowChange } from './row-diff';

/** A row and the positions between which it holds: [from, to), `to` null for now. */
export interface HeldRow {
  readonly row: Row;
  readonly from: number;
  readonly to: number | null;
}

/** What a batch does to one table. */
export interface TableChanges {
  readonly model: AnyReadModel;
  /** Keys whose stored row goes (current) or ends at a position (span). */
  readonly ended: Map<string, number>;
  /** Span rows that began and ended within the batch. */
  readonly past: HeldRow[];
  /**
   * The row that each key of each stream has now, as far as the batch made it. Two streams with one
   * key are two rows: that is for the table to refuse.
   */
  readonly open: Map<string, HeldRow>;
}

/** Gathers what a batch of events does, so that each table is written once. */
export class Batch {
  readonly tables = new Map<string, TableChanges>();

  add(
    model: AnyReadModel,
    change: RowChange,
    { stream, position }: { readonly stream: string; readonly position: number },
  ): void {
    const { key, row, existed } = change;
    const table = this.#table(model);
    const place = `${stream} ${key}`;
    const before = table.open.get(place);
    if (before === undefined) {
      if (existed) table.ended.set(key, position);
    } else if (model.kind === 'span') {
      table.past.push({ row: before.row, from: before.from, to: position });
    }
    if (row) table.open.set(place, { row, from: position, to: null });
    else table.open.delete(place);
  }

  #table(model: AnyReadModel): TableChanges {
    let table = this.tables.get(model.name);
    if (!table) {
      table = { model, ended: new Map(), past: [], open: new Map() };
      this.tables.set(model.name, table);
    }
    return table;
  }
}
