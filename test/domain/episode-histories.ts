import fc, { type GeneratorValue } from 'fast-check';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import type { ObservationGiven } from '../../src/domain/episode/commands-assessment';
import type { GoalSettlement } from '../../src/domain/episode/commands-endings';
import {
  DISCHARGE_REASONS,
  GOAL_KINDS,
  HOLD_REASONS,
  MISS_REASONS,
  REVISION_REASONS,
  SEVERITIES,
  TECHNIQUES,
  VOID_REASONS,
} from '../../src/domain/episode/codes';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import { isEligible, isOf } from '../../src/domain/episode/observations';
import { currentVersion, type Episode } from '../../src/domain/episode/state';
import type { Recorded } from '../../src/domain/envelope';
import { stateOf } from '../../src/domain/fold';
import type { EntryId, EpisodeId, GoalId, ObservationId, SessionId } from '../../src/domain/ids';
import { epochMs, instantOf, localDate, plusDays, type Instant } from '../../src/domain/time';
import { CARE_DRAWS } from './care-draws';
import { anna, ben, BERLIN, carl, named, skinTemperature, utc } from './cast';
import { correction, episode, items, pain, to } from './episode-commands';
import { DEEP_NECK, NPRS } from './episode-values';
import { attempt, type Circumstances, type Outcome } from './given';

/**
 * Random courses of one episode. Names of goals, sessions and entries are few, so that commands
 * meet; most of what is drawn is plausible, so that much is accepted, and some of it is not.
 */
type G = GeneratorValue;
type Events = readonly Recorded<EpisodeEvent>[];

const MINUTE_MS = 60_000;
const FIRST_MS = epochMs(utc('2026-02-20T08:00'));

const upTo = (g: G, max: number): number => g(fc.integer, { min: 0, max });
const chance = (g: G, percent: number): boolean => upTo(g, 99) < percent;
const goalIds = ['goal', 'second goal', 'third goal'].map((name) => named<GoalId>(name));
const sessionIds = ['session', 'second session', 'third session', 'fourth session'].map((name) =>
  named<SessionId>(name),
);

/** One of these; there is at least one. */
export function one<T>(g: G, ...values: readonly T[]): T {
  return values[upTo(g, values.length - 1)]!;
}

/** One of those that there are, or now and then one that there is not. */
function pick<T>(g: G, known: readonly T[], none: T): T {
  return known.length === 0 || chance(g, 5) ? none : one(g, ...known);
}

function observation(g: G): ObservationGiven {
  const kind = upTo(g, 9);
  if (kind < 3) return pain(upTo(g, 11));
  if (kind < 7) return pain(upTo(g, 10), 'KNEE');
  if (kind < 8) return { ...pain(20 + upTo(g, 15)), instrument: skinTemperature.code };
  return items(one(g, 'PSFS', 'NDI', 'VAS'), one(g, { a: 1, b: 5 }, { a: 7 }, { '1': 3 }));
}

type Draw = (g: G, now: Episode | null, events: Events, at: Instant) => EpisodeCommand;

const NO_ENTRY = named<EntryId>('none');

function revised(g: G, now: Episode | null, at: Instant): EpisodeCommand {
  const goalId = openGoal(g, now);
  const goal = now?.goals.find(({ id }) => id === goalId);
  const evidence = chance(g, 20)
    ? { kind: 'REACTION' as const, id: pick(g, now?.reactions ?? [], null)?.entryId ?? NO_ENTRY }
    : {
        kind: 'OBSERVATION' as const,
        id: pick(g, now?.observations.slice(-2) ?? [], null)?.id ?? named<ObservationId>('none'),
      };
  return to('ReviseGoal', {
    goalId,
    revises: goal ? currentVersion(goal).id : NO_ENTRY,
    target: { value: upTo(g, 10) },
    due: plusDays(localDate(at, BERLIN), upTo(g, 40) - 2),
    reasonCode: one(g, ...REVISION_REASONS),
    evidence: chance(g, 5) ? [] : [evidence],
  });
}

const MENDED: readonly string[] = [
  'AuthorizationGranted',
  'AssessmentDone',
  'GoalSet',
  'GoalRevised',
  'GoalReplaced',
  'GoalScored',
  'SessionCompleted',
];

/** Where more is better. */
const BEST: Readonly<Record<string, number>> = { PSFS: 10, [skinTemperature.code]: 36 };

function replaced(g: G, now: Episode | null, at: Instant): EpisodeCommand {
  const goalId = openGoal(g, now);
  const goal = now?.goals.find(({ id }) => id === goalId);
  // Mostly the latest score of another measure: baseline and evidence in one.
  const other = now?.observations.findLast(
    (each) => isEligible(each) && !(goal && isOf(each, goal.measure)),
  );
  const evidence = pick(g, other ? [other] : [], null);
  const example = to('ReplaceGoal');
  return to('ReplaceGoal', {
    goalId,
    revises: goal ? currentVersion(goal).id : NO_ENTRY,
    evidence: [{ kind: 'OBSERVATION', id: evidence?.id ?? named<ObservationId>('none') }],
    by: {
      ...example.by,
      goalId: chance(g, 20) ? one(g, ...goalIds) : undefined,
      measure: evidence ?? NPRS,
      kind: one(g, ...GOAL_KINDS),
      tolerance: chance(g, 90) ? 2 : null,
      target: { value: BEST[evidence?.instrument ?? ''] ?? upTo(g, 4) },
      due: plusDays(localDate(at, BERLIN), upTo(g, 40)),
    },
  });
}

function corrected(g: G, events: Events): EpisodeCommand {
  const correctable = events.filter(({ type }) => MENDED.includes(type));
  const entry = pick(g, chance(g, 10) ? events : correctable, null);
  const moved = chance(g, 30) && entry ? -upTo(g, 300) : null;
  const correctedOccurredAt =
    moved === null || !entry ? undefined : later(entry.header.occurredAt, moved);
  const over = { entryId: idOf(entry), correctedOccurredAt };
  if (entry?.type === 'AssessmentDone') {
    return correction(
      '',
      'RecordAssessment',
      {
        kind: entry.data.kind,
        observations: [pain(upTo(g, 10)), ...(chance(g, 20) ? [observation(g)] : [])],
      },
      over,
    );
  }
  if (entry?.type === 'GoalSet') {
    return correction('', 'SetGoal', { target: { value: upTo(g, 5) } }, over);
  }
  if (entry?.type === 'GoalRevised') {
    const { evidence } = entry.data;
    return correction('', 'ReviseGoal', { target: { value: upTo(g, 6) }, evidence }, over);
  }
  if (entry?.type === 'GoalReplaced') {
    const { evidence, measure } = entry.data;
    const by = { ...to('ReplaceGoal').by, measure, target: { value: upTo(g, 6) } };
    return correction('', 'ReplaceGoal', { by, evidence }, over);
  }
  if (entry?.type === 'GoalScored') {
    const { observationId } = entry.data;
    return correction('', 'ScoreGoal', { observationId, gasLevel: one(g, null, 1) }, over);
  }
  if (entry?.type === 'SessionCompleted') {
    const { startedAt, endedAt } = entry.data;
    const painAfter = upTo(g, 10);
    return correction('', 'CompleteSession', { startedAt, endedAt, painAfter }, over);
  }
  if (entry?.type === 'AdverseReactionReported') {
    return correction('', 'ReportReaction', { severity: one(g, ...SEVERITIES) }, over);
  }
  return correction('', 'GrantAuthorization', { visits: 1 + upTo(g, 9) }, over);
}

function idOf(entry: Recorded<EpisodeEvent> | null): EntryId {
  return entry ? (entry.header.id as EntryId) : NO_ENTRY; // the id of an event is its entry's
}

function later(at: Instant, minutes: number): Instant {
  return instantOf(epochMs(at) + minutes * MINUTE_MS);
}

function session(g: G, at: Instant) {
  const techniques = [one(g, ...TECHNIQUES.slice(0, 7))];
  return {
    sessionId: chance(g, 70) ? one(g, ...sessionIds) : undefined,
    therapistId: one(
      g,
      anna.id,
      anna.id,
      anna.id,
      ben.id,
      carl.id,
      named<typeof anna.id>('nobody'),
    ),
    treatment: { ...DEEP_NECK, techniques },
    startedAt: later(at, -(30 + upTo(g, 70))),
  };
}

function openGoal(g: G, now: Episode | null): GoalId {
  const open = now?.goals.filter(({ status }) => status.status === 'open') ?? [];
  return pick(g, open, null)?.id ?? one(g, ...goalIds);
}

function bookedSession(g: G, now: Episode | null): SessionId {
  const booked = now?.sessions.filter(({ status }) => status === 'booked') ?? [];
  return pick(g, booked, null)?.id ?? one(g, ...sessionIds);
}

function contraindication(g: G, now: Episode | null): EntryId {
  return pick(g, now?.contraindications ?? [], null)?.id ?? NO_ENTRY;
}

function settlement(g: G, goalId: GoalId): GoalSettlement {
  if (chance(g, 40)) return { goalId, outcome: 'SCORED', gasLevel: 0 };
  const outcome = one(g, 'ABANDONED' as const, 'NOT_MEASURED' as const);
  return { goalId, outcome, words: 'Moved away' };
}

function finding(g: G, now: Episode | null): EntryId {
  return pick(g, now?.findings ?? [], null)?.id ?? named<EntryId>('none');
}

const DRAWS: Readonly<Record<Exclude<EpisodeCommand['type'], 'ReceiveReferral'>, Draw>> = {
  ...CARE_DRAWS,
  AcceptReferral: () => to('AcceptReferral'),
  DeclineReferral: () => to('DeclineReferral'),
  GrantAuthorization: (g) =>
    to('GrantAuthorization', { visits: chance(g, 20) ? null : 1 + upTo(g, 5) }),
  GiveConsent: (g) => to('GiveConsent', { by: one(g, 'PATIENT', 'GUARDIAN') }),
  WithdrawConsent: () => to('WithdrawConsent'),
  AssignTherapist: (g) => to('AssignTherapist', { therapistId: one(g, anna, ben, carl).id }),
  RecordAssessment: (g) =>
    to('RecordAssessment', {
      kind: one(g, 'INITIAL', 'REASSESSMENT', 'FOLLOW_UP', 'DISCHARGE'),
      observations: [pain(upTo(g, 10)), ...(chance(g, 70) ? [observation(g)] : [])],
    }),
  SetGoal: (g, _now, _events, at) =>
    to('SetGoal', {
      goalId: chance(g, 90) ? one(g, ...goalIds) : undefined,
      kind: one(g, ...GOAL_KINDS),
      measure: chance(g, 85) ? NPRS : { instrument: 'NPRS', bodySite: 'KNEE' },
      target: one(g, { percent: 30 }, { value: 2 }, { value: 0 }, null),
      tolerance: one(g, null, 1),
      due: plusDays(localDate(at, BERLIN), upTo(g, 21) - 1),
    }),
  ReviseGoal: (g, now, _events, at) => revised(g, now, at),
  ReplaceGoal: (g, now, _events, at) => replaced(g, now, at),
  ScoreGoal: (g, now) => {
    const observed = now?.observations.filter((each) => isOf(each, NPRS) && isEligible(each));
    const observation = pick(g, observed?.slice(-1) ?? [], null);
    const observationId = observation?.id ?? named<ObservationId>('none');
    return to('ScoreGoal', { goalId: openGoal(g, now), observationId });
  },
  AbandonGoal: (g, now) => to('AbandonGoal', { goalId: openGoal(g, now) }),
  ScheduleSession: (g, _now, _events, at) => {
    const { sessionId, therapistId } = session(g, at);
    const from = later(at, upTo(g, 6_000) - 60);
    return to('ScheduleSession', { sessionId, therapistId, slot: { from, to: later(from, 60) } });
  },
  CancelSession: (g, now) => to('CancelSession', { sessionId: bookedSession(g, now) }),
  MissSession: (g, now) =>
    to('MissSession', { sessionId: bookedSession(g, now), missReason: one(g, ...MISS_REASONS) }),
  StartSession: (g, _now, _events, at) => {
    const { sessionId, therapistId, treatment, startedAt } = session(g, at);
    return to('StartSession', { sessionId, therapistId, planned: treatment, startedAt });
  },
  CompleteSession: (g, _now, _events, at) => {
    const { treatment, ...rest } = session(g, at);
    const painBefore = chance(g, 80) ? upTo(g, 10) : null;
    return to('CompleteSession', { ...rest, given: treatment, endedAt: at, painBefore });
  },
  ReportReaction: (g) => to('ReportReaction', { severity: one(g, ...SEVERITIES) }),
  RecordContraindication: (g) =>
    to('RecordContraindication', {
      kind: one(g, 'ANTICOAGULATION', 'OPEN_WOUND_OR_BURN', 'DVT_HISTORY', 'UNHEARD_OF'),
      bodySite: one(g, null, 'KNEE', 'NECK'),
    }),
  ClearContraindication: (g, now) =>
    to('ClearContraindication', { contraindicationId: contraindication(g, now) }),
  ResolveContraindication: (g, now) =>
    to('ResolveContraindication', {
      contraindicationId: contraindication(g, now),
      by: { role: one(g, 'PHYSICIAN', 'PHYSICIAN', 'THERAPIST'), staffId: null },
    }),
  PutOnHold: (g) => to('PutOnHold', { holdReason: one(g, ...HOLD_REASONS) }),
  Resume: () => to('Resume'),
  Discharge: (g, now) =>
    to('Discharge', {
      dischargeReason: one(g, ...DISCHARGE_REASONS),
      observations: chance(g, 60) ? [pain(upTo(g, 10))] : [],
      finalMissingBecause: chance(g, 60) ? 'Did not come' : undefined,
      goals: (now?.goals ?? [])
        .filter(({ status }) => status.status === 'open' || chance(g, 3))
        .map(({ id }) => settlement(g, id)),
      cancelSessions: (now?.sessions ?? [])
        .filter(({ status }) => status === 'booked')
        .map(({ id }) => id),
    }),
  ReopenEpisode: () => to('ReopenEpisode'),
  VoidEpisode: (g) =>
    to('VoidEpisode', {
      voidReason: one(g, ...VOID_REASONS),
      duplicateOf: chance(g, 50) ? named<EpisodeId>('another episode') : null,
      // It would end the course: mostly it is not meant.
      words: chance(g, 15) ? 'Of another patient' : '',
    }),
  CorrectEntry: (g, _now, events) => corrected(g, events),
  MarkEntryInError: (g, _now, events) =>
    to('MarkEntryInError', { entryId: idOf(pick(g, events.slice(1), null)) }),
  RaiseFinding: (g, _now, events) =>
    to('RaiseFinding', {
      entryId: idOf(pick(g, events.slice(1, 3), null)),
      facts: { day: one(g, '2026-03-02', '2026-03-03') },
    }),
  CloseFinding: (g, now) => to('CloseFinding', { findingId: finding(g, now) }),
  SettleFinding: (g, now) => to('SettleFinding', { findingId: finding(g, now) }),
};

/** How often a command is drawn beside the others; those that end a course are rare. */
const WEIGHTS: Partial<Record<EpisodeCommand['type'], number>> = {
  WithdrawConsent: 1,
  Discharge: 1,
  ReopenEpisode: 2,
  VoidEpisode: 1,
  MarkEntryInError: 2,
  RecordContraindication: 2,
  ResolveContraindication: 4,
  PutOnHold: 1,
  AmendReferral: 1,
  RequestClarification: 2,
  AmendAuthorization: 1,
  TransferEpisode: 1,
  SetPlanOfCare: 2,
  GiveHomeProgramme: 1,
  RecordFeedback: 1,
  ReportProgress: 2,
  AcknowledgeReport: 4,
  RescheduleSession: 10,
  ClearContraindication: 9,
  ScheduleSession: 8,
  CompleteSession: 8,
  RecordAssessment: 6,
  SetGoal: 6,
  ReviseGoal: 8,
  ReplaceGoal: 12,
  ScoreGoal: 8,
  CorrectEntry: 8,
};
// The keys of the table are its type's, which Object.keys does not say.
const TYPES = (Object.keys(DRAWS) as (keyof typeof DRAWS)[]).flatMap((type) =>
  Array.from({ length: WEIGHTS[type] ?? 3 }, () => type),
);

export interface Step {
  readonly command: EpisodeCommand;
  readonly circumstances: Circumstances<EpisodeEvent>;
  readonly outcome: Outcome<Episode | null, EpisodeEvent>;
}

/**
 * Runs random commands on one episode, in order of recording; some are entered late. Each has a
 * clinical time of its own to the millisecond.
 */
export function course(g: G, start: Events, commandsMax: number): Step[] {
  const steps: Step[] = [];
  let events = start;
  let now = stateOf(episode.decider, start);
  let clockMs = Math.max(FIRST_MS, ...start.map(({ header }) => epochMs(header.recordedAt)));
  const count = 5 + upTo(g, commandsMax - 5);
  for (let index = 0; index < count; index++) {
    clockMs += upTo(g, 3_000) * MINUTE_MS;
    const lateMs = chance(g, 25) ? upTo(g, 14_400) * MINUTE_MS : 0;
    const at = instantOf(clockMs - lateMs + index + 1);
    const type = events.length === 0 ? null : one(g, ...TYPES);
    const command = type ? DRAWS[type](g, now, events, at) : to('ReceiveReferral');
    const circumstances: Circumstances<EpisodeEvent> = {
      at,
      recordedAt: instantOf(clockMs + index + 1),
      ...(chance(g, 85) ? { reason: 'Busy' } : {}),
      customMeasures: [skinTemperature],
      commandId: `step ${index}`,
    };
    const outcome = attempt(episode, events, command, circumstances);
    steps.push({ command, circumstances, outcome });
    events = outcome.events;
    now = outcome.state;
  }
  return steps;
}
