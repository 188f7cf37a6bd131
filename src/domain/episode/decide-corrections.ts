import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Draft,
} from '../decider';
import type { Recorded } from '../envelope';
import type { Instant } from '../time';
import type { CorrectEntry, Correctable, MarkEntryInError } from './commands-corrections';
import { madeBy, MENDING } from './correctable';
import { episodeEvents, episodeSchemaVersions, type EpisodeEvent } from './events';
import type { Observation } from './values';

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
    warnings: decision.warnings,
    deviations: decision.deviations,
  });
}

/** When the entry really happened; a session's clinical time is its end, unless said otherwise. */
export function correctedMoment(command: CorrectEntry): Instant | undefined {
  const { correctedOccurredAt, replacement } = command;
  if (correctedOccurredAt !== undefined) return correctedOccurredAt;
  return replacement.type === 'CompleteSession' ? replacement.endedAt : undefined;
}

/** A replacement is about the same goal, session or authorization. */
function withIdsOf(entry: Recorded<EpisodeEvent>, replacement: Correctable): Correctable {
  if (replacement.type === 'SetGoal' && entry.type === 'GoalSet') {
    return { ...replacement, goalId: entry.data.goalId };
  }
  if (replacement.type === 'CompleteSession' && entry.type === 'SessionCompleted') {
    return { ...replacement, sessionId: entry.data.sessionId };
  }
  if (replacement.type === 'AmendAuthorization' && entry.type === 'AuthorizationAmended') {
    return { ...replacement, authorizationId: entry.data.authorizationId };
  }
  return replacement;
}

/** Ids by which other entries refer to parts of this one stay what they were. */
function keepIds(entry: Recorded<EpisodeEvent>, data: EpisodeEvent['data']): object {
  if (entry.type === 'AuthorizationGranted') {
    return { ...data, authorizationId: entry.data.authorizationId };
  }
  if (!('observations' in entry.data) || !('observations' in data)) return data;
  return { ...data, observations: withIdsKept(entry.data.observations, data.observations) };
}

/** The closest likeness first: the same answer, else of the same recall, else of the measure. */
const LIKENESSES: readonly ((a: Observation, b: Observation) => boolean)[] = [
  (a, b) => sameMeasure(a, b) && a.recall === b.recall && sameAnswer(a, b),
  (a, b) => sameMeasure(a, b) && a.recall === b.recall,
  sameMeasure,
];

/** Each original lends its id once: two observations of one id could not be told apart. */
function withIdsKept(
  originals: readonly Observation[],
  corrected: readonly Observation[],
): Observation[] {
  const left = new Set(originals);
  const ids = new Map<Observation, Observation['id']>();
  for (const alike of LIKENESSES) {
    for (const observation of corrected) {
      if (ids.has(observation)) continue;
      const original = [...left].find((known) => alike(known, observation));
      if (!original) continue;
      left.delete(original);
      ids.set(observation, original.id);
    }
  }
  return corrected.map((each) => ({ ...each, id: ids.get(each) ?? each.id }));
}

function sameMeasure(a: Observation, b: Observation): boolean {
  const isSame = a.instrument === b.instrument && a.bodySite === b.bodySite;
  return isSame && a.occasion === b.occasion;
}

function sameAnswer(a: Observation, b: Observation): boolean {
  return a.score === b.score && isDeepStrictEqual(a.items, b.items);
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
  return accept({
    type: 'EntryMarkedInError',
    data: { entryId, entryType: entry.type },
    ...givenTexts({ correctionReason: words }),
  });
}
