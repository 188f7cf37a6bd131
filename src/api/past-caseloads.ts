import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { foldAt } from '../engine/fold-at';
import { caseload, type CaseloadRow } from '../projections/caseload';
import { ENGINE, type Engine } from './engine';

/** Rows kept, and about how large they may be together. */
const ROWS_MAX = 20_000;
const BYTES_MAX = 32 * 1024 * 1024;
/** What a row takes beside its texts. */
const ROW_BYTES = 1_024;

/** What an episode had in its caseload; none where it was not open. */
type Rows = readonly CaseloadRow[];

/**
 * Rows of past caseloads: the function of the live table, of streams folded to a position. What is
 * kept of them says nothing of rights, names or the moment of judging: who may see which episode,
 * and what the patient is called, is asked anew each time, and flags are judged of the row. So a
 * row stays true for ever, whatever is withdrawn, voided or erased. It has no text in it.
 */
@Injectable()
export class PastCaseloads {
  readonly #kept = new LRUCache<string, Rows>({
    max: ROWS_MAX,
    maxSize: BYTES_MAX,
    sizeCalculation: (rows) => rows.reduce((sum, row) => sum + sizeOf(row), ROW_BYTES),
  });

  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** In the order of the ids; those that were not open by then are left out. */
  async rows(ids: readonly string[], position: number): Promise<Rows> {
    const known = new Map<string, Rows>();
    for (const id of ids) {
      const rows = this.#kept.get(keyOf(id, position));
      if (rows) known.set(id, rows);
    }
    const others = ids.filter((id) => !known.has(id));
    if (others.length > 0) {
      const folded = await foldAt(this.engine.store, 'episode', others, position);
      for (const id of others) {
        const state = folded.get(id)?.state;
        const rows = state ? caseload.rows(state) : [];
        known.set(id, rows);
        this.#kept.set(keyOf(id, position), rows);
      }
    }
    return ids.flatMap((id) => known.get(id) ?? []);
  }
}

function keyOf(id: string, position: number): string {
  return `${id} ${position}`;
}

/** A character takes a byte: they are ids, numbers and codes. */
function sizeOf({ goals, authorizations, contraindications }: CaseloadRow): number {
  return ROW_BYTES + goals.length + authorizations.length + contraindications.length;
}
