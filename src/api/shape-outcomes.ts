import type { CohortFigures } from '../domain/outcomes/cohort';
import {
  AttainmentFigures,
  AttainmentTwice,
  Bounds,
  CoursePoint,
  GasFigures,
  GasMeans,
  Interval,
  MaintainFigures,
  MissedRate,
  OutcomeFigures,
  OutcomeGroup,
  Outcomes,
  ReactionRate,
  ReasonCount,
  Responders,
  Summary,
} from './outcome-figures';
import type { OutcomesRead } from './outcomes';
import { filled } from './filled';

/** Raised when a rule or a formula of the figures changes. */
export const FIGURES_VERSION = 1;

export function shapeOutcomes({ groups, by, incomplete, moment }: OutcomesRead): Outcomes {
  return filled(Outcomes, {
    groups: groups.map(({ key, figures, course }) =>
      filled(OutcomeGroup, {
        key,
        figures: shapeFigures(figures),
        course: course && course.map((point) => filled(CoursePoint, point)),
        groupBy: by,
        position: moment.position,
      }),
    ),
    figuresVersion: FIGURES_VERSION,
    incomplete,
    asOf: moment,
  });
}

function shapeFigures(figures: CohortFigures): OutcomeFigures {
  const { responders, bounds, change, attainment, maintain, gas } = figures;
  const { sessionsPerEpisode, daysToFirstSession, dischargeReasons } = figures;
  const { reactionsPer1000, missedSessionRate } = figures;
  return filled(OutcomeFigures, {
    ...figures,
    responders: filled(Responders, { ...responders, interval: interval(responders.interval) }),
    bounds: bounds && filled(Bounds, bounds),
    change: filled(Summary, change),
    attainment: filled(AttainmentTwice, {
      original: filled(AttainmentFigures, attainment.original),
      current: filled(AttainmentFigures, attainment.current),
    }),
    maintain: filled(MaintainFigures, maintain),
    gas: filled(GasFigures, { ...gas, original: filled(GasMeans, gas.original) }),
    sessionsPerEpisode: filled(Summary, sessionsPerEpisode),
    daysToFirstSession: filled(Summary, daysToFirstSession),
    dischargeReasons: Object.entries(dischargeReasons).map(([reason, n]) =>
      filled(ReasonCount, { reason, n }),
    ),
    reactionsPer1000: filled(ReactionRate, reactionsPer1000),
    missedSessionRate: filled(MissedRate, {
      ...missedSessionRate,
      interval: interval(missedSessionRate.interval),
    }),
  });
}

function interval(of: { readonly low: number; readonly high: number } | null): Interval | null {
  return of && filled(Interval, of);
}
