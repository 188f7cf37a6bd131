import type { Figure } from '../domain/outcomes/figures';
import {
  proportionLimits,
  rateLimits,
  type FunnelLimits as Limits,
} from '../domain/outcomes/funnel';
import type { XmrChart } from '../domain/outcomes/xmr';
import type { Moment } from '../engine/past';
import type { Grouping } from '../projections/grouping';
import type { Funnel as FunnelRead, FunnelFigure, RevisionGroup } from '../projections/read-charts';
import {
  ControlChart,
  ControlLimits,
  ControlPoint,
  Funnel,
  FunnelLimits,
  FunnelUnit,
} from './chart-types';
import {
  GoalRevisionGroup,
  GoalRevisions,
  RevisionFigures,
  RevisionReasonCount,
  RevisionWorth,
} from './goal-revision-types';
import { Interval, Summary } from './outcome-figures';
import { filled } from './filled';
import type { Incomplete } from './incomplete-type';
import { FIGURES_VERSION } from './shape-outcomes';

/** What each answer says of itself. */
export interface Answered {
  readonly asOf: Moment;
  readonly incomplete: Incomplete | null;
}

/** Sizes at which the limits of a funnel are given to be drawn. */
const CURVE_POINTS = 50;

export function shapeControlChart(
  chart: XmrChart,
  figure: Figure,
  answered: Answered,
): ControlChart {
  return filled(ControlChart, {
    figure,
    limits: chart.limits.map((each) => filled(ControlLimits, each)),
    points: chart.points.map((each) =>
      filled(ControlPoint, { ...each, signals: [...each.signals] }),
    ),
    figuresVersion: FIGURES_VERSION,
    ...answered,
  });
}

export function shapeFunnel(
  funnel: FunnelRead,
  of: { readonly figure: FunnelFigure; readonly units: Grouping },
  answered: Answered,
): Funnel {
  const units = unitsOf(funnel);
  const { phi, tau2 } = spreadOf(funnel);
  return filled(Funnel, {
    figure: of.figure,
    centre: funnel.centre,
    phi,
    tau2,
    units: units.map((unit) =>
      filled(FunnelUnit, {
        ...unit,
        limits: limitsOf(unit.limits),
        groupBy: of.units,
        position: answered.asOf.position,
      }),
    ),
    curve: curveOf(funnel, units).map(limitsOf),
    figuresVersion: FIGURES_VERSION,
    ...answered,
  });
}

function unitsOf(funnel: FunnelRead) {
  if (funnel.kind === 'proportion') {
    return funnel.units.map(({ share, ...unit }) => ({ ...unit, value: share }));
  }
  return funnel.units.map(({ exposure, rate, ...unit }) => ({ ...unit, n: exposure, value: rate }));
}

function spreadOf(funnel: FunnelRead): { phi: number | null; tau2: number | null } {
  if (funnel.kind === 'rate' || funnel.overDispersion.state === 'TOO_FEW_UNITS') {
    return { phi: null, tau2: null };
  }
  const { phi, tau2 } = funnel.overDispersion;
  return { phi, tau2 };
}

/** Evenly spaced on a scale of ratios: a funnel bends most where units are small. */
function curveOf(funnel: FunnelRead, units: readonly { readonly n: number }[]): Limits[] {
  const { centre } = funnel;
  if (centre === null || units.length === 0) return [];
  const sizes = units.map(({ n }) => n);
  const smallest = Math.min(...sizes);
  const largest = Math.max(...sizes);
  const { tau2 } = spreadOf(funnel);
  return Array.from({ length: CURVE_POINTS }, (_, index) => {
    const size = smallest * (largest / smallest) ** (index / (CURVE_POINTS - 1));
    return funnel.kind === 'rate'
      ? rateLimits(centre, size)
      : proportionLimits(centre, size, tau2 ?? 0);
  });
}

function limitsOf({ at, inner, outer }: Limits): FunnelLimits {
  return filled(FunnelLimits, {
    at,
    inner: filled(Interval, inner),
    outer: filled(Interval, outer),
  });
}

export function shapeGoalRevisions(
  groups: readonly RevisionGroup[],
  groupBy: Grouping,
  answered: Answered,
): GoalRevisions {
  return filled(GoalRevisions, {
    groups: groups.map(({ key, figures }) =>
      filled(GoalRevisionGroup, {
        key,
        figures: filled(RevisionFigures, {
          ...figures,
          reasons: Object.entries(figures.reasons).map(([reason, n]) =>
            filled(RevisionReasonCount, { reason, n }),
          ),
          daysToFirst: filled(Summary, figures.daysToFirst),
          worth: filled(RevisionWorth, {
            ...figures.worth,
            gain: filled(Summary, figures.worth.gain),
          }),
        }),
        groupBy,
        position: answered.asOf.position,
      }),
    ),
    figuresVersion: FIGURES_VERSION,
    ...answered,
  });
}
