import { readAliases, readIdsOfPerson, readSurvivors } from '../projections/read-alias';
import { readCareToKeep } from '../projections/read-care-to-keep';
import {
  countCaseload,
  countOpenEpisodes,
  countPastCaseload,
  readCaseload,
  readCaseloadEpisodes,
  readPastCaseload,
} from '../projections/read-caseload';
import {
  readCaseloadPlaces,
  readCaseloadZones,
  readClinicZones,
} from '../projections/read-changed-caseloads';
import {
  readEpisodesBooked,
  readEpisodesOfPatients,
  readEpisodesOfTherapist,
  readSlotsBeside,
} from '../projections/read-conformance';
import { readPatients, readUnindexed } from '../projections/read-directory';
import { countFindings, readFindings } from '../projections/read-findings';
import { readClinics, readStaff } from '../projections/read-organisation';
import { readParked, readParkedEpisodes } from '../projections/read-parked';
import { readModelsState } from '../projections/read-progress';
import { readOpenRebuild, readRebuild } from '../projections/read-rebuilds';
import { inSnapshot, tablesAt } from '../projections/snapshot';
import { FIGURE_CALLS } from './figure-calls';
import type { ReadCalls, ReadSample } from './read-sample';

const PAGE = 50;

function ofTherapist({ clinicId, therapistId }: ReadSample) {
  return { clinics: [clinicId], therapistId, conditions: null, carriedNowBy: therapistId };
}

function ofClinic({ clinicId }: ReadSample) {
  return { clinics: [clinicId], therapistId: null, conditions: null };
}

function findingsOf({ clinicId }: ReadSample) {
  return { clinics: [clinicId], therapists: null, rules: null, episodeId: null, isOpen: null };
}

/** The statement that each question sends is the same: they differ in which plan is the best. */
const CASELOAD_CALLS: ReadCalls = {
  readCaseload: {
    'of a therapist': (asks) =>
      readCaseload(asks.snapshot, { filter: ofTherapist(asks), first: PAGE, after: null }),
    'of a clinic': (asks) =>
      readCaseload(asks.snapshot, { filter: ofClinic(asks), first: PAGE, after: null }),
    'of all clinics': (asks) => {
      const page = { filter: { ...ofClinic(asks), clinics: null }, first: PAGE, after: null };
      return readCaseload(asks.snapshot, page);
    },
  },
  readPastCaseload: {
    past: (asks) => {
      const page = { filter: ofTherapist(asks), first: PAGE, after: null };
      return readPastCaseload(asks.snapshot, asks.position, page);
    },
    'past, of a clinic, voided ones too': (asks) => {
      const page = { filter: { ...ofClinic(asks), voidedToo: true }, first: PAGE, after: null };
      return readPastCaseload(asks.snapshot, asks.position, page);
    },
  },
  readCaseloadEpisodes: {
    'of a therapist': (asks) =>
      readCaseloadEpisodes(asks.snapshot, asks.position, ofTherapist(asks)),
    'of a clinic': (asks) => readCaseloadEpisodes(asks.snapshot, asks.position, ofClinic(asks)),
    'voided ones too': (asks) =>
      readCaseloadEpisodes(asks.snapshot, asks.position, { ...ofClinic(asks), voidedToo: true }),
  },
  countCaseload: {
    'of a therapist': (asks) => countCaseload(asks.snapshot, ofTherapist(asks)),
    'of a clinic': (asks) => countCaseload(asks.snapshot, ofClinic(asks)),
  },
  countPastCaseload: {
    past: (asks) => countPastCaseload(asks.snapshot, asks.position, ofClinic(asks)),
    'past, voided ones too': (asks) =>
      countPastCaseload(asks.snapshot, asks.position, { ...ofClinic(asks), voidedToo: true }),
  },
  countOpenEpisodes: { now: (asks) => countOpenEpisodes(asks.snapshot, asks) },
  readCaseloadPlaces: {
    now: ({ snapshot, episodeId, position }) => readCaseloadPlaces(snapshot, [episodeId], position),
  },
  readClinicZones: { now: ({ snapshot }) => readClinicZones(snapshot) },
  readCaseloadZones: {
    'of a clinic': ({ snapshot, clinicId }) => readCaseloadZones(snapshot, [clinicId]),
  },
};

const PEOPLE_CALLS: ReadCalls = {
  readSurvivors: {
    now: ({ snapshot, patientId }) => readSurvivors(snapshot, [patientId], null),
    past: ({ snapshot, patientId, position }) => readSurvivors(snapshot, [patientId], position),
  },
  readIdsOfPerson: { now: ({ snapshot, patientId }) => readIdsOfPerson(snapshot, patientId) },
  readAliases: {
    now: ({ snapshot, patientId }) => readAliases(snapshot, patientId, null),
    past: ({ snapshot, patientId, position }) => readAliases(snapshot, patientId, position),
  },
  readCareToKeep: { now: ({ snapshot, patientId }) => readCareToKeep(snapshot, [patientId]) },
  readPatients: {
    now: ({ snapshot, ...asks }) =>
      readPatients(snapshot, null, { ...asks, clinics: [asks.clinicId], first: PAGE }),
    'of all clinics': ({ snapshot, ...asks }) =>
      readPatients(snapshot, null, { ...asks, clinics: null, first: PAGE }),
    past: ({ snapshot, position, ...asks }) =>
      readPatients(snapshot, position, { ...asks, clinics: [asks.clinicId], first: PAGE }),
  },
  readUnindexed: {
    now: ({ snapshot, keyId, position: after }) =>
      readUnindexed(snapshot, { keyId, after, first: PAGE }),
  },
  readClinics: {
    now: ({ snapshot }) => readClinics(snapshot, null),
    past: ({ snapshot, position }) => readClinics(snapshot, position),
  },
  readStaff: {
    now: ({ snapshot, clinicId }) => readStaff(snapshot, null, [clinicId]),
    past: ({ snapshot, clinicId, position }) => readStaff(snapshot, position, [clinicId]),
  },
};

const RULE_CALLS: ReadCalls = {
  readSlotsBeside: {
    now: ({ snapshot, episodeId, patientId, therapistId, evaluatedAt: at }) =>
      readSlotsBeside(snapshot, episodeId, patientId, [
        { therapistId, slot: { from: at, to: at } },
      ]),
  },
  readEpisodesOfTherapist: {
    now: ({ snapshot, therapistId, from, to }) =>
      readEpisodesOfTherapist(snapshot, therapistId, { from, to }),
  },
  readEpisodesOfPatients: {
    now: ({ snapshot, patientId }) => readEpisodesOfPatients(snapshot, [patientId]),
  },
  readEpisodesBooked: {
    now: ({ snapshot, evaluatedAt }) => readEpisodesBooked(snapshot, evaluatedAt),
  },
  readFindings: {
    now: (asks) => {
      const page = { filter: findingsOf(asks), first: PAGE, after: null };
      return readFindings(asks.snapshot, null, page);
    },
    'of all clinics': (asks) => {
      const page = { filter: { ...findingsOf(asks), clinics: null }, first: PAGE, after: null };
      return readFindings(asks.snapshot, null, page);
    },
    'open ones of all clinics': (asks) => {
      const filter = { ...findingsOf(asks), clinics: null, isOpen: true };
      return readFindings(asks.snapshot, null, { filter, first: PAGE, after: null });
    },
    past: (asks) => {
      const page = { filter: findingsOf(asks), first: PAGE, after: null };
      return readFindings(asks.snapshot, asks.position, page);
    },
  },
  countFindings: {
    now: (asks) => countFindings(asks.snapshot, null, findingsOf(asks)),
    past: (asks) => countFindings(asks.snapshot, asks.position, findingsOf(asks)),
  },
};

const TABLE_CALLS: ReadCalls = {
  inSnapshot: { now: ({ pool }) => inSnapshot(pool, () => Promise.resolve()) },
  tablesAt: { now: ({ pool }) => tablesAt(pool) },
  readParked: {
    now: ({ snapshot, episodeId }) => readParked(snapshot, `episode-${episodeId}`),
  },
  readParkedEpisodes: {
    now: ({ snapshot, clinicId }) =>
      readParkedEpisodes(snapshot, null, { clinics: [clinicId], therapists: null }),
  },
  readModelsState: { now: ({ snapshot }) => readModelsState(snapshot) },
  readOpenRebuild: { now: ({ snapshot }) => readOpenRebuild(snapshot) },
  readRebuild: { now: ({ snapshot, id }) => readRebuild(snapshot, id) },
};

/**
 * Every read function of src/projections: db/reads.sql is made of what they send, and a spec looks
 * at how the database answers it.
 */
export const READ_CALLS: ReadCalls = {
  ...CASELOAD_CALLS,
  ...FIGURE_CALLS,
  ...PEOPLE_CALLS,
  ...RULE_CALLS,
  ...TABLE_CALLS,
};
