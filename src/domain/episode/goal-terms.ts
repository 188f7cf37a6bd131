import { refuse, type Asked, type Refusal } from '../decider';
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
import { LEVEL_NAMES } from './codes';
import type { GoalGiven, LevelWords, TargetGiven } from './commands-goals';
import type { EpisodeEventOf } from './events';
import { latestEligible, measureRules } from './observations';
import type { Episode, Goal } from './state';
import { measureKey } from './values';

type Content = EpisodeEventOf<'GoalSet'>['data'];
export type Terms = Content['terms'];
type WindowDays = { readonly before: number; readonly after: number };

/** Ten years, leap days included: what is due later is a slip of the pen. */
const DUE_AHEAD_MAX_DAYS = 3_653;

/**
 * What a goal says once it is agreed: baseline and target in points, its window, and the rules
 * that its figures need, copied; or why it cannot be so.
 *
 * @param then what had happened by then: the measure's latest eligible observation is the baseline
 */
export function goalContent(
  then: Episode,
  goalId: GoalId,
  given: GoalGiven,
  asked: Asked,
): Content | Refusal {
  const { kind, due, importance, difficulty, gasBaselineLevel } = given;
  if ((kind === 'IMPROVE' ? given.target : given.tolerance) === null) {
    return refuse('GOAL_TARGET_MISSING');
  }
  const undue = dueRefusal(due, asked.occurredAt, then.zone);
  if (undue) return undue;
  const known = instrumentByCode(given.measure.instrument, asked.customMeasures);
  if (!known) return refuse('INSTRUMENT_UNKNOWN', { instrument: given.measure.instrument });
  const measure = { instrument: known.code, bodySite: given.measure.bodySite };
  const baseline = latestEligible(then, measure);
  if (!baseline) return refuse('GOAL_BASELINE_MISSING', { measure: measureKey(measure) });
  const instrument = directed(known, baseline.score, given.target);
  const target = targetOf(kind, given.target, baseline.score, instrument);
  if (typeof target !== 'number') return target;
  const tolerance = kind === 'MAINTAIN' ? given.tolerance : null;
  const intolerable = toleranceRefusal(tolerance, instrument);
  if (intolerable) return intolerable;
  if (gasBaselineLevel === null && Object.keys(levelTexts(given.levelWords)).length > 0) {
    return refuse('GOAL_NOT_SCALED', { goalId });
  }
  const { goalWindowDays, version } = asked.policy;
  const window = windowOf(due, then.zone, goalWindowDays);
  const levels = gasBaselineLevel === null ? null : { baseline: gasBaselineLevel };
  return {
    goalId,
    kind,
    measure,
    baseline: { observationId: baseline.id, score: baseline.score },
    tolerance,
    terms: { target, due, window, importance, difficulty, levels },
    rules: {
      policy: version,
      windowDaysBefore: goalWindowDays.before,
      windowDaysAfter: goalWindowDays.after,
      measure: measureRules(instrument, asked.policy),
    },
  };
}

/** Where the goal says which way is better, it is the way to its target. */
function directed(instrument: Instrument, baseline: number, wish: TargetGiven | null): Instrument {
  if (!instrument.betterByGoal || !wish || !('value' in wish)) return instrument;
  return { ...instrument, better: wish.value > baseline ? 'higher' : 'lower' };
}

/** A due date is to come, and not so far ahead that it is a slip of the pen. */
export function dueRefusal(due: LocalDate, at: Instant, zone: Zone): Refusal | null {
  const today = localDate(at, zone);
  if (due < today) return refuse('GOAL_DUE_PAST', { due, today });
  const latest = plusDays(today, DUE_AHEAD_MAX_DAYS);
  return due > latest ? refuse('GOAL_DUE_TOO_FAR', { due, latest }) : null;
}

/** Points on the worse side that are still allowed lie on the instrument's own scale. */
export function toleranceRefusal(
  tolerance: number | null,
  { range }: Pick<Instrument, 'range'>,
): Refusal | null {
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
): number | Refusal {
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

/** The words of levels by the names of their sealed texts; blank ones say nothing. */
export function levelTexts(words: LevelWords | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of LEVEL_NAMES) {
    const text = words?.[name];
    if (text?.trim()) texts[`level:${name}`] = text;
  }
  return texts;
}
