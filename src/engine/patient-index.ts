import type { Pool } from 'pg';
import type { TextRef } from '../domain/envelope';
import type { Snapshot } from '../projections/snapshot';
import { readUnindexed, type Unindexed } from '../projections/read-directory';
import { searchKeyId, searchTokens } from '../platform/search-tokens';
import type { EventStore } from '../store/event-store';
import { SEARCH_OWNER, type KeyStore } from '../store/key-store';
import { openTexts } from './open-texts';

/** Details opened at once: some milliseconds, and no more memory than a page of a list. */
const DETAILS_AT_ONCE = 500;

/** The key that patients are found with for now: another one comes with each erasure. */
export interface SearchKey {
  readonly key: Buffer;
  readonly id: string;
}

/**
 * Keyed hashes of patients' details, in `search.token`: made of the sealed texts by whoever finds
 * that some are missing. Past details are kept as well, so that the past can be searched.
 */
export class PatientIndex {
  /** What was seen to be complete: with which key, and up to where in the log. */
  #complete = { keyId: '', position: 0 };

  constructor(
    readonly ports: {
      readonly store: Pick<EventStore, 'readByIds'>;
      readonly keys: KeyStore;
      readonly pool: Pool;
    },
  ) {}

  async key(): Promise<SearchKey> {
    const key = await this.ports.keys.ensureKey(SEARCH_OWNER);
    return { key, id: searchKeyId(key) };
  }

  /** Details that are in the directory of a snapshot and not in the index; none: all are. */
  async missing(
    { id: keyId }: SearchKey,
    snapshot: Snapshot,
    position: number,
  ): Promise<readonly Unindexed[]> {
    const known = this.#complete.keyId === keyId ? this.#complete.position : 0;
    const missing = await readUnindexed(snapshot, { keyId, after: known, first: DETAILS_AT_ONCE });
    if (missing.length === 0 && position >= known) this.#complete = { keyId, position };
    return missing;
  }

  /** Opens and hashes them. What cannot be opened any more is found by nothing. */
  async add({ key, id }: SearchKey, details: readonly Unindexed[]): Promise<void> {
    // What was made with a key that is gone means nothing any more.
    if (this.#complete.keyId !== id) {
      // What others made with the next one is not this one's to delete: it is looked again.
      if ((await this.key()).id !== id) return;
      await this.ports.pool.query('delete from search.token where key_id <> $1', [id]);
    }
    const refs = details.flatMap(({ eventId }) => FIELDS.map((field) => ({ eventId, field })));
    const texts = await openTexts(this.ports, refs);
    const tokens = details.map((_each, index) => tokensOf(key, texts, index * FIELDS.length));
    await this.ports.pool.query(
      `insert into search.token (event_id, key_id, patient_id, tokens)
        select g.event_id, $1, g.patient_id, array(select jsonb_array_elements_text(g.tokens))
        from unnest($2::uuid[], $3::uuid[], $4::jsonb[]) g (event_id, patient_id, tokens)
        on conflict do nothing`,
      [
        id,
        details.map(({ eventId }) => eventId),
        details.map(({ patientId }) => patientId),
        tokens.map((each) => JSON.stringify(each)),
      ],
    );
  }
}

const FIELDS = ['name', 'birthDate', 'number'] as const satisfies readonly TextRef['field'][];

function tokensOf(key: Buffer, texts: readonly (string | null)[], at: number): string[] {
  const [name, birthDate, number] = texts.slice(at, at + FIELDS.length);
  return searchTokens(key, {
    name: name ?? '',
    birthDate: birthDate ?? undefined,
    number: number ?? undefined,
  });
}
