import { readOpenRebuild, type AskedRebuild } from './read-rebuilds';
import type { Snapshot } from './snapshot';

/** A stream whose rows stay as they were: an event of it could not be folded or written. */
export interface ParkedRow {
  readonly stream: string;
  readonly position: number;
  readonly error: string;
  readonly since: string;
}

/** How far a reactor has looked at the log. */
export interface ReactorRow {
  readonly name: string;
  readonly position: number;
}

/** Models and their versions as the tables were built, and the streams that are parked. */
export interface ReadModelsState {
  readonly models: Readonly<Record<string, number>>;
  readonly parked: readonly ParkedRow[];
  readonly reactors: readonly ReactorRow[];
  /** The rebuild that was asked for and is not over; null: none. */
  readonly rebuild: AskedRebuild | null;
}

export async function readModelsState(snapshot: Snapshot): Promise<ReadModelsState> {
  const checkpoint = await snapshot.query<{ models: string }>('select models from read.checkpoint');
  const { rows } = await snapshot.query<ParkedRow>(
    'select stream, position, error, since from read.parked order by position',
  );
  // Written by the engine: name → version.
  const models = JSON.parse(checkpoint.rows[0]?.models ?? '{}') as Record<string, number>;
  const reactors = await snapshot.query<{ name: string; position: string | number }>(
    'select name, position from reactor.checkpoint order by name',
  );
  return {
    models,
    parked: rows,
    reactors: reactors.rows.map(({ name, position }) => ({ name, position: Number(position) })),
    rebuild: await readOpenRebuild(snapshot),
  };
}
