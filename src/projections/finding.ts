import type { Finding } from '../domain/episode/findings';
import type { Episode } from '../domain/episode/state';
import { remembered } from '../domain/remembered';
import { json, readModel } from './read-model';

/** Something of an episode that is, or was, not in order. */
export interface FindingRow {
  finding_id: string;
  episode_id: string;
  clinic_id: string;
  /** Who carries the episode. */
  therapist_id: string | null;
  rule: string;
  facts: string;
  entry_id: string;
  entry_type: string;
  raised_at: string;
  closed_at: string | null;
  how: string | null;
  closed_by: string | null;
  /** The entry whose sealed words say how it was settled. */
  words_event_id: string | null;
}

export const finding = readModel<Episode, FindingRow>({
  name: 'finding',
  version: 2,
  of: 'episode',
  kind: 'span',
  columns: {
    finding_id: 'uuid not null',
    episode_id: 'uuid not null',
    clinic_id: 'uuid not null',
    therapist_id: 'uuid',
    rule: 'text not null',
    facts: 'jsonb not null',
    entry_id: 'uuid not null',
    entry_type: 'text not null',
    raised_at: 'timestamptz not null',
    closed_at: 'timestamptz',
    how: 'text',
    closed_by: 'text',
    words_event_id: 'uuid',
  },
  stream: 'episode_id',
  key: 'finding_id',
  // The last two give a page of all clinics in its order: of what is open, and of all.
  indexes: [
    'clinic_id, raised_at',
    'therapist_id',
    `using btree (raised_at, finding_id) where to_position is null and closed_at is null`,
    `using btree (raised_at, finding_id) where to_position is null`,
  ],
  rows: ({ findings, id, clinicId, therapistId }) =>
    findings.map((each) => rowOf(each, id, clinicId, therapistId)),
});

const rowOf = remembered(
  (
    { id, rule, facts, entryId, entryType, at, closed }: Finding,
    episodeId: Episode['id'],
    clinicId: Episode['clinicId'],
    therapistId: Episode['therapistId'],
  ): FindingRow => ({
    finding_id: id,
    episode_id: episodeId,
    clinic_id: clinicId,
    therapist_id: therapistId,
    rule,
    facts: json(facts),
    entry_id: entryId,
    entry_type: entryType,
    raised_at: at,
    closed_at: closed?.at ?? null,
    how: closed?.how ?? null,
    closed_by: closed?.by.id ?? null,
    words_event_id: closed?.words?.eventId ?? null,
  }),
);
