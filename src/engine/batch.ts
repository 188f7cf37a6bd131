import { parseStream } from '../domain/ids';
import type { AnyReadModel } from '../projections/read-model';
import type { Row, RowChange } from './row-diff';

/** A row and the positions between which it holds: [from, to), `to` null for now. */
export interface HeldRow {
  readonly row: Row;
  readonly from: number;
  readonly to: number | null;
}

/** A stored row that holds no longer. */
export interface EndedRow {
  readonly streamId: string;
  readonly key: string;
  readonly at: number;
}

/** What a batch does to one table. */
export interface TableChanges {
  readonly model: AnyReadModel;
  /** Stored rows that go (current) or end at a position (span), by stream and key. */
  readonly ended: Map<string, EndedRow>;
  /** Span rows that began and ended within the batch. */
  readonly past: HeldRow[];
  /** The row that each key of each stream has now, as far as the batch made it. */
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
      if (existed) table.ended.set(place, { streamId: idOf(stream), key, at: position });
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

function idOf(stream: string): string {
  return parseStream(stream)?.id ?? '';
}
