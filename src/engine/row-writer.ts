import type { AnyReadModel, ColumnType, RowValue } from '../projections/read-model';
import type { HeldRow } from './batch';
import { binaryField, int2, int4 } from './binary-values';

/** What a binary COPY begins with: signature, flags, length of an extension. */
export const COPY_HEAD = `PGCOPY\n\xff\r\n\0${int4(0)}${int4(0)}`;
/** … and what it ends with. */
export const COPY_END = int2(-1);

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  value: RowValue;
  field: string;
  /** The row up to and with this column. */
  line: string;
}

/**
 * Writes a model's rows for a binary COPY, as text whose characters are bytes (latin1). A row of a
 * span says most of what the one before it said: what did not change is not made anew.
 */
export class RowWriter {
  readonly #columns: readonly Column[];
  readonly #head: string;

  constructor(readonly model: AnyReadModel) {
    const columns = Object.entries(model.columns).map(([name, constrained]): Column => {
      // A column is its type, and perhaps that it is not null.
      const type = constrained.replace(' not null', '') as ColumnType;
      return { name, type, value: null, field: binaryField(type, null), line: '' };
    });
    const more = model.kind === 'span' ? 2 : 0;
    this.#head = int2(columns.length + more);
    let line = this.#head;
    for (const column of columns) column.line = line += column.field;
    this.#columns = columns;
  }

  /** Throws an error of the class that the database would give for a value that fits no column. */
  line({ row, from, to }: HeldRow): string {
    let line = this.#head;
    let isSame = true;
    for (const column of this.#columns) {
      const value = row[column.name] ?? null;
      if (value !== column.value) {
        column.field = binaryField(column.type, value);
        column.value = value;
        isSame = false;
      }
      if (isSame) line = column.line;
      else column.line = line += column.field;
    }
    if (this.model.kind === 'current') return line;
    return line + binaryField('bigint', from) + binaryField('bigint', to);
  }
}
