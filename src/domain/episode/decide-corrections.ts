import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Draft,
  type Note,
  type Refusal,
} from '../decider';
import { effective } from '../effective';
import type { Recorded } from '../envelope';
import type { Instant } from '../time';
import type { CorrectEntry, Correctable, MarkEntryInError } from './commands-corrections';
import { madeBy, MENDING } from './correctable';
import { dependentsOf } from './dependents';
import { episodeEvents, episodeSchemaVersions, type EpisodeEvent } from './events';
import { keepIds, withIdsOf } from './kept-ids';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/**
 * `then` and `now` come without the entry, so the replacement is judged as if it were sent at the
 * entry's own time, by the policy of that time. What it makes keeps the ids of the original:
 * others may rest on them.
 */
export function decideCorrection(
  command: CorrectEntry,
  asked: A,
  decideReplacement: (replacement: Correctable, asked: A) => D,
): D {
  const { entry } = asked;
  const { entryId, replacement, words } = command;
  if (!entry) return refuse('ENTRY_UNKNOWN', { entryId });
  if (!words.trim()) return refuse('REASON_MISSING');
  const entryType = entry.type;
  if (MENDING[entryType].replacedBy === null) {
    return refuse('ENTRY_NOT_CORRECTABLE', { entryType });
  }
  const made = madeBy(replacement.type);
  if (made !== entryType) return refuse('ENTRY_KIND_DIFFERS', { entryType, replacement: made });
  const told = correctedMoment(command);
  // A clock that runs ahead moves nothing beyond its recording.
  const moved = told !== undefined && told > asked.recordedAt ? asked.recordedAt : told;
  if (entryType === 'Discharged' && moved !== undefined && moved !== entry.header.occurredAt) {
    return refuse('ENTRY_PLACE_FIXED', { entryType, at: entry.header.occurredAt });
  }
  const behind = moved === undefined ? null : movedBehind(asked.events, entry, moved);
  if (behind) return behind;
  const atItsTime = { ...asked, occurredAt: moved ?? asked.occurredAt };
  const decision = decideReplacement(withIdsOf(entry, replacement), atItsTime);
  if (decision.kind === 'refused') return decision;
  const draft = decision.events.find(({ type }) => type === made);
  if (!draft) return refuse('ENTRY_UNCHANGED');
  // Stored inside another event's data, whose schema does not know this shape.
  const data = episodeEvents[made].parse(keepIds(entry, draft.data));
  const texts = draft.texts ?? {};
  const sameMoment = moved === undefined || moved === entry.header.occurredAt;
  // An entry that is out is revived by saying again what it said.
  const holds = !asked.entryOut;
  if (
    holds &&
    isDeepStrictEqual(data, entry.data) &&
    Object.keys(texts).length === 0 &&
    sameMoment
  ) {
    return refuse('ENTRY_UNCHANGED');
  }
  const corrected: Draft<EpisodeEvent> = {
    type: 'EntryCorrected',
    data: {
      entryId,
      entryType,
      entrySchemaVersion: episodeSchemaVersions[made] ?? 1,
      replacement: { ...data },
      ...(sameMoment ? {} : { occurredAt: moved }),
    },
    ...givenTexts({ ...texts, correctionReason: words }),
  };
  // What else the command would have done follows: the hold of a reaction that was severe.
  const others = decision.events.filter((event) => event !== draft);
  return accept([corrected, ...others], {
    warnings: [...decision.warnings, ...restedOn(asked.events, entryId)],
    deviations: decision.deviations,
  });
}

/** Decisions on a goal build on each other in time: behind those on it one would do nothing. */
const IN_ORDER: readonly EpisodeEvent['type'][] = ['GoalSet', 'GoalRevised', 'GoalReplaced'];

function movedBehind(
  events: A['events'],
  entry: Recorded<EpisodeEvent>,
  moved: Instant,
): Refusal | null {
  if (!IN_ORDER.includes(entry.type)) return null;
  const holding = effective<EpisodeEvent>(events);
  const resting = new Set<string>(
    dependentsOf(events, entry.header.id).map(({ entryId }) => entryId),
  );
  const passed = holding.filter(
    ({ header }) => resting.has(header.id) && header.occurredAt < moved,
  );
  if (passed.length === 0) return null;
  const entries = passed.map(({ header }) => header.id);
  return refuse('ENTRY_MOVED_BEHIND', { entries, at: moved });
}

/** When the entry really happened; a session's clinical time is its end, unless said otherwise. */
export function correctedMoment(command: CorrectEntry): Instant | undefined {
  const { correctedOccurredAt, replacement } = command;
  if (correctedOccurredAt !== undefined) return correctedOccurredAt;
  return replacement.type === 'CompleteSession' ? replacement.endedAt : undefined;
}

export function decideMarkInError(command: MarkEntryInError, asked: A): D {
  const { entry } = asked;
  const { entryId, words } = command;
  if (!entry) return refuse('ENTRY_UNKNOWN', { entryId });
  if (asked.entryOut) return alreadySo();
  if (!words.trim()) return refuse('REASON_MISSING');
  if (!MENDING[entry.type].inError) {
    return refuse('ENTRY_NOT_CORRECTABLE', { entryType: entry.type });
  }
  const marked: Draft<EpisodeEvent> = {
    type: 'EntryMarkedInError',
    data: { entryId, entryType: entry.type },
    ...givenTexts({ correctionReason: words }),
  };
  return accept(marked, { warnings: restedOn(asked.events, entryId) });
}

/** Who corrects an entry is told at once what rests on it; a finding on each follows. */
function restedOn(events: A['events'], entryId: string): readonly Note[] {
  const entries = dependentsOf(events, entryId).map((dependent) => dependent.entryId);
  return entries.length > 0 ? [{ code: 'ENTRY_RESTED_ON', facts: { entries } }] : [];
}
