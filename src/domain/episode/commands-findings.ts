import type { EntryId } from '../ids';
import type { Found } from './findings';
import type { Simple } from './command';

/** By the engine: what was found is not in order. */
export interface RaiseFinding extends Simple<'RaiseFinding'>, Found {}

/** By the engine: what was found holds no more. */
export interface CloseFinding extends Simple<'CloseFinding'> {
  readonly findingId: EntryId;
}

/** By a person, who says how: the same is not raised again. */
export interface SettleFinding extends Simple<'SettleFinding'> {
  readonly findingId: EntryId;
  readonly words: string;
}

export type FindingCommand = RaiseFinding | CloseFinding | SettleFinding;
