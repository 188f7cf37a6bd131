import type { EpisodeEventOf } from '../../src/domain/episode/events';
import type { Observation } from '../../src/domain/episode/values';
import type {
  AuthorizationId,
  EntryId,
  GoalId,
  ObservationId,
  SessionId,
} from '../../src/domain/ids';
import { defaultScreening } from '../../src/domain/policy/contraindications';
import { day, named, utc } from './cast';

/** What the entries and commands of the specs' episode are about. */
export const GOAL = named<GoalId>('goal');
/** The id of the entry that set the goal, and so of its first version. */
export const GOAL_V1 = named<EntryId>('goal set');
/** The goal by another measure that takes the place of the first. */
export const SECOND_GOAL = named<GoalId>('second goal');
export const SESSION = named<SessionId>('session');
export const AUTHORIZATION = named<AuthorizationId>('authorization');
/** Names of entries that others answer. */
export const CARE = {
  question: 'question asked',
  plan: 'plan set',
  programme: 'programme given',
  report: 'progress reported',
} as const;
export const PLAN: EpisodeEventOf<'PlanOfCareSet'>['data']['terms'] = {
  sessionsPerWeek: 2,
  sessionMinutes: 50,
  techniques: ['DEEP_TISSUE', 'HEAT'],
  weeks: 4,
};
export const PAIN_AT_START = named<ObservationId>('pain at start');

export const NPRS = { instrument: 'NPRS', bodySite: null };
/** Timed Up and Go, in seconds. */
export const WALK = { instrument: 'TUG', bodySite: null };

/** Pain as a number, as an entry keeps it. */
export function painOf(name: string, score: number, over: Partial<Observation> = {}): Observation {
  return {
    id: named(name),
    instrument: 'NPRS',
    instrumentVersion: '11-point',
    bodySite: null,
    score,
    occasion: 'ASSESSMENT',
    recall: 'NOW',
    mode: 'SELF_REPORT',
    ...over,
  };
}

export const NPRS_RULES = {
  instrument: 'NPRS',
  min: 0,
  max: 10,
  better: 'lower' as const,
  threshold: {
    value: 2,
    percent: 30,
    type: 'MCID' as const,
    source: 'Farrar et al., Pain 2001;94:149-158',
  },
};

/** Due on 10 April; the window is 27 March to 17 April in Berlin, its clocks change on the 29th. */
export const TERMS: EpisodeEventOf<'GoalSet'>['data']['terms'] = {
  target: 3,
  due: day('2026-04-10'),
  window: { from: utc('2026-03-26T23:00'), to: utc('2026-04-17T22:00') },
  importance: 2,
  difficulty: 1,
  levels: { baseline: -1 },
};

/** What the default policy has asked before each session; nothing was found. */
export const SCREENED = defaultScreening.map((kind) => ({ kind, present: false }));

export const WALK_RULES = {
  instrument: 'TUG',
  min: 0,
  max: 600,
  better: 'lower' as const,
  threshold: null,
};

export const DEEP_NECK: EpisodeEventOf<'SessionStarted'>['data']['planned'] = {
  techniques: ['DEEP_TISSUE'],
  sites: ['NECK'],
  pressure: 'MODERATE',
};
