import type { EventShape } from '../domain/envelope';
import { emptyFold, foldOn, type Folded } from '../domain/fold';
import type { Category } from '../domain/ids';
import type { AnyReadModel } from '../projections/read-model';
import type { ClearEvent } from '../store/event-store';
import type { Aggregate } from './aggregates';
import { recordedOr } from './recorded';
import { diffRows, type Row, type RowChange } from './row-diff';
import { aggregateOf, categoryOf } from './streams';

/** One model's changes by one event. */
export interface ModelChanges {
  readonly model: AnyReadModel;
  readonly changes: readonly RowChange[];
}

const NO_ROWS: readonly Row[] = [];
const NOTHING: ReadonlySet<number> = new Set();

/**
 * A stream folded for its rows: after each event every model's `rows` is asked anew and what
 * differs is the change. The same code serves the live projector, the rebuild and the past.
 */
export class StreamRows {
  readonly #aggregate: Aggregate<unknown, never, EventShape>;
  readonly #models: readonly AnyReadModel[];
  #folded: Folded<unknown, EventShape>;
  #rows: (readonly Row[])[];

  /** `leftOut`: versions of entries that are not read. */
  constructor(
    stream: string,
    models: readonly AnyReadModel[],
    readonly leftOut: ReadonlySet<number> = NOTHING,
  ) {
    const category: Category = categoryOf(stream);
    // Which aggregate it is is known by the stream's name only; its functions fit each other.
    this.#aggregate = aggregateOf(category) as unknown as Aggregate<unknown, never, EventShape>;
    this.#models = models.filter(({ of }) => of === category);
    this.#folded = emptyFold(this.#aggregate.decider);
    this.#rows = this.#models.map(() => NO_ROWS);
  }

  /** Rough count of what it keeps, for a bounded cache. */
  get size(): number {
    return this.#folded.events.length + 1;
  }

  /** No model shows this kind of stream. */
  get isIdle(): boolean {
    return this.#models.length === 0;
  }

  get state(): unknown {
    return this.#folded.state;
  }

  /** Folds an event without asking for rows: for what is in the tables already. */
  skip(stored: ClearEvent): void {
    this.#fold(stored);
  }

  /** Makes the rows of the state as folded: what `apply` then compares with. */
  settle(): void {
    this.#rows = this.#models.map((model) => this.#rowsOf(model));
  }

  /** Folds an event; the changes it makes to each model. Throws what the event is poison to. */
  apply(stored: ClearEvent): ModelChanges[] {
    return this.#apply(stored, () => true);
  }

  /** The same for models of spans alone: of the others only the last rows count, see `rowsNow`. */
  applySpans(stored: ClearEvent): ModelChanges[] {
    return this.#apply(stored, ({ kind }) => kind === 'span');
  }

  /** What another fold of the same stream shows differently. */
  changesSince(before: StreamRows): ModelChanges[] {
    return this.#models.flatMap((model, index) => {
      const [old, now] = [before.#rows[index] ?? NO_ROWS, this.#rows[index] ?? NO_ROWS];
      const changes = diffRows(model.key, old, now);
      return changes.length > 0 ? [{ model, changes }] : [];
    });
  }

  /** What the models that show the present say of the state as folded. */
  rowsNow(): { readonly model: AnyReadModel; readonly rows: readonly Row[] }[] {
    return this.#models
      .filter(({ kind }) => kind === 'current')
      .map((model) => ({ model, rows: this.#rowsOf(model) }));
  }

  /** An event that it throws for leaves the state as it was. */
  #apply(stored: ClearEvent, isAsked: (model: AnyReadModel) => boolean): ModelChanges[] {
    const before = this.#folded;
    this.#fold(stored);
    const changed: ModelChanges[] = [];
    try {
      for (const [index, model] of this.#models.entries()) {
        if (!isAsked(model)) continue;
        const after = this.#rowsOf(model);
        const changes = diffRows(model.key, this.#rows[index] ?? NO_ROWS, after);
        this.#rows[index] = after;
        if (changes.length > 0) changed.push({ model, changes });
      }
    } catch (error) {
      this.#folded = before;
      throw error;
    }
    return changed;
  }

  #fold(stored: ClearEvent): void {
    if (this.isIdle) return;
    const event = recordedOr<EventShape>(stored, this.#aggregate, this.leftOut);
    this.#folded = foldOn(this.#aggregate.decider, this.#folded, event);
  }

  #rowsOf(model: AnyReadModel): readonly Row[] {
    if (this.#folded.state === null) return NO_ROWS;
    // A model of this category: its rows take this state and give flat rows.
    return model.rows(this.#folded.state as never) as readonly Row[];
  }
}
