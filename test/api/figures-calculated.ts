import { shapePublishedOutcome } from '../../src/api/published';
import { shapeControlChart, shapeFunnel, shapeGoalRevisions } from '../../src/api/shape-charts';
import { shapeOutcomes } from '../../src/api/shape-outcomes';
import { shapeProgramme } from '../../src/api/shape-progress';
import {
  attainment,
  countedObservation,
  goalResult,
  type GoalWindow,
} from '../../src/domain/outcomes/attainment';
import { changeFrom, isResponder } from '../../src/domain/outcomes/change';
import { summarise, type CohortRow } from '../../src/domain/outcomes/cohort';
import { course } from '../../src/domain/outcomes/course';
import { rangeOf } from '../../src/domain/outcomes/figures';
import {
  proportionFunnel,
  rateFunnel,
  type ProportionUnit,
  type RateUnit,
} from '../../src/domain/outcomes/funnel';
import { gas, type GasGoal } from '../../src/domain/outcomes/gas';
import { instrumentByCode } from '../../src/domain/outcomes/instruments';
import type { ScoredObservation } from '../../src/domain/outcomes/observations';
import { addedBy, countOf, type Place } from '../../src/domain/outcomes/places';
import { referralFunnel, type ReferralWay } from '../../src/domain/outcomes/referral-funnel';
import { revisionFigures, type RevisedGoal } from '../../src/domain/outcomes/revisions';
import { xmr, type MonthlyValue } from '../../src/domain/outcomes/xmr';
import type { Instant } from '../../src/domain/time';

const MOMENT = { position: 1, evaluatedAt: '2026-02-01T00:00:00.000Z' as Instant };
const ANSWERED = { asOf: MOMENT, incomplete: null };

interface GoalGiven extends Omit<GoalWindow, 'dischargeObservationIds'> {
  readonly baseline: number;
  readonly target: number;
  readonly evaluatedAt: string;
  readonly observations: readonly ScoredObservation[];
}
interface ProgressGiven {
  readonly baseline: number;
  readonly originalTarget: number;
  readonly currentTarget: number;
  readonly score: number;
}
type Calculation = (given: never) => unknown;

/**
 * The program's calculations by the names that the examples of docs/outcomes.md use, each given
 * what the page writes and answering the fields of the schema. The page holds all numbers.
 */
export function calculations(
  cohort: unknown,
): Readonly<Record<string, (given: unknown) => unknown>> {
  const rowsOf = (given: unknown) => (given === 'cohort' ? cohort : given) as readonly CohortRow[];
  const made: Readonly<Record<string, Calculation>> = {
    outcomes: (given: unknown) => figuresOf(rowsOf(given)),
    behind: ({ rows, place }: { rows: unknown; place: Place }) => behind(rowsOf(rows), place),
    episodeBehind,
    goalResult: resultOf,
    goalProgress: (given: ProgressGiven) => progressOf(given),
    caseloadProgress: (given: ProgressGiven) => {
      const { original, current } = progressOf(given);
      return { progressOriginal: original, progressCurrent: current };
    },
    gas: (given: readonly GasGoal[]) => gas(given),
    course: ({ observations, ...options }: CourseGiven) => ({
      course: course(observations, options),
    }),
    controlChart: ({ values }: { values: readonly MonthlyValue[] }) => {
      const options = { range: rangeOf('EPISODES'), screenRanges: true, rebasedAt: [] };
      return shapeControlChart(xmr(values, options), 'EPISODES', ANSWERED);
    },
    funnel: ({ units }: { units: readonly ProportionUnit[] }) => {
      const funnel = { kind: 'proportion', ...proportionFunnel(units) } as const;
      return shapeFunnel(funnel, { figure: 'COMPLETION', units: 'CLINIC' }, ANSWERED);
    },
    rateFunnel: ({ units }: { units: readonly RateUnit[] }) => {
      const funnel = { kind: 'rate', ...rateFunnel(units) } as const;
      return shapeFunnel(funnel, { figure: 'REACTIONS', units: 'CLINIC' }, ANSWERED);
    },
    referralFunnel: ({ referrals }: { referrals: readonly ReferralWay[] }) =>
      referralFunnel(referrals),
    goalRevisions: (given: readonly RevisedGoal[]) => {
      const groups = [{ key: null, figures: revisionFigures(given) }];
      return shapeGoalRevisions(groups, 'NOTHING', ANSWERED).groups[0]?.figures;
    },
    publishedOutcome: (given: Parameters<typeof shapePublishedOutcome>[0]) =>
      shapePublishedOutcome(given),
    homeProgramme: ({ adherence }: { adherence: readonly object[] }) =>
      shapeProgramme({ adherence, exercises: null, advice: null } as never),
  };
  // Each knows what its examples are given; one that is given something else fails.
  return made as Readonly<Record<string, (given: unknown) => unknown>>;
}

interface CourseGiven extends Omit<Parameters<typeof course>[1], never> {
  readonly observations: Parameters<typeof course>[0];
}

function figuresOf(rows: readonly CohortRow[]): unknown {
  const groups = [{ key: null, figures: summarise(rows), course: null }];
  return shapeOutcomes({ groups, by: 'NOTHING', moment: MOMENT } as never).groups[0]?.figures;
}

function behind(rows: readonly CohortRow[], place: Place): unknown {
  const added = rows.map((row) => addedBy(row, place)).filter((counted) => counted > 0);
  return {
    figure: countOf(summarise(rows), place),
    counted: added.reduce((sum, each) => sum + each, 0),
    totalCount: added.length,
  };
}

function episodeBehind(given: { instrument: string; baseline: number; final: number }): unknown {
  const { baseline, final } = given;
  const instrument = instrumentByCode(given.instrument, []);
  if (!instrument) throw new Error(`no instrument ${given.instrument}`);
  const responder = isResponder(instrument.threshold, instrument.better, baseline, final);
  return { baseline, final, change: changeFrom(instrument, baseline, final), responder };
}

function resultOf({ baseline, target, evaluatedAt, observations, ...window }: GoalGiven): unknown {
  const counted = countedObservation(observations, {
    ...window,
    dischargeObservationIds: new Set(),
  });
  const value = counted && attainment(baseline, target, counted.score);
  return goalResult(value, { windowTo: window.windowTo, dischargedAt: null }, evaluatedAt);
}

function progressOf({ baseline, originalTarget, currentTarget, score }: ProgressGiven) {
  return {
    original: attainment(baseline, originalTarget, score),
    current: attainment(baseline, currentTarget, score),
  };
}
