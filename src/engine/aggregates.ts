import type { z } from 'zod';
import { clinicDecider, type ClinicCommand } from '../domain/clinic/decider';
import { clinicEvents, type ClinicEvent } from '../domain/clinic/events';
import type { Clinic } from '../domain/clinic/state';
import type { Decider } from '../domain/decider';
import type { EventShape } from '../domain/envelope';
import type { EpisodeCommand } from '../domain/episode/commands';
import { episodeDecider } from '../domain/episode/decide';
import { episodeEvents, episodeSchemaVersions, type EpisodeEvent } from '../domain/episode/events';
import { startedSinceAnswers } from '../domain/episode/screening';
import type { Episode } from '../domain/episode/state';
import type { Category } from '../domain/ids';
import {
  operationsDecider,
  type Operations,
  type OperationsCommand,
} from '../domain/operations/decider';
import { operationsEvents, type OperationsEvent } from '../domain/operations/events';
import type { PatientCommand } from '../domain/patient/commands';
import { patientDecider } from '../domain/patient/decider';
import {
  patientEvents,
  patientSchemaVersions,
  withoutSearchTokens,
  type PatientEvent,
} from '../domain/patient/events';
import type { Patient } from '../domain/patient/state';
import { policyDecider, type PolicyBook, type PolicyCommand } from '../domain/policy/decider';
import { policyEvents, type PolicyEvent } from '../domain/policy/events';
import type { StaffCommand } from '../domain/staff/commands';
import { staffDecider } from '../domain/staff/decider';
import { staffEvents, type StaffEvent } from '../domain/staff/events';
import type { Staff } from '../domain/staff/state';

/** What each category of streams holds. */
export interface Shapes {
  clinic: { state: Clinic | null; command: ClinicCommand; event: ClinicEvent };
  staff: { state: Staff | null; command: StaffCommand; event: StaffEvent };
  patient: { state: Patient | null; command: PatientCommand; event: PatientEvent };
  policy: { state: PolicyBook; command: PolicyCommand; event: PolicyEvent };
  operations: { state: Operations; command: OperationsCommand; event: OperationsEvent };
  episode: { state: Episode | null; command: EpisodeCommand; event: EpisodeEvent };
}
export type StateOf<K extends Category> = Shapes[K]['state'];
export type CommandOf<K extends Category> = Shapes[K]['command'];
export type EventOf<K extends Category> = Shapes[K]['event'];

/** Brings stored data of an older `schemaVersion` to the current shape; never written back. */
export type Upcaster = (data: object, schemaVersion: number) => object;

export interface Aggregate<S, C, E extends EventShape> {
  readonly decider: Decider<S, C, E>;
  readonly schemas: Readonly<Record<string, z.ZodType<object>>>;
  /** Current `schemaVersion` by event type, where it is above 1. */
  readonly schemaVersions: Readonly<Record<string, number>>;
  readonly upcasters: Readonly<Record<string, Upcaster>>;
  /** Whose key seals the texts: the person it is about, or the organisation. */
  readonly owner: (id: string, state: S, command: C) => string;
  /** The clinic that an entry belongs to, where it belongs to one. */
  readonly clinic: (state: S, command: C) => string | null;
}

export type Aggregates = {
  readonly [K in Category]: Aggregate<StateOf<K>, CommandOf<K>, EventOf<K>>;
};

export const ORGANISATION = 'organisation';

const noUpcasters = { schemaVersions: {}, upcasters: {} };

export const aggregates: Aggregates = {
  clinic: {
    decider: clinicDecider,
    schemas: clinicEvents,
    ...noUpcasters,
    owner: () => ORGANISATION,
    clinic: (_state, command) => command.clinicId,
  },
  staff: {
    decider: staffDecider,
    schemas: staffEvents,
    ...noUpcasters,
    owner: (id) => `staff-${id}`,
    clinic: () => null,
  },
  patient: {
    decider: patientDecider,
    schemas: patientEvents,
    schemaVersions: patientSchemaVersions,
    upcasters: {
      PatientRegistered: withoutSearchTokens,
      PatientDetailsCorrected: withoutSearchTokens,
    },
    // What is known of an erasure has to be known when the person's key is gone.
    owner: (id, _state, { type }) =>
      type === 'ExecuteErasure' || type === 'EraseMerged' ? ORGANISATION : `patient-${id}`,
    clinic: (state, command) =>
      command.type === 'RegisterPatient' ? command.clinicId : (state?.clinicId ?? null),
  },
  policy: {
    decider: policyDecider,
    schemas: policyEvents,
    ...noUpcasters,
    owner: () => ORGANISATION,
    clinic: () => null,
  },
  operations: {
    decider: operationsDecider,
    schemas: operationsEvents,
    ...noUpcasters,
    owner: () => ORGANISATION,
    clinic: () => null,
  },
  episode: {
    decider: episodeDecider,
    schemas: episodeEvents,
    schemaVersions: episodeSchemaVersions,
    upcasters: { SessionStarted: startedSinceAnswers },
    owner: (_id, state, command) => {
      if (state) return `patient-${state.patientId}`;
      // Before the first entry only a referral can be accepted; all else is refused, unsealed.
      return command.type === 'ReceiveReferral' ? `patient-${command.patientId}` : ORGANISATION;
    },
    clinic: (state, command) => {
      if (state) return state.clinicId;
      return command.type === 'ReceiveReferral' ? command.clinicId : null;
    },
  },
};
