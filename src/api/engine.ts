import type { Pool } from 'pg';
import type { Clock } from '../engine/clock';
import type { Conformance } from '../engine/conformance';
import type { Erasures } from '../engine/erasures';
import type { PatientIndex } from '../engine/patient-index';
import type { Keeper } from '../engine/projector';
import type { Rebuilds } from '../engine/rebuilds';
import type { Streams } from '../engine/streams';
import type { Transactor } from '../engine/transact';
import type { EventStore } from '../store/event-store';
import type { KeyStore } from '../store/key-store';

/** What the API needs of the engine; the composition gives it. */
export interface Engine {
  readonly store: EventStore;
  readonly keys: KeyStore;
  readonly streams: Streams;
  readonly transactor: Transactor;
  readonly projector: Keeper;
  /** Rebuilds that are asked for. */
  readonly rebuilds: Pick<Rebuilds, 'ask' | 'ended'>;
  /** Who asks the rules again. */
  readonly conformance: Pick<Conformance, 'isOwner' | 'error'>;
  /** Connections for the read functions. */
  readonly pool: Pool;
  /** Does what recorded erasures ask for. */
  readonly erasures: Pick<Erasures, 'intend' | 'settle'>;
  /** By what patients are found. */
  readonly patientIndex: PatientIndex;
  readonly clock: Clock;
}

/** Injection tokens: interfaces have no run-time value to inject by. */
export const ENGINE = Symbol('Engine');
