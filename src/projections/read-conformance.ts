import type { BookedElsewhere } from '../domain/episode/double-booking';
import type { Slot } from '../domain/episode/values';
import type { EpisodeId, PatientId, SessionId, StaffId } from '../domain/ids';
import type { DaysTouched } from '../domain/staff/days-touched';
import type { Instant } from '../domain/time';
import { readIdsOfPerson } from './read-alias';
import type { SessionSlotRow } from './session-slot';
import type { Snapshot } from './snapshot';

/** What a slot takes: a therapist's time. */
export interface TakenSlot {
  readonly therapistId: StaffId;
  readonly slot: Slot;
}

/** An open booking of another episode. */
export interface SlotBeside extends BookedElsewhere {
  readonly episodeId: EpisodeId;
}

/**
 * Open bookings of other episodes that overlap one of these slots and have its therapist or the
 * patient, in any clinic. Who is the same person is told by the id that is asked for.
 */
export async function readSlotsBeside(
  snapshot: Snapshot,
  episodeId: EpisodeId,
  patientId: PatientId,
  slots: readonly TakenSlot[],
): Promise<readonly SlotBeside[]> {
  if (slots.length === 0) return [];
  const person = await readIdsOfPerson(snapshot, patientId);
  const { rows } = await snapshot.query<SessionSlotRow>(
    `with mine as (
        select * from unnest ($3::uuid[], $4::timestamptz[], $5::timestamptz[])
          as mine (therapist_id, from_at, to_at)
      )
      select other.* from mine
        join read.session_slot other on other.therapist_id = mine.therapist_id
          and other.from_at < mine.to_at and mine.from_at < other.to_at
        where other.episode_id <> $1
      union
      select other.* from mine
        join read.session_slot other on other.patient_id = any ($2)
          and other.from_at < mine.to_at and mine.from_at < other.to_at
        where other.episode_id <> $1`,
    [
      episodeId,
      person,
      slots.map(({ therapistId }) => therapistId),
      slots.map(({ slot }) => slot.from),
      slots.map(({ slot }) => slot.to),
    ],
  );
  return rows.map((row) => {
    const beside = besideOf(row);
    return person.includes(row.patient_id) ? { ...beside, patientId } : beside;
  });
}

function besideOf(row: SessionSlotRow): SlotBeside {
  // Rows are plain text; what is in them was made by the domain.
  return {
    episodeId: row.episode_id as EpisodeId,
    sessionId: row.session_id as SessionId,
    therapistId: row.therapist_id as StaffId,
    patientId: row.patient_id as PatientId,
    slot: { from: row.from_at as Instant, to: row.to_at as Instant },
    entryId: row.entry_id,
    recordedAt: row.recorded_at as Instant,
  };
}

/** Episodes that a therapist carries, is booked for or held sessions of on some of these days. */
export async function readEpisodesOfTherapist(
  snapshot: Snapshot,
  therapistId: string,
  days: DaysTouched,
): Promise<readonly EpisodeId[]> {
  return ids(
    await snapshot.query(
      `select episode_id from read.episode_therapist where therapist_id = $1
        and (last_on is null or last_on >= $2) and ($3::date is null or first_on <= $3)`,
      [therapistId, days.from, days.to],
    ),
  );
}

/** Episodes recorded under any of these ids of patients. */
export async function readEpisodesOfPatients(
  snapshot: Snapshot,
  patientIds: readonly string[],
): Promise<readonly EpisodeId[]> {
  return ids(
    await snapshot.query(
      `select episode_id from read.episode_span
        where patient_id = any ($1) and to_position is null`,
      [patientIds],
    ),
  );
}

/** Episodes with a booking that is still open and begins at a moment or later. */
export async function readEpisodesBooked(
  snapshot: Snapshot,
  from: Instant,
): Promise<readonly EpisodeId[]> {
  return ids(
    await snapshot.query(`select distinct episode_id from read.session_slot where from_at >= $1`, [
      from,
    ]),
  );
}

function ids({ rows }: { readonly rows: readonly { episode_id: EpisodeId }[] }): EpisodeId[] {
  return rows.map(({ episode_id }) => episode_id);
}
