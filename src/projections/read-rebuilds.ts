import type { Snapshot } from './snapshot';

/** A rebuild that was asked for, and how far it is. */
export interface AskedRebuild {
  readonly id: string;
  /** Names of the models; null: all of them, or those of one stream. */
  readonly models: readonly string[] | null;
  readonly stream: string | null;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly attempts: number;
  /** Null before the owner of the read models has begun. */
  readonly startedAt: string | null;
  readonly phase: string | null;
  readonly done: number;
  readonly total: number;
  readonly endedAt: string | null;
  /** JSON; null while it goes on, and when it failed. */
  readonly result: string | null;
  readonly error: string | null;
}

const COLUMNS = `id, models, stream, asked_by as "askedBy", asked_at as "askedAt", attempts,
  started_at as "startedAt", phase, done, total, ended_at as "endedAt", result, error`;

/** The one that is not over yet; null: there is none. */
export async function readOpenRebuild(snapshot: Snapshot): Promise<AskedRebuild | null> {
  const { rows } = await snapshot.query<AskedRebuild>(
    `select ${COLUMNS} from reactor.rebuild where ended_at is null`,
  );
  return rows[0] ?? null;
}

export async function readRebuild(snapshot: Snapshot, id: string): Promise<AskedRebuild | null> {
  const { rows } = await snapshot.query<AskedRebuild>(
    `select ${COLUMNS} from reactor.rebuild where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
