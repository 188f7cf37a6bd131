import { isDeepStrictEqual } from 'node:util';
import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import type { Recorded } from '../envelope';
import type { CorrectEntry, Correctable, MarkEntryInError } from './commands';
import { episodeEvents, type EpisodeEvent } from './events';
import type { Observation } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** The entry that each replacement makes. */
const MAKES = {
  GrantAuthorization: 'AuthorizationGranted',
  RecordAssessment: 'AssessmentDone',
  SetGoal: 'GoalSet',
  CompleteSession: 'SessionCompleted',
  ReportReaction: 'AdverseReactionReported',
} as const satisfies Record<Correctable['type'], EpisodeEvent['type']>;

/** Entries that may be taken out: facts, not identity or order. */
const MAY_BE_IN_ERROR: readonly EpisodeEvent['type'][] = [
  'AuthorizationGranted',
  'ConsentGiven',
  'ConsentWithdrawn',
  'AssessmentDone',
  'GoalSet',
  'GoalScored',
  'GoalAbandoned',
  'SessionScheduled',
  'SessionCancelled',
  'SessionMissed',
  'SessionStarted',
  'SessionCompleted',
  'AdverseReactionReported',
  'EpisodePutOnHold',
  'EpisodeResumed',
];

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
  if (!Object.values<string>(MAKES).includes(entryType)) {
    return refuse('ENTRY_NOT_CORRECTABLE', { entryType });
  }
  const made = MAKES[replacement.type];
  if (made !== entryType) return refuse('ENTRY_KIND_DIFFERS', { entryType, replacement: made });
  const moved = command.correctedOccurredAt;
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
  return accept(
    {
      type: 'EntryCorrected',
      data: {
        entryId,
        entryType,
        replacement: { ...data },
        ...(sameMoment ? {} : { occurredAt: moved }),
      },
      ...givenTexts({ ...texts, correctionReason: words }),
    },
    { warnings: decision.warnings, deviations: decision.deviations },
  );
}

/** A replacement is about the same goal or session. */
function withIdsOf(entry: Recorded<EpisodeEvent>, replacement: Correctable): Correctable {
  if (replacement.type === 'SetGoal' && entry.type === 'GoalSet') {
    return { ...replacement, goalId: entry.data.goalId };
  }
  if (replacement.type === 'CompleteSession' && entry.type === 'SessionCompleted') {
    return { ...replacement, sessionId: entry.data.sessionId };
  }
  return replacement;
}

/** Ids by which other entries refer to parts of this one stay what they were. */
function keepIds(entry: Recorded<EpisodeEvent>, data: EpisodeEvent['data']): object {
  if (entry.type === 'AuthorizationGranted') {
    return { ...data, authorizationId: entry.data.authorizationId };
  }
  if (!('observations' in entry.data) || !('observations' in data)) return data;
  const originals: readonly Observation[] = entry.data.observations;
  const observations = data.observations.map((observation) => {
    const original = originals.find(
      (known) =>
        known.instrument === observation.instrument &&
        known.bodySite === observation.bodySite &&
        known.occasion === observation.occasion,
    );
    return original ? { ...observation, id: original.id } : observation;
  });
  return { ...data, observations };
}

export function decideMarkInError(command: MarkEntryInError, asked: A): D {
  const { entry } = asked;
  const { entryId, words } = command;
  if (!entry) return refuse('ENTRY_UNKNOWN', { entryId });
  if (asked.entryOut) return alreadySo();
  if (!words.trim()) return refuse('REASON_MISSING');
  if (!MAY_BE_IN_ERROR.includes(entry.type)) {
    return refuse('ENTRY_NOT_CORRECTABLE', { entryType: entry.type });
  }
  return accept({
    type: 'EntryMarkedInError',
    data: { entryId, entryType: entry.type },
    ...givenTexts({ correctionReason: words }),
  });
}
