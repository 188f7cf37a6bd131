import type { Header } from '../domain/envelope';
import { asksAgain } from '../domain/episode/asks-again';
import { isFindingEntry } from '../domain/episode/findings';
import { parseStream, type EpisodeId } from '../domain/ids';
import type { PatientEvent } from '../domain/patient/events';
import type { PolicyEvent } from '../domain/policy/events';
import { daysTouched } from '../domain/staff/days-touched';
import type { StaffEvent } from '../domain/staff/events';
import { readIdsOfPerson } from '../projections/read-alias';
import {
  readEpisodesBooked,
  readEpisodesOfPatients,
  readEpisodesOfTherapist,
} from '../projections/read-conformance';
import type { Snapshot } from '../projections/snapshot';
import type { EventStore, StoredEvent } from '../store/event-store';
import { aggregates } from './aggregates';
import { recorded } from './recorded';

/** What led to looking at an episode: the last such entry. */
export interface Trigger {
  readonly header: Header;
  /** An entry of the episode itself: others may be booked beside it. */
  readonly isOwn: boolean;
}
export type Touched = ReadonlyMap<EpisodeId, Trigger>;

export interface TouchedPorts {
  readonly store: Pick<EventStore, 'streamHeads'>;
  /** Read models that have all of these events. */
  readonly snapshot: Snapshot;
  /** Whether a finding was recorded by another process than this one. */
  readonly isForeign: (header: Header) => boolean;
}

/**
 * The episodes whose rules have to be asked again for these entries: their own late entries,
 * corrections, sessions and holds; those that the therapist, patient or policy of an entry
 * concerns; and those that recorded something without having seen what was known by then.
 */
export async function touchedEpisodes(
  events: readonly StoredEvent[],
  ports: TouchedPorts,
): Promise<Touched> {
  const touched = new Map<EpisodeId, Trigger>();
  const unaware = await recordedUnaware(events, ports.store);
  for (const event of events) {
    // Written by transact from this very type.
    const header = JSON.parse(event.header) as Header;
    const parsed = parseStream(event.stream);
    if (parsed?.category === 'episode') {
      const episodeId = parsed.id as EpisodeId; // what its stream is named by
      const asks = asksAgain(event.type, header) || unaware.has(header.id);
      if (asks) touched.set(episodeId, { header, isOwn: true });
      // Findings are no trigger; but one of a process that lost its place may be out of date.
      else if (isFindingEntry(event) && ports.isForeign(header)) {
        const known = touched.get(episodeId);
        touched.set(episodeId, { header, isOwn: known?.isOwn ?? false });
      }
      continue;
    }
    for (const episodeId of await concernedBy(event, ports.snapshot)) {
      const known = touched.get(episodeId);
      touched.set(episodeId, { header, isOwn: known?.isOwn ?? false });
    }
  }
  return touched;
}

/** Episodes that an entry of another stream concerns. */
async function concernedBy(event: StoredEvent, snapshot: Snapshot): Promise<readonly EpisodeId[]> {
  const parsed = parseStream(event.stream);
  if (parsed?.category === 'staff') {
    const days = daysTouched(recorded<StaffEvent>(event, aggregates.staff));
    return days ? readEpisodesOfTherapist(snapshot, parsed.id, days) : [];
  }
  if (parsed?.category === 'policy') {
    // A new policy acts on plans that are open, never on what was done.
    const { since } = recorded<PolicyEvent>(event, aggregates.policy).data;
    return readEpisodesBooked(snapshot, since);
  }
  if (parsed?.category === 'patient' && event.version > 0) {
    return readEpisodesOfPatients(snapshot, await personsOf(event, parsed.id, snapshot));
  }
  return [];
}

/** The ids of whoever an entry is about; of two who are taken apart, those of both. */
async function personsOf(
  event: StoredEvent,
  id: string,
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const ids = await readIdsOfPerson(snapshot, id);
  const { type, data } = recorded<PatientEvent>(event, aggregates.patient);
  if (type !== 'PatientsUnmerged') return ids;
  return [...ids, ...(await readIdsOfPerson(snapshot, data.from))];
}

/** Ids of entries that were decided on an older version of another stream than there is. */
async function recordedUnaware(
  events: readonly StoredEvent[],
  store: Pick<EventStore, 'streamHeads'>,
): Promise<ReadonlySet<string>> {
  const headers = events.map(({ header }) => JSON.parse(header) as Header); // as above
  const streams = new Set(headers.flatMap(({ basis }) => Object.keys(basis)));
  const heads = await store.streamHeads([...streams]);
  const unaware = headers.filter(({ basis }) =>
    Object.entries(basis).some(([stream, version]) => version < (heads.get(stream) ?? -1)),
  );
  return new Set(unaware.map(({ id }) => id));
}
