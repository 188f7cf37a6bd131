import { quarterOf } from '../domain/outcomes/months';
import { readCohort, readFacts, readMembers } from '../projections/cohort-rows';
import {
  readBehind,
  readBehindDetails,
  readEpisodesOf,
  readOpenable,
} from '../projections/read-behind';
import { readTouchesOutcomes } from '../projections/read-changed-caseloads';
import { readControlChart, readFunnel, readGoalRevisions } from '../projections/read-charts';
import { readOutcomes } from '../projections/read-outcomes';
import { readPublished } from '../projections/read-published';
import { readReferralFunnel } from '../projections/read-referral-funnel';
import { clinicsYear, momentNow, momentPast, type ReadCalls, type ReadSample } from './read-sample';

const NOTHING = { by: 'NOTHING' } as const;

function outcomesWish(asks: ReadSample) {
  const course = { measure: asks.measure, days: [0, 42], windowDays: 14 };
  return { filter: clinicsYear(asks), groupBy: NOTHING, course };
}

function chartWish(asks: ReadSample) {
  const filter = clinicsYear(asks);
  return { filter, figure: 'RESPONDERS', screenRanges: false, rebasedAt: [] } as const;
}

function funnelWish(asks: ReadSample) {
  return { filter: clinicsYear(asks), figure: 'RESPONDERS', units: NOTHING } as const;
}

function behindWish(asks: ReadSample) {
  return { filter: clinicsYear(asks), groupBy: NOTHING, key: null, place: 'EPISODES' } as const;
}

/** Calls of the read functions that figures are made of. */
export const FIGURE_CALLS: ReadCalls = {
  readMembers: {
    now: (asks) => readMembers(asks.snapshot, momentNow(asks), clinicsYear(asks)),
    past: (asks) => readMembers(asks.snapshot, momentPast(asks), clinicsYear(asks)),
    'past, with a measure': (asks) => {
      const filter = { ...clinicsYear(asks), measure: asks.measure };
      return readMembers(asks.snapshot, momentPast(asks), filter);
    },
  },
  readFacts: {
    now: ({ snapshot, episodeId }) =>
      readFacts(snapshot, null, [{ episode_id: episodeId }], ['goal']),
    past: ({ snapshot, position, episodeId, measure }) =>
      readFacts(snapshot, position, [{ episode_id: episodeId }], ['observation'], measure),
  },
  readCohort: {
    now: (asks) => readCohort(asks.snapshot, momentNow(asks), clinicsYear(asks)),
    past: (asks) => readCohort(asks.snapshot, momentPast(asks), clinicsYear(asks)),
  },
  readOutcomes: {
    now: (asks) => readOutcomes(asks.snapshot, momentNow(asks), outcomesWish(asks)),
    past: (asks) => readOutcomes(asks.snapshot, momentPast(asks), outcomesWish(asks)),
  },
  readControlChart: {
    now: (asks) => readControlChart(asks.snapshot, momentNow(asks), chartWish(asks)),
    past: (asks) => readControlChart(asks.snapshot, momentPast(asks), chartWish(asks)),
  },
  readFunnel: {
    now: (asks) => readFunnel(asks.snapshot, momentNow(asks), funnelWish(asks)),
    past: (asks) => readFunnel(asks.snapshot, momentPast(asks), funnelWish(asks)),
  },
  readGoalRevisions: {
    now: (asks) => readGoalRevisions(asks.snapshot, momentNow(asks), outcomesWish(asks)),
    past: (asks) => readGoalRevisions(asks.snapshot, momentPast(asks), outcomesWish(asks)),
  },
  readReferralFunnel: {
    now: (asks) => readReferralFunnel(asks.snapshot, null, clinicsYear(asks)),
    past: (asks) => readReferralFunnel(asks.snapshot, asks.position, clinicsYear(asks)),
  },
  readPublished: {
    now: (asks) => readPublished(asks.snapshot, momentNow(asks), quarterOf(2024, 1)),
    past: (asks) => readPublished(asks.snapshot, momentPast(asks), quarterOf(2024, 1)),
  },
  readBehind: {
    now: (asks) => readBehind(asks.snapshot, momentNow(asks), behindWish(asks)),
    past: (asks) => readBehind(asks.snapshot, momentPast(asks), behindWish(asks)),
  },
  readOpenable: {
    now: ({ snapshot, episodeId, clinicId, therapistId }) =>
      readOpenable(snapshot, [episodeId], {
        ...{ all: false, clinics: [clinicId], carriedBy: [therapistId] },
        ...{ countsFor: therapistId, voidedToo: false },
      }),
  },
  readBehindDetails: {
    past: ({ snapshot, position, episodeId }) => readBehindDetails(snapshot, position, [episodeId]),
  },
  readEpisodesOf: {
    past: ({ snapshot, position, patientId }) => readEpisodesOf(snapshot, position, [patientId]),
  },
  readTouchesOutcomes: {
    now: (asks) => {
      const since = { episodeIds: [asks.episodeId], after: asks.position };
      return readTouchesOutcomes(asks.snapshot, since, clinicsYear(asks));
    },
  },
};
