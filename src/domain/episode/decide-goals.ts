import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import type { GoalId } from '../ids';
import { targetFrom } from '../outcomes/attainment';
import type { Instrument } from '../outcomes/instrument';
import { instrumentByCode } from '../outcomes/instruments';
import {
  endOfDay,
  localDate,
  plusDays,
  startOfDay,
  type Instant,
  type LocalDate,
  type Zone,
} from '../time';
import type { EpisodeCommandOf } from './commands';
import type { TargetGiven } from './commands-goals';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { countedFor } from './goal-result';
import { latestEligible, measureRules } from './observations';
import { currentVersion, type Episode, type Goal } from './state';
import { measureKey } from './values';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
export type Terms = EpisodeEventOf<'GoalSet'>['data']['terms'];
/** Ten years, leap days included: what is due later is a slip of the pen. */
const DUE_AHEAD_MAX_DAYS = 3_653;

type WindowDays = { readonly before: number; readonly after: number };

export function setGoal(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'SetGoal'>,
  asked: A,
): D {
  // Ids of what a command makes are UUIDs of it.
  const goalId = command.goalId ?? (asked.newId('goal') as GoalId);
  const refusal = goalNotSettable(now, goalId, command, asked);
  if (refusal) return refusal;
  const instrument = instrumentByCode(command.measure.instrument, asked.customMeasures);
  if (!instrument) {
    return refuse('INSTRUMENT_UNKNOWN', { instrument: command.measure.instrument });
  }
  const { bodySite } = command.measure;
  const measure = { instrument: instrument.code, bodySite };
  const baseline = latestEligible(then, measure);
  if (!baseline) return refuse('GOAL_BASELINE_MISSING', { measure: measureKey(measure) });
  const target = targetOf(command.kind, command.target, baseline.score, instrument);
  if (typeof target !== 'number') return target;
  const tolerance = command.kind === 'MAINTAIN' ? command.tolerance : null;
  const intolerable = toleranceRefusal(tolerance, instrument);
  if (intolerable) return intolerable;
  const { goalWindowDays, version } = asked.policy;
  const levels = command.gasBaselineLevel === null ? null : { baseline: command.gasBaselineLevel };
  const { importance, difficulty, due } = command;
  return accept({
    type: 'GoalSet',
    data: {
      goalId,
      kind: command.kind,
      measure,
      baseline: { observationId: baseline.id, score: baseline.score },
      tolerance,
      terms: {
        target,
        due,
        window: windowOf(due, now.zone, goalWindowDays),
        importance,
        difficulty,
        levels,
      },
      rules: {
        policy: version,
        windowDaysBefore: goalWindowDays.before,
        windowDaysAfter: goalWindowDays.after,
        measure: measureRules(instrument, asked.policy),
      },
    },
    ...givenTexts({ statement: command.statement }),
  });
}

function goalNotSettable(
  now: Episode,
  goalId: GoalId,
  command: EpisodeCommandOf<'SetGoal'>,
  asked: A,
): ReturnType<typeof refuse> | null {
  if (now.goals.some(({ id }) => id === goalId)) return refuse('GOAL_EXISTS', { goalId });
  // A correction adds no goal: one that was set in the episode is mended after the discharge too.
  if (now.discharge && !asked.entry) {
    return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  }
  const complete = command.kind === 'IMPROVE' ? command.target : command.tolerance;
  if (complete === null) return refuse('GOAL_TARGET_MISSING');
  const undue = dueRefusal(command.due, asked.occurredAt, now.zone);
  if (undue) return undue;
  const open = now.goals.filter(({ status }) => status.status === 'open').length;
  const max = asked.policy.openGoalsMax;
  return open >= max ? refuse('GOALS_TOO_MANY', { open, max }) : null;
}

/** A due date is to come, and not so far ahead that it is a slip of the pen. */
export function dueRefusal(
  due: LocalDate,
  at: Instant,
  zone: Zone,
): ReturnType<typeof refuse> | null {
  const today = localDate(at, zone);
  if (due < today) return refuse('GOAL_DUE_PAST', { due, today });
  const latest = plusDays(today, DUE_AHEAD_MAX_DAYS);
  return due > latest ? refuse('GOAL_DUE_TOO_FAR', { due, latest }) : null;
}

/** Points on the worse side that are still allowed lie on the instrument's own scale. */
function toleranceRefusal(
  tolerance: number | null,
  { range }: Instrument,
): ReturnType<typeof refuse> | null {
  const max = range.max - range.min;
  if (tolerance === null || (tolerance >= 0 && tolerance <= max)) return null;
  return refuse('GOAL_TOLERANCE_OUT_OF_RANGE', { tolerance, max });
}

/** Points of the measure: what is wished, or the baseline where it is to be kept. */
export function targetOf(
  kind: Goal['kind'],
  wish: TargetGiven | null,
  baseline: number,
  instrument: Instrument,
): number | ReturnType<typeof refuse> {
  if (instrument.kind === 'transition') {
    return refuse('GOAL_MEASURE_RATES_CHANGE', { instrument: instrument.code });
  }
  if (kind === 'MAINTAIN') return baseline;
  if (!wish) return refuse('GOAL_TARGET_MISSING');
  const result = targetFrom(wish, baseline, instrument);
  return result.ok ? result.target : refuse(`GOAL_${result.code}`, result.facts);
}

/** Local days from–to around the due date, as instants: [start of the first, end of the last). */
export function windowOf(due: LocalDate, zone: Zone, days: WindowDays): Terms['window'] {
  return {
    from: startOfDay(plusDays(due, -days.before), zone),
    to: endOfDay(plusDays(due, days.after), zone),
  };
}

/** The goal as it stands, if anything may still be done to it. */
export function openGoal(now: Episode, goalId: GoalId): Goal | ReturnType<typeof refuse> {
  const goal = now.goals.find(({ id }) => id === goalId);
  if (!goal) return refuse('GOAL_UNKNOWN', { goalId });
  if (goal.status.status !== 'open') {
    return refuse('GOAL_NOT_OPEN', { goalId, status: goal.status.status });
  }
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  return goal;
}

/** An entry of an earlier moment would be folded before the version, and do nothing to it. */
export function beforeItsVersion(goal: Goal, at: Instant): ReturnType<typeof refuse> | null {
  const { setAt } = currentVersion(goal);
  return at < setAt ? refuse('GOAL_SET_LATER', { goalId: goal.id, setAt, at }) : null;
}

export function scoreGoal(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'ScoreGoal'>,
  asked: A,
): D {
  const known = now.goals.find(({ id }) => id === command.goalId);
  const { observationId, gasLevel } = command;
  const { status } = known ?? { status: null };
  if (status?.status === 'scored' && status.observationId === observationId) {
    if (status.gasLevel === gasLevel) return alreadySo();
  }
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  const early = beforeItsVersion(goal, asked.occurredAt);
  if (early) return early;
  const version = currentVersion(goal);
  const counted = countedFor(then, goal, version);
  if (!counted) {
    const { from, to } = version.terms.window;
    const measure = measureKey(goal.measure);
    return refuse('GOAL_NO_OBSERVATION_IN_WINDOW', { measure, from, to });
  }
  if (counted.id !== observationId) {
    return refuse('GOAL_OBSERVATION_NOT_COUNTED', { observationId, counted: counted.id });
  }
  return accept({
    type: 'GoalScored',
    data: { goalId: goal.id, version: version.id, observationId, gasLevel },
  });
}

export function abandonGoal(now: Episode, command: EpisodeCommandOf<'AbandonGoal'>, asked: A): D {
  const known = now.goals.find(({ id }) => id === command.goalId);
  if (known?.status.status === 'abandoned') return alreadySo();
  const goal = openGoal(now, command.goalId);
  if (goal.kind === 'refused') return goal;
  const early = beforeItsVersion(goal, asked.occurredAt);
  if (early) return early;
  if (!command.words.trim()) return refuse('REASON_MISSING');
  return accept({
    type: 'GoalAbandoned',
    data: { goalId: goal.id },
    ...givenTexts({ reason: command.words }),
  });
}
