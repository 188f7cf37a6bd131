import type { Category } from '../domain/ids';

/** What a column holds: JSON comes as its text, dates and moments as ISO text. */
export type RowValue = string | number | boolean | null | readonly string[];

/** SQL types that a column may have: those that a rebuild can write. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'text[]'
  | 'jsonb'
  | 'bool'
  | 'int'
  | 'bigint'
  | 'float8'
  | 'date'
  | 'timestamptz';

type Column = ColumnType | `${ColumnType} not null`;

/**
 * A read model is a table and one pure function of one stream's state. The engine applies it after
 * every event and stores the differences, rebuilds it, and answers the past with it.
 *
 * - `current`: one row as it is now.
 * - `span`: every row that ever was, with the positions [from_position, to_position) between which
 *   it held (`to_position` null: now).
 */
export interface ReadModel<S, R extends object> {
  readonly name: string;
  /** Raise it when `rows` or the columns change: the model is then built anew beside the old. */
  readonly version: number;
  readonly of: Category;
  readonly kind: 'current' | 'span';
  /** Column → SQL type with its constraint. */
  readonly columns: { readonly [C in keyof R & string]: Column };
  /** The column with the id of the stream that a row is of. */
  readonly stream: keyof R & string;
  /** The column that identifies a row within its stream: a client's id is unique only there. */
  readonly key: keyof R & string;
  /** Column lists (or method and list) of further indexes. */
  readonly indexes: readonly string[];
  readonly rows: (state: S) => readonly R[];
}

/** Any read model, as the engine sees it: `rows` is called only with a state of its category. */
export interface AnyReadModel {
  readonly name: string;
  readonly version: number;
  readonly of: Category;
  readonly kind: 'current' | 'span';
  readonly columns: Readonly<Record<string, Column>>;
  readonly stream: string;
  readonly key: string;
  readonly indexes: readonly string[];
  readonly rows: (state: never) => readonly object[];
}

/** States its own type; what the engine needs is checked against the row type. */
export function readModel<S, R extends object>(model: ReadModel<S, R>): ReadModel<S, R> {
  return model;
}

/** JSON text of a value, for a `jsonb` column. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
