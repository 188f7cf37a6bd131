import type { AnyReadModel } from '../projections/read-model';
import type { ClearEvent } from '../store/event-store';
import type { HeldRow } from './batch';
import type { RowWriter } from './row-writer';
import { StreamRows, type ModelChanges } from './stream-rows';

/** Rows by model as COPY takes them. */
export type CopyLines = ReadonlyMap<AnyReadModel, string>;

/**
 * The rows of one stream for new tables. Spans are made event by event, as they are live. Of models
 * that show the present only the last rows would stay, so only those are made (ADR 0017).
 */
export class StreamCopy {
  readonly #rows: StreamRows;
  readonly #lines = new Map<AnyReadModel, string>();
  readonly #open = new Map<AnyReadModel, Map<string, HeldRow>>();

  constructor(
    readonly stream: string,
    readonly writers: ReadonlyMap<AnyReadModel, RowWriter>,
  ) {
    this.#rows = new StreamRows(stream, [...writers.keys()]);
  }

  /** Throws what the event is poison to, and then nothing of it is in the rows. */
  take(event: ClearEvent): void {
    this.put(this.#rows.applySpans(event), event.position);
  }

  /** What changed at a position; of models that show the present nothing. */
  put(changed: readonly ModelChanges[], position: number): void {
    for (const { model, changes } of changed) {
      if (model.kind === 'current') continue;
      const open = this.#openOf(model);
      for (const { key, row } of changes) {
        const ended = open.get(key);
        if (ended) this.#write(model, { row: ended.row, from: ended.from, to: position });
        if (row) open.set(key, { row, from: position, to: null });
        else open.delete(key);
      }
    }
  }

  /**
   * All rows, at the end; the present by what was folded here, or elsewhere. Throws when some event
   * is poison to a model that shows the present.
   */
  finish(shown = this.#rows): CopyLines {
    for (const { model, rows } of shown.rowsNow()) {
      for (const row of rows) this.#write(model, { row, from: 0, to: null });
    }
    for (const [model, open] of this.#open) {
      for (const held of open.values()) this.#write(model, held);
    }
    return this.#lines;
  }

  #openOf(model: AnyReadModel): Map<string, HeldRow> {
    let open = this.#open.get(model);
    if (!open) this.#open.set(model, (open = new Map<string, HeldRow>()));
    return open;
  }

  #write(model: AnyReadModel, held: HeldRow): void {
    const line = this.writers.get(model)?.line(held) ?? '';
    this.#lines.set(model, (this.#lines.get(model) ?? '') + line);
  }
}
