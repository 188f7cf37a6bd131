import type { Instant } from '../../src/domain/time';
import { readControlChart, readFunnel } from '../../src/projections/read-charts';
import { readOutcomes, type OutcomeGroup } from '../../src/projections/read-outcomes';
import { inSnapshot } from '../../src/projections/snapshot';
import type { Engine } from '../../src/compose';
import { ATTAINMENT_BY_SQL, CHART_BY_SQL, COHORT_BY_SQL, FUNNEL_BY_SQL } from './figures-by-sql';
import { EVERY_EPISODE } from './outcomes';

type Row = Readonly<Record<string, unknown>>;
type Reading = Pick<Engine, 'pool'>;

/** Both ways to a figure, for a test to compare: the program's, and SQL's on the raw entries. */
export interface Compared {
  readonly program: readonly Row[];
  readonly sql: readonly Row[];
}

/** Counts, completion, responders, change and sessions, by group. */
export async function comparedCohort(
  engine: Reading,
  evaluatedAt: Instant,
  by: 'clinic' | 'arm' | '',
): Promise<Compared> {
  const groups = await groupsOf(engine, evaluatedAt, by);
  return {
    program: groups.map(({ key, figures }) => ({
      key,
      episodes: figures.episodes,
      eligible: figures.eligible,
      complete: figures.complete,
      lapsed: figures.lapsed,
      responders: figures.responders.n,
      judged: figures.responders.of,
      change_mean: figures.change.mean,
      change_sd: figures.change.sd,
      change_median: figures.change.median,
      sessions_mean: figures.sessionsPerEpisode.mean,
      sessions: figures.reactionsPer1000.sessions,
      missed_sessions: figures.missedSessionRate.missed,
      reactions: figures.reactionsPer1000.reactions,
    })),
    sql: await sql(engine, COHORT_BY_SQL, evaluatedAt, by),
  };
}

/** Goals to improve: by the original version, then by the current one. */
export async function comparedAttainment(engine: Reading, evaluatedAt: Instant): Promise<Compared> {
  const [all] = await groupsOf(engine, evaluatedAt, '');
  const versions = Object.entries(all?.figures.attainment ?? {});
  return {
    program: versions.map(([of, figures]) => {
      const { n, reached, missing, pending, abandoned, q1, median, q3 } = figures;
      return { of, n, reached, missing, pending, abandoned, quartiles: [q1, median, q3] };
    }),
    sql: await sql(engine, ATTAINMENT_BY_SQL, evaluatedAt),
  };
}

/** The control chart of sessions an episode, of one stretch. */
export async function comparedChart(engine: Reading, evaluatedAt: Instant): Promise<Compared> {
  const chart = await inSnapshot(engine.pool, (snapshot) =>
    readControlChart(
      snapshot,
      { position: null, evaluatedAt },
      {
        filter: EVERY_EPISODE,
        figure: 'SESSIONS_PER_EPISODE_MEAN',
        screenRanges: true,
        rebasedAt: [],
      },
    ),
  );
  const months = chart.points.flatMap(({ month, value }) => (value === null ? [] : [month]));
  return {
    program: chart.limits.map(({ mean, meanRange: range, lower, upper }) => {
      return { months, mean, range, lower, upper };
    }),
    sql: await sql(engine, CHART_BY_SQL, evaluatedAt),
  };
}

/** The funnel of completion by clinic. */
export async function comparedFunnel(engine: Reading, evaluatedAt: Instant): Promise<Compared> {
  const wish = { filter: EVERY_EPISODE, figure: 'COMPLETION', units: { by: 'CLINIC' } } as const;
  const funnel = await inSnapshot(engine.pool, (snapshot) =>
    readFunnel(snapshot, { position: null, evaluatedAt }, wish),
  );
  const units = funnel.kind === 'proportion' ? funnel.units : [];
  return {
    program: units.map(({ key, n, events, limits: { inner, outer } }) => ({
      ...{ key, n, events, centre: funnel.centre },
      ...{ inner_low: inner.low, inner_high: inner.high },
      ...{ outer_low: outer.low, outer_high: outer.high },
    })),
    sql: await sql(engine, FUNNEL_BY_SQL, evaluatedAt),
  };
}

/** Fractions rounded to nine digits: the two ways add in another order. */
export function rounded(rows: readonly Row[]): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_name, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    ),
  );
}

function groupsOf(
  engine: Reading,
  evaluatedAt: Instant,
  by: 'clinic' | 'arm' | '',
): Promise<readonly OutcomeGroup[]> {
  const groupings = {
    clinic: { by: 'CLINIC' },
    arm: { by: 'LABEL', label: 'arm' },
    '': { by: 'NOTHING' },
  } as const;
  const wish = { filter: EVERY_EPISODE, groupBy: groupings[by], course: null };
  return inSnapshot(engine.pool, (snapshot) =>
    readOutcomes(snapshot, { position: null, evaluatedAt }, wish),
  );
}

async function sql(engine: Reading, text: string, ...values: unknown[]): Promise<readonly Row[]> {
  return (await engine.pool.query<Row>(text, values)).rows;
}
