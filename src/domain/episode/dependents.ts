import { isDeepStrictEqual } from 'node:util';
import { effective, isCorrection } from '../effective';
import type { Recorded } from '../envelope';
import type { EntryId } from '../ids';
import type { Instant } from '../time';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { isFindingEntry } from './findings';

type Entry = Recorded<EpisodeEvent>;

/** An entry that rests on another one, and through what. */
export interface Dependent {
  readonly entryId: EntryId;
  readonly entryType: EpisodeEvent['type'];
  /** The field that names it, e.g. `baseline.observationId`; else what it rests on in time. */
  readonly through: string;
}

/** What entries bring into the stream beside themselves and their observations. */
const BRINGS: Readonly<Partial<Record<EpisodeEvent['type'], string>>> = {
  AuthorizationGranted: 'authorizationId',
  GoalSet: 'goalId',
  GoalReplaced: 'goalId',
  SessionScheduled: 'sessionId',
  SessionStarted: 'sessionId',
  SessionCompleted: 'sessionId',
};

/**
 * The entries that rest on one, in clinical order: those after it that name it, or something that
 * it brought in (a goal's baseline, evidence, the observation that was scored, an authorization,
 * a session), and those that it allowed by its time (consent, the initial assessment). Corrections
 * are known to it: what an entry ever said may be what another rests on.
 *
 * @param events the whole stream, in recorded order, corrections included
 */
export function dependentsOf(events: readonly Entry[], entryId: string): readonly Dependent[] {
  const versions = versionsOf(events, entryId);
  const [original] = versions;
  if (!original) return [];
  const holding = effective<EpisodeEvent>(events);
  const holds = holding.find(({ header }) => header.id === entryId);
  const ids = new Set(versions.flatMap(broughtIn));
  const from = earliest(versions);
  const dependents: Dependent[] = [];
  const change = { original, holds, versions };
  const inTime = new Map(restingInTime(holding, change, from).map(([id, on]) => [id, on]));
  for (const entry of holding) {
    if (!isAfter(entry, from, original.header.version)) continue;
    if (entry.header.id === entryId || isFindingEntry(entry)) continue;
    const through = namedIn(entry.data, ids) ?? inTime.get(entry.header.id);
    if (through === undefined) continue;
    // The id of an event is the id of its entry.
    dependents.push({ entryId: entry.header.id as EntryId, entryType: entry.type, through });
  }
  return dependents;
}

/** What an entry has said, oldest first: as recorded, and by each correction. */
function versionsOf(events: readonly Entry[], entryId: string): Entry[] {
  const original = events.find((event) => event.header.id === entryId && !isCorrection(event));
  if (!original) return [];
  const said = [original];
  for (const event of events) {
    if (event.type !== 'EntryCorrected' || event.data.entryId !== entryId) continue;
    const { version } = event.header;
    const [entry] = effective<EpisodeEvent>(events, { version }).filter(
      ({ header }) => header.id === entryId,
    );
    if (entry) said.push(entry);
  }
  return said;
}

function broughtIn(entry: Entry): string[] {
  const ids = [entry.header.id];
  const data: Readonly<Record<string, unknown>> = { ...entry.data };
  const made = data[BRINGS[entry.type] ?? ''];
  if (typeof made === 'string') ids.push(made);
  if ('observations' in entry.data) ids.push(...entry.data.observations.map(({ id }) => id));
  return ids;
}

/** Moved by a correction, others may still rest on its earlier place. */
function earliest(versions: readonly Entry[]): Instant {
  const times = versions.map(({ header }) => header.occurredAt);
  return times.reduce((first, at) => (at < first ? at : first));
}

function isAfter({ header }: Entry, at: Instant, version: number): boolean {
  if (header.occurredAt !== at) return header.occurredAt > at;
  return header.version > version;
}

/** Where a value names one of the ids: `goals.observationId`; undefined: nowhere. */
function namedIn(value: unknown, ids: ReadonlySet<string>, path = ''): string | undefined {
  if (typeof value === 'string') return ids.has(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    // Items of a list go by the name of the list.
    const below = Array.isArray(value) ? path : path === '' ? name : `${path}.${name}`;
    const found = namedIn(inner, ids, below);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Change {
  readonly original: Entry;
  /** As it says now; undefined: it is out. */
  readonly holds: Entry | undefined;
  readonly versions: readonly Entry[];
}

/** Sessions that an entry allowed by being there at their time, each with what it is to them. */
function restingInTime(
  holding: readonly Entry[],
  change: Change,
  from: Instant,
): readonly (readonly [string, string])[] {
  const on = allowing(change);
  if (on === null) return [];
  const resting: [string, string][] = [];
  for (const entry of holding) {
    const startedAt = startOf(entry);
    if (startedAt === null || startedAt < from) continue;
    // Another consent since then, or none: that one is what these sessions rest on.
    const since = (other: Entry) =>
      isConsent(other) &&
      other.header.id !== change.original.header.id &&
      isAfter(other, from, change.original.header.version) &&
      other.header.occurredAt <= startedAt;
    if (on === 'consent' && holding.some(since)) continue;
    resting.push([entry.header.id, on]);
  }
  return resting;
}

/**
 * What a changed entry is to the sessions after it. Other words of an assessment change nothing
 * for them; that it is out, or was at another time, does.
 */
function allowing({ original, holds, versions }: Change): 'consent' | 'initialAssessment' | null {
  const moved = holds?.header.occurredAt !== original.header.occurredAt;
  if (isConsent(original)) {
    return moved || !isDeepStrictEqual(holds.data, original.data) ? 'consent' : null;
  }
  const wasInitial = versions.some((said) => isInitial(said));
  const isNoMore = !holds || !isInitial(holds);
  return wasInitial && (moved || isNoMore) ? 'initialAssessment' : null;
}

function isConsent({ type }: Entry): boolean {
  return type === 'ConsentGiven' || type === 'ConsentWithdrawn';
}

function isInitial(entry: Entry): entry is Recorded<EpisodeEventOf<'AssessmentDone'>> {
  return entry.type === 'AssessmentDone' && entry.data.kind === 'INITIAL';
}

function startOf(entry: Entry): Instant | null {
  const isSession = entry.type === 'SessionStarted' || entry.type === 'SessionCompleted';
  return isSession ? entry.data.startedAt : null;
}
