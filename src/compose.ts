import type { Pool } from 'pg';
import type { Clock } from './engine/clock';
import { Conformance } from './engine/conformance';
import { bulkOf } from './engine/copy-in-threads';
import { Erasures, type Register } from './engine/erasures';
import { PatientIndex } from './engine/patient-index';
import { Projector, type Keeper } from './engine/projector';
import { ProjectorInThread } from './engine/projector-in-thread';
import { Rebuilds } from './engine/rebuilds';
import { Streams } from './engine/streams';
import { Transactor } from './engine/transact';
import type { ConnectionSettings } from './platform/connection-settings';
import { openReadPool } from './platform/read-pool';
import { readModels } from './projections/all';
import type { EventStore, StoredEvent } from './store/event-store';
import { openKeyStore, type KeyStore } from './store/key-store';
import type { MasterKey } from './store/master-key';
import { openStore, type LogPlace } from './store/open';
import { RecentEvents } from './store/recent-events';

/** Everything that works on one log, without the network in front of it. */
export interface Engine {
  readonly store: EventStore;
  readonly keys: KeyStore;
  readonly streams: Streams;
  readonly transactor: Transactor;
  readonly projector: Keeper;
  readonly rebuilds: Rebuilds;
  /** Raises and closes findings; started by the service. */
  readonly conformance: Conformance;
  /** Connections for the read functions. */
  readonly pool: Pool;
  /** Does what recorded erasures ask for; started by the service. */
  readonly erasures: Erasures;
  /** By what patients are found. */
  readonly patientIndex: PatientIndex;
  readonly clock: Clock;
  close(): Promise<void>;
}

const THREADS_FROM_EVENTS = 50_000;

/** A pino logger fits. */
export interface EngineLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface EngineOptions {
  readonly app: ConnectionSettings;
  /** `esdb://…`: the log is there; absent: in the database. */
  readonly eventStoreUrl?: string | undefined;
  /** Bytes: as given by the environment; else the file that it is kept in. */
  readonly masterKey: MasterKey;
  /** Hears of a master key that was put in force, before the old one is deleted. */
  readonly onNewMasterKey?: ((key: Buffer) => void) | undefined;
  /** Whose keys were erased, kept beside the master key. */
  readonly erasureRegister?: Register | undefined;
  readonly clock: Clock;
  readonly log: EngineLog;
  /** From so many events on a rebuild takes threads of its own; below, starting them costs more. */
  readonly threadsFromEvents?: number;
  /** Keeps the read models in a thread of its own: what serves requests goes on meanwhile. */
  readonly projectorThread?: boolean;
}

/**
 * Opens the engine on a migrated database: the one place that picks the adapters. Throws
 * `Unavailable` when the database does not answer.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { app, eventStoreUrl, masterKey, onNewMasterKey, clock, log } = options;
  const place = { app, eventStoreUrl };
  const onIdleError = (error: Error) => {
    log.warn({ error: error.message }, 'an idle connection was lost');
  };
  const store = await openStore(place, { log });
  const keys = openKeyStore({ app, masterKey, onIdleError, onNewMasterKey });
  const streams = new Streams(store);
  const { projector, onAppended } = keeperOf(store, place, options);
  const transactor = new Transactor({ store, streams, keys, clock, onAppended });
  const pool = openReadPool(app, onIdleError);
  const conformance = new Conformance({
    ...{ store, app, streams, transactor, projector, pool, clock, log },
  });
  const rebuilds = new Rebuilds({ pool, projector, log });
  const register = options.erasureRegister ?? null;
  const erasures = new Erasures({ store, keys, transactor, pool, register, log });
  projector.start();
  rebuilds.start();
  return {
    store,
    keys,
    streams,
    transactor,
    projector,
    rebuilds,
    conformance,
    pool,
    erasures,
    patientIndex: new PatientIndex({ store, keys, pool }),
    clock,
    async close() {
      await Promise.all([erasures.stop(), conformance.stop(), rebuilds.stop()]);
      await projector.stop();
      await Promise.all([pool.end(), keys.close(), store.close()]);
    },
  };
}

/** Who keeps the read models, and how it is told what this process has appended. */
function keeperOf(
  store: EventStore,
  place: LogPlace,
  { log, threadsFromEvents = THREADS_FROM_EVENTS, projectorThread = false }: EngineOptions,
): { readonly projector: Keeper; readonly onAppended: (events: readonly StoredEvent[]) => void } {
  if (projectorThread) {
    const projector = new ProjectorInThread({ store, log, task: { place, threadsFromEvents } });
    return { projector, onAppended: (events) => projector.appended(events) };
  }
  const source = { store, app: place.app, models: readModels };
  const recent = new RecentEvents();
  const copy = bulkOf(source, place, threadsFromEvents);
  const projector = new Projector({ ...source, log, copy, recent });
  const onAppended = (events: readonly StoredEvent[]): void => {
    recent.add(events);
    projector.ring();
  };
  return { projector, onAppended };
}
