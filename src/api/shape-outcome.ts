import type { Note } from '../domain/decider';
import type { EventShape, Recorded } from '../domain/envelope';
import type { EpisodeEvent } from '../domain/episode/events';
import type { Observation } from '../domain/episode/values';
import type { Category } from '../domain/ids';
import { sentence } from '../domain/rules';
import type { Outcome } from '../engine/request';
import {
  Accepted,
  EpisodeAccepted,
  ObservationMade,
  RecordedEntry,
  Refused,
  RuleNote,
  VersionConflict,
} from './outcome-types';
import { filled } from './filled';
import { shapeGoalAfter } from './shape-goal';
import type { Plain } from './plain';

export type AcceptedOutcome<K extends Category> = Extract<Outcome<K>, { kind: 'accepted' }>;

/** Refusals and conflicts read the same for every stream; `visible` is asked of entries since. */
export function notAccepted<K extends Category>(
  outcome: Exclude<Outcome<K>, { kind: 'accepted' }>,
  visible: (type: string) => boolean = () => true,
): Refused | VersionConflict {
  if (outcome.kind === 'refused') {
    const { code, message, facts, accepts, policy } = outcome;
    return filled(Refused, { code, message, facts, accepts, policy, newerGoalVersion: null });
  }
  const { stream, expected, actual } = outcome;
  const eventsSince = outcome.eventsSince.filter(({ type }) => visible(type)).map(entryOf);
  return filled(VersionConflict, { stream, expected, actual, eventsSince });
}

/** What every accepted command says. */
export function acceptedFields<K extends Category>(outcome: AcceptedOutcome<K>): Plain<Accepted> {
  const { stream, version, position, appended, policy } = outcome;
  return {
    stream,
    version,
    position,
    events: outcome.events.map(entryOf),
    warnings: outcome.warnings.map(noteOf),
    deviations: outcome.deviations.map(noteOf),
    policy,
    appended,
  };
}

export function entryOf(event: Recorded<EventShape>): RecordedEntry {
  const { id, version, occurredAt, recordedAt } = event.header;
  return filled(RecordedEntry, { id, type: event.type, version, occurredAt, recordedAt });
}

export function noteOf({ code, facts }: Note): RuleNote {
  return filled(RuleNote, { code, message: sentence(code, facts), facts });
}

/** Ids that a command named itself: what it is about also where it made nothing. */
export interface About {
  readonly goalId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly contraindicationId?: string | undefined;
}

/** An accepted command to an episode, with the ids of all that it made. */
export function episodeAccepted(
  outcome: AcceptedOutcome<'episode'>,
  episodeId: string,
  about: About,
): EpisodeAccepted {
  const { events, state } = outcome;
  const goalId = idIn(events, 'goalId') ?? about.goalId ?? null;
  const goal = state?.goals.find(({ id }) => id === goalId);
  return filled(EpisodeAccepted, {
    episodeId,
    authorizationId: idIn(events, 'authorizationId', 'AuthorizationGranted'),
    goalId,
    goalVersionId: madeBy(events, 'GoalSet', 'GoalRevised', 'GoalReplaced'),
    sessionId: idIn(events, 'sessionId') ?? about.sessionId ?? null,
    planVersionId: madeBy(events, 'PlanOfCareSet') ?? madeBy(events, 'PlanOfCareRevised'),
    clarificationId: madeBy(events, 'ReferralClarificationRequested'),
    programmeId: madeBy(events, 'HomeProgrammeGiven'),
    feedbackId: madeBy(events, 'PatientFeedbackRecorded'),
    reportId: madeBy(events, 'ProgressReported'),
    reactionId: madeBy(events, 'AdverseReactionReported'),
    contraindicationId:
      madeBy(events, 'ContraindicationRecorded') ??
      idIn(events, 'contraindicationId') ??
      about.contraindicationId ??
      null,
    observations: events.flatMap(observationsOf),
    goalAfter: state && goal ? shapeGoalAfter(state, goal) : null,
    // Last: V8 adds fields to what begins with a spread by a way that took 15 µs here.
    ...acceptedFields(outcome),
  });
}

/** The id of an entry of one of some kinds, where the command made one. */
function madeBy(
  events: readonly Recorded<EpisodeEvent>[],
  ...made: readonly EpisodeEvent['type'][]
): string | null {
  for (const { type, header } of events) if (made.includes(type)) return header.id;
  return null;
}

function idIn(
  events: readonly Recorded<EpisodeEvent>[],
  field: string,
  type?: EpisodeEvent['type'],
): string | null {
  for (const event of events) {
    if (type !== undefined && event.type !== type) continue;
    // Asked of every kind of entry: most have no such field.
    const value = (contentOf(event) as Readonly<Record<string, unknown>>)[field];
    if (typeof value === 'string') return value;
  }
  return null;
}

/** What an entry says: of a correction, what it puts in the place of the entry. */
function contentOf(event: Recorded<EpisodeEvent>): object {
  return event.type === 'EntryCorrected' ? event.data.replacement : event.data;
}

function observationsOf(event: Recorded<EpisodeEvent>): ObservationMade[] {
  // Every entry and replacement was checked by its schema, where `observations` are these.
  const { observations } = contentOf(event) as { readonly observations?: readonly Observation[] };
  return (observations ?? []).map(({ id, instrument, bodySite, score }) =>
    filled(ObservationMade, { id, instrument, bodySite, score }),
  );
}
