import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  said,
  type Asked,
  type Decision,
  type Note,
} from '../decider';
import type { SessionId, StaffId } from '../ids';
import { epochMs, localDate, type Instant } from '../time';
import { authorizationFor, completedSessions } from './authorizations';
import { barriers, screeningNotes } from './barriers';
import type { Treatment } from './bars';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import { breakNotes, precautionNotes, uncertified, unfitness } from './fitness';
import { scoreAll } from './observations';
import { besidePrescription, ruledOut } from './prescribed';
import type { Screening } from './screening';
import { planNotes } from './plan-of-care';
import type { Episode, Session } from './state';
import { isOpen } from './state-safety';
import { storedFacts } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
/** What the rules of a session need beside the episode. */
export type RulesAsked = Pick<A, 'staff' | 'policy'>;

/** What is to be done, or was done, to the patient: when, by whom, how. */
export interface Planned extends Treatment {
  readonly therapistId: StaffId;
  readonly at: Instant;
}

/** Starting is a decision: what stands against it refuses it. */
export function startSession(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'StartSession'>,
  asked: A,
): D {
  // Ids of what a command makes are UUIDs of it.
  const sessionId = command.sessionId ?? (asked.newId('session') as SessionId);
  const known = now.sessions.find(({ id }) => id === sessionId);
  if (known?.status === 'started') return startedBefore(known, command);
  if (known && known.status !== 'booked') {
    return refuse('SESSION_ALREADY_SETTLED', { sessionId, status: known.status });
  }
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  const { therapistId, planned } = command;
  if (!asked.staff.get(therapistId)) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  const startedAt = asked.judgedAt;
  const day = localDate(startedAt, now.zone);
  const screening: Screening = { detail: 'ANSWERS', answers: [...command.screening] };
  const screened = screeningNotes(then, screening, asked.policy);
  const { unsaid } = barriers(then, planned, day);
  const against = obstacles(then, { therapistId, at: startedAt, ...planned }, asked);
  const obstacle = [...against, ...screened.broken, ...unsaid][0];
  if (obstacle) return refuse(obstacle.code, obstacle.facts);
  const authorization = authorizationFor(then, day, sessionId);
  if (!authorization) return refuse('AUTHORIZATION_MISSING', { day });
  const { authorizationId } = authorization;
  return accept(
    {
      type: 'SessionStarted',
      data: { sessionId, therapistId, startedAt, planned, authorizationId, screening },
    },
    {
      warnings: [
        ...precautionNotes(then),
        ...besidePrescription(then, planned.techniques, day),
        ...screened.warnings,
        ...planNotes(then, day, asked.policy),
      ],
    },
  );
}

/** The same start again changes nothing; another one is no retry. */
function startedBefore(
  session: Extract<Session, { status: 'started' }>,
  command: EpisodeCommandOf<'StartSession'>,
): D {
  const { therapistId, startedAt, planned, screening } = session.start;
  const sameMoment = command.startedAt === undefined || command.startedAt === startedAt;
  const samePlan = isDeepStrictEqual(command.planned, planned);
  // Of an entry that knows only that it was asked, no answer can be another one.
  const sameAnswers =
    screening.detail === 'ASKED_ONLY' || isDeepStrictEqual(command.screening, screening.answers);
  const sameTherapist = command.therapistId === therapistId;
  if (sameTherapist && sameMoment && samePlan && sameAnswers) return alreadySo();
  return refuse('SESSION_STARTED_OTHERWISE', { sessionId: session.id, therapistId, startedAt });
}

/** A session held is a fact: what stood against it becomes deviations, with a reason. */
export function completeSession(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'CompleteSession'>,
  asked: A,
): D {
  const { startedAt, endedAt, therapistId, given } = command;
  // Ids of what a command makes are UUIDs of it.
  const sessionId = command.sessionId ?? (asked.newId('session') as SessionId);
  if (endedAt <= startedAt) return refuse('SESSION_ENDS_BEFORE_START', { startedAt, endedAt });
  const known = now.sessions.find(({ id }) => id === sessionId);
  if (known?.status === 'completed') {
    return refuse('SESSION_ALREADY_SETTLED', { sessionId, status: known.status });
  }
  if (!asked.staff.get(therapistId)) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  const pain = painObservations(now, command, asked);
  if (!pain.ok) return pain.refusal;
  const day = localDate(startedAt, now.zone);
  const screening = screeningOf(known, command);
  const safety = safetyNotes(then, command, screening ?? null, asked);
  const deviations = [
    ...obstacles(then, { therapistId, at: startedAt, ...given }, asked),
    ...safety.deviations,
    ...factDeviations(now, command, sessionId, asked),
  ];
  const authorization = authorizationFor(then, day, sessionId);
  if (!authorization) deviations.push({ code: 'AUTHORIZATION_MISSING', facts: { day } });
  if (deviations.length > 0 && asked.reason === undefined) {
    return refuse('DEVIATION_NEEDS_REASON', { codes: deviations.map(({ code }) => code) });
  }
  return accept(
    {
      type: 'SessionCompleted',
      data: {
        sessionId,
        therapistId,
        startedAt,
        endedAt,
        given,
        breaks: command.breaks,
        observations: [...pain.observations],
        stoppedEarly: said(command.stoppedBecause) !== undefined,
        authorizationId: authorization?.authorizationId ?? null,
        deviations: deviations.map(({ code, facts }) => ({ code, facts: storedFacts(facts) })),
        ...(command.screening && screening ? { screening } : {}),
      },
      ...givenTexts({
        response: command.response,
        notes: command.notes,
        homeAdvice: command.homeAdvice,
        stoppedBecause: command.stoppedBecause,
        reason: asked.reason,
      }),
    },
    { deviations, warnings: [...lengthWarnings(startedAt, endedAt, asked), ...safety.warnings] },
  );
}

/** What was asked before it: as written up with it, else as at its start. */
function screeningOf(
  known: Session | undefined,
  { screening }: EpisodeCommandOf<'CompleteSession'>,
): Screening | undefined {
  if (screening) return { detail: 'ANSWERS', answers: [...screening] };
  return known?.status === 'started' ? known.start.screening : undefined;
}

/**
 * Screening and precautions of a session held, and what was not said of it. One without a recorded
 * screening is one of a paper list, but not where something was known that it had to ask about.
 */
function safetyNotes(
  then: Episode,
  command: EpisodeCommandOf<'CompleteSession'>,
  screening: Screening | null,
  asked: A,
): { readonly deviations: readonly Note[]; readonly warnings: readonly Note[] } {
  const { startedAt, given, breaks } = command;
  const day = localDate(startedAt, then.zone);
  const { unsaid } = barriers(then, given, day);
  const isAsked = screening !== null || then.contraindications.some(isOpen);
  const screened = isAsked ? screeningNotes(then, screening, asked.policy) : NOTHING;
  const minded = breakNotes(then, breaks);
  return {
    deviations: [...screened.broken, ...minded.deviations],
    warnings: [
      ...unsaid,
      ...besidePrescription(then, given.techniques, day),
      ...screened.warnings,
      ...minded.warnings,
    ],
  };
}

const NOTHING = { broken: [], warnings: [] };

/** What stood against treating at that moment, by what had happened then. */
export function obstacles(then: Episode, planned: Planned, asked: RulesAsked): Note[] {
  const { at, therapistId } = planned;
  const day = localDate(at, then.zone);
  const found: Note[] = [];
  if (then.decision.status !== 'accepted') found.push({ code: 'REFERRAL_NOT_ACCEPTED', facts: {} });
  if (!then.consent) found.push({ code: 'CONSENT_MISSING', facts: { at } });
  if (!then.assessments.some(({ kind }) => kind === 'INITIAL')) {
    found.push({ code: 'ASSESSMENT_MISSING', facts: { at } });
  }
  if (then.goals.length === 0) found.push({ code: 'GOAL_MISSING', facts: { at } });
  if (then.hold) {
    const { since, reason } = then.hold;
    found.push({ code: 'EPISODE_ON_HOLD', facts: { since, reason } });
  }
  const therapist = asked.staff.get(therapistId);
  if (therapist) found.push(...unfitness(therapist, then, day));
  const person = { id: therapistId, therapist };
  found.push(...uncertified(asked.policy, planned.techniques, person, day));
  found.push(...ruledOut(then, planned.techniques), ...barriers(then, planned, day).barred);
  return found;
}

/** What only a fact can break: it overlaps another one, it lasted too long, care had ended. */
export function factDeviations(
  now: Episode,
  held: Pick<EpisodeCommandOf<'CompleteSession'>, 'startedAt' | 'endedAt'>,
  sessionId: SessionId,
  asked: RulesAsked,
): Note[] {
  const { startedAt, endedAt } = held;
  const found: Note[] = [];
  const other = completedSessions(now).find(
    (one) => one.id !== sessionId && one.held.startedAt < endedAt && startedAt < one.held.endedAt,
  );
  if (other) {
    const { startedAt: from, endedAt: to } = other.held;
    found.push({ code: 'SESSION_OVERLAPS', facts: { sessionId: other.id, from, to } });
  }
  const minutes = minutesBetween(startedAt, endedAt);
  const { max } = asked.policy.sessionMinutes;
  if (minutes > max) found.push({ code: 'SESSION_TOO_LONG', facts: { minutes, max } });
  if (now.discharge && startedAt >= now.discharge.at) {
    found.push({ code: 'EPISODE_DISCHARGED', facts: { dischargedOn: now.discharge.on } });
  }
  return found;
}

function lengthWarnings(startedAt: Instant, endedAt: Instant, asked: A): Note[] {
  const { usualMin, usualMax, max } = asked.policy.sessionMinutes;
  const minutes = minutesBetween(startedAt, endedAt);
  if ((minutes >= usualMin && minutes <= usualMax) || minutes > max) return [];
  return [{ code: 'SESSION_LENGTH_UNUSUAL', facts: { minutes, usualMin, usualMax } }];
}

function minutesBetween(from: Instant, to: Instant): number {
  return Math.round((epochMs(to) - epochMs(from)) / 60_000);
}

function painObservations(
  now: Episode,
  command: EpisodeCommandOf<'CompleteSession'>,
  asked: A,
): ReturnType<typeof scoreAll> {
  const { painBefore, painAfter } = command;
  const pain = (score: number) => ({
    instrument: 'NPRS',
    bodySite: null,
    answer: { score },
    recall: 'NOW' as const,
    mode: 'SELF_REPORT' as const,
  });
  const before = painBefore === null ? [] : [pain(painBefore)];
  const after = painAfter === null ? [] : [pain(painAfter)];
  const scoredBefore = scoreAll(before, 'BEFORE_SESSION', now, asked);
  if (!scoredBefore.ok) return scoredBefore;
  const numbered = { ...asked, newId: (kind: string) => asked.newId(kind, 1) };
  const scoredAfter = scoreAll(after, 'AFTER_SESSION', now, numbered);
  if (!scoredAfter.ok) return scoredAfter;
  return { ok: true, observations: [...scoredBefore.observations, ...scoredAfter.observations] };
}
