import type { Pool } from 'pg';
import type { Actor } from '../domain/envelope';
import type { EntryId, PatientId } from '../domain/ids';
import type { EraseMerged } from '../domain/patient/commands';
import { Unavailable, type EventStore, type StoredEvent } from '../store/event-store';
import type { KeyStore } from '../store/key-store';
import { reactionId } from './ids';
import type { Transactor } from './transact';

/** How often it is looked whether something was left undone. */
const LOOK_AGAIN_MS = 30_000;
const RETRY_AFTER_MS = 2_000;
const ERASURE: Actor = { id: 'system:erasure', role: 'SYSTEM' };

/** Whose keys were erased, kept where no backup of the database reaches it. */
export interface Register {
  read(): readonly string[];
  add(owners: readonly string[]): void;
}

/** What is to be done for an erasure once the log records it. */
export interface Intent {
  /** The entry that records it. */
  readonly eventId: string;
  readonly patientId: PatientId;
  readonly requestId: EntryId;
  readonly merged: readonly PatientId[];
}

export interface ErasurePorts {
  readonly store: Pick<EventStore, 'readByIds'>;
  readonly keys: KeyStore;
  readonly transactor: Pick<Transactor, 'transact'>;
  readonly pool: Pool;
  /** Null: nothing is erased here, or the caller keeps none. */
  readonly register: Register | null;
  readonly log: { error(facts: object, message: string): void };
}

/**
 * Does what recorded erasures ask for. The log and the keys may be in two databases, so it goes by
 * steps, each of which may be repeated: an intent, the entry, the keys, the entries of those who
 * were merged, done. The entry decides: without it nothing is erased, with it everything is.
 */
export class Erasures {
  #timer: NodeJS.Timeout | null = null;
  #settling: Promise<void> | null = null;

  constructor(readonly ports: ErasurePorts) {}

  /** Before the entry is recorded: from then on, nothing that records it is forgotten. */
  async intend({ eventId, patientId, requestId, merged }: Intent): Promise<void> {
    await this.ports.pool.query(
      `insert into keys.erasure (event_id, patient_id, request_id, merged)
        values ($1, $2, $3, $4)
        on conflict (event_id) do update set merged = excluded.merged
          where keys.erasure.done_at is null`,
      [eventId, patientId, requestId, merged],
    );
  }

  /**
   * Completes what is recorded. `known` are entries that are in the log for certain. Throws
   * `Unavailable`: it is tried again.
   */
  async settle(known: readonly string[] = []): Promise<void> {
    try {
      const failures = await this.#completeAll(known);
      if (failures.length > 0) throw failures[0];
    } catch (error) {
      const facts = { error: error instanceof Error ? error.message : String(error) };
      this.ports.log.error(facts, 'a recorded erasure is not complete yet');
      const message = 'The erasure is recorded, and not all keys are deleted yet.';
      throw new Unavailable(message, RETRY_AFTER_MS, { cause: error });
    }
  }

  /** Looks now and then for what another process left undone. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.#settling ??= this.settle()
        .catch(() => undefined)
        .finally(() => (this.#settling = null));
    }, LOOK_AGAIN_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#settling;
  }

  async #open(): Promise<Intent[]> {
    const { rows } = await this.ports.pool.query<Intent>(
      `select event_id as "eventId", patient_id as "patientId", request_id as "requestId", merged
        from keys.erasure where done_at is null order by intended_at`,
    );
    return rows;
  }

  /** Erases again whom a restored database has forgotten. Throws what stands in the way. */
  async restore(): Promise<void> {
    const owners = this.ports.register?.read() ?? [];
    if (owners.length > 0) await this.ports.keys.exchangeMasterKey(owners);
  }

  /** One that cannot be completed keeps no other waiting: what stood in the way of each. */
  async #completeAll(known: readonly string[]): Promise<readonly unknown[]> {
    const open = await this.#open();
    const ids = open.map(({ eventId }) => eventId);
    const found = ids.length > 0 ? await this.ports.store.readByIds(ids) : [];
    const entries = new Map(found.map((entry) => [entry.id, entry]));
    const failures: unknown[] = [];
    for (const intent of open) {
      const entry = entries.get(intent.eventId);
      // What is known for certain may not have its place yet, and so not be found.
      const recorded = entry ? asRecorded(intent, entry) : known.includes(intent.eventId);
      if (recorded === false) continue;
      try {
        await this.#complete(recorded === true ? intent : recorded);
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }

  async #complete({ eventId, patientId, requestId, merged }: Intent): Promise<void> {
    const { keys, pool, register } = this.ports;
    const owners = [patientId, ...merged].map((id) => `patient-${id}`);
    register?.add(owners);
    await keys.exchangeMasterKey(owners);
    for (const id of merged) {
      const command = {
        type: 'EraseMerged',
        patientId: id,
        survivor: patientId,
        requestId,
      } as const;
      await this.#send(command, eventId);
    }
    const done = 'update keys.erasure set done_at = clock_timestamp() where event_id = $1';
    await pool.query(done, [eventId]);
  }

  /** Says so where the rules look, which see one stream. */
  async #send(command: EraseMerged, eventId: string): Promise<void> {
    const { patientId: id, survivor } = command;
    const outcome = await this.ports.transactor.transact({
      category: 'patient',
      id,
      command,
      commandId: reactionId(eventId, 'EraseMerged', id),
      actor: ERASURE,
      input: { survivor },
      causationId: eventId,
    });
    if (outcome.kind !== 'accepted') throw new Error(`the erasure of ${id} was not recorded`);
  }
}

/**
 * What the entry says, whatever was intended since; false: it is no erasure. The id follows from
 * the command's alone, which may have been used for something else after this was refused.
 */
function asRecorded(intent: Intent, { type, data }: StoredEvent): Intent | false {
  if (type !== 'PatientErased') return false;
  // Checked against its schema before it was recorded.
  const { merged } = JSON.parse(data) as { readonly merged: readonly PatientId[] };
  return { ...intent, merged };
}
