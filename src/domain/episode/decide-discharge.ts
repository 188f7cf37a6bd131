import {
  accept,
  givenTexts,
  refuse,
  said,
  type Asked,
  type Decision,
  type Draft,
  type Refusal,
} from '../decider';
import type { Instant } from '../time';
import { alarmsOf } from './alarms';
import type { EpisodeCommandOf } from './commands';
import type { GoalSettlement } from './commands-endings';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { countedOr, levelsReached } from './decide-goal-endings';
import { finalObservation } from './final';
import { scoreAll, taken } from './observations';
import { currentVersion, type Episode, type Goal } from './state';
import { measureKey, type Observation } from './values';

type A = Asked<EpisodeEvent>;
type Data = EpisodeEventOf<'Discharged'>['data'];

/** Recordable whenever it happened, but nothing may be left open: it is named and settled in it. */
export function discharge(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'Discharge'>,
  asked: A,
): Decision<EpisodeEvent> {
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  if (now.decision.status === 'declined') {
    return refuse('REFERRAL_ALREADY_DECLINED', { declinedAt: now.decision.at });
  }
  const bookings = openBookings(now, command);
  if (bookings) return bookings;
  const later = notThereYet(now, command, asked.occurredAt);
  if (later) return later;
  const scored = scoreAll(command.observations, 'ASSESSMENT', now, asked);
  if (!scored.ok) return scored.refusal;
  const observed = withObservations(then, scored.observations, asked);
  const goals = settlements(observed, now, command.goals);
  if ('kind' in goals) return goals;
  const final = finalOf(observed, command, asked);
  if (final && 'kind' in final) return final;
  const words: Record<string, string> = {};
  for (const goal of command.goals) {
    if (goal.outcome !== 'SCORED') words[`goal:${goal.goalId}`] = goal.words;
  }
  const draft: Draft<EpisodeEventOf<'Discharged'>> = {
    type: 'Discharged',
    data: {
      reason: command.dischargeReason,
      observations: [...scored.observations],
      final,
      goals,
      cancelledSessions: [...command.cancelSessions],
    },
    ...givenTexts({
      report: command.report,
      findings: command.findings,
      finalMissing: command.finalMissingBecause,
      ...words,
    }),
  };
  return accept(draft, { warnings: alarmsOf(scored.observations) });
}

function openBookings(now: Episode, command: EpisodeCommandOf<'Discharge'>): Refusal | null {
  const named = new Set(command.cancelSessions);
  for (const sessionId of named) {
    const session = now.sessions.find(({ id }) => id === sessionId);
    if (!session) return refuse('SESSION_UNKNOWN', { sessionId });
    if (session.status !== 'booked' && session.status !== 'started') {
      return refuse('SESSION_ALREADY_SETTLED', { sessionId, status: session.status });
    }
  }
  const open = now.sessions.filter(({ id, status }) => status === 'booked' && !named.has(id));
  if (open.length === 0) return null;
  return refuse('DISCHARGE_BOOKINGS_OPEN', { sessions: open.map(({ id }) => id) });
}

/** What came later than a discharge would outlive it: it cannot be settled in it. */
function notThereYet(
  now: Episode,
  command: EpisodeCommandOf<'Discharge'>,
  at: Instant,
): Refusal | null {
  const named = new Set<string>(command.cancelSessions);
  for (const { goalId } of command.goals) named.add(goalId);
  const later = [
    ...now.goals.filter((goal) => currentVersion(goal).setAt > at),
    ...now.sessions.filter((session) => session.status === 'started' && session.at > at),
  ];
  const entries = later.map(({ id }) => id).filter((id) => named.has(id));
  return entries.length > 0 ? refuse('DISCHARGE_BEFORE_ENTRIES', { entries, at }) : null;
}

/** The state as it is once the observations of this discharge are in it. */
function withObservations(then: Episode, observations: readonly Observation[], asked: A): Episode {
  const header = { id: '', version: Infinity, occurredAt: asked.occurredAt };
  const added = taken({ header }, then.zone, observations, 'DISCHARGE');
  return { ...then, observations: [...then.observations, ...added] };
}

function settlements(
  observed: Episode,
  now: Episode,
  given: readonly GoalSettlement[],
): Data['goals'] | Refusal {
  const settled: Data['goals'] = [];
  for (const settlement of given) {
    const { goalId } = settlement;
    const goal = now.goals.find(({ id }) => id === goalId);
    if (!goal) return refuse('GOAL_UNKNOWN', { goalId });
    if (goal.status.status !== 'open') {
      return refuse('GOAL_NOT_OPEN', { goalId, status: goal.status.status });
    }
    const twice = settled.find((before) => before.goalId === goalId);
    if (twice) return refuse('GOAL_NOT_OPEN', { goalId, status: twice.outcome.toLowerCase() });
    const one = settlementOf(observed, goal, settlement);
    if ('kind' in one) return one;
    settled.push(one);
  }
  const named = new Set(given.map(({ goalId }) => goalId));
  const open = now.goals.filter(({ id, status }) => status.status === 'open' && !named.has(id));
  if (open.length > 0) return refuse('DISCHARGE_GOALS_OPEN', { goals: open.map(({ id }) => id) });
  return settled;
}

function settlementOf(
  observed: Episode,
  goal: Goal,
  settlement: GoalSettlement,
): Data['goals'][number] | Refusal {
  const goalId = goal.id;
  if (settlement.outcome !== 'SCORED') {
    if (!settlement.words.trim()) return refuse('REASON_MISSING');
    return { goalId, outcome: settlement.outcome };
  }
  const counted = countedOr(observed, goal, settlement.observationId);
  if ('code' in counted) return counted;
  const levels = levelsReached(observed, goal, settlement);
  if ('code' in levels) return levels;
  const version = currentVersion(goal).id;
  return { goalId, outcome: 'SCORED', version, observationId: counted.id, ...levels };
}

function finalOf(
  observed: Episode,
  command: EpisodeCommandOf<'Discharge'>,
  asked: A,
): Data['final'] | Refusal {
  if (!observed.primary) return null;
  const found = finalObservation(observed);
  if (found) return { observationId: found.id };
  if (said(command.finalMissingBecause) !== undefined || asked.reasonCode === 'IMPORTED') {
    return { missing: true };
  }
  return refuse('DISCHARGE_FINAL_MISSING', { measure: measureKey(observed.primary.measure) });
}
