import { openEngine, type Engine } from '../../src/compose';
import type { Clock } from '../../src/engine/clock';
import { instantOf, type Instant } from '../../src/domain/time';
import type { MasterKey } from '../../src/store/master-key';
import { createTestDatabase, type TestDatabase } from './database';
import { MemoryKeyFile } from './memory-key-file';

/** A clock that a test moves. */
export class TestClock implements Clock {
  readonly simulated = true;
  #nowMs: number;

  constructor(start: string) {
    this.#nowMs = Date.parse(start);
  }

  now(): number {
    return this.#nowMs;
  }

  instant(): Instant {
    return instantOf(this.#nowMs);
  }

  forward(ms: number): void {
    this.#nowMs += ms;
  }
}

export interface TestEngine extends Engine {
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly masterKey: MasterKey;
  /** Waits until the read models have everything that is in the log. */
  settled(): Promise<number>;
}

/** A thread of its own compiles its sources first, on a machine that may be busy. */
const SETTLED_WITHIN_MS = 60_000;

const silent = { warn: () => undefined, error: () => undefined };

export interface TestEngineOptions {
  /** 0: a rebuild takes threads of its own however short the log is. */
  readonly threadsFromEvents?: number;
  /** The projector in a thread of its own, as the service has it; absent: in this one. */
  readonly projectorThread?: boolean;
  /** Where the clock begins; ignored when `clock` is given. */
  readonly start?: string;
  /** Another node's clock, to have the same time. */
  readonly clock?: TestClock;
  /** Another node's database: it is then not dropped on close. */
  readonly database?: TestDatabase;
  /** Needed by every node of one database. */
  readonly masterKey?: MasterKey;
}

/** An engine on a database of its own, with a clock that stands still until it is moved. */
export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const database = options.database ?? (await createTestDatabase());
  const clock = options.clock ?? new TestClock(options.start ?? '2026-01-05T08:00:00.000Z');
  const masterKey = options.masterKey ?? new MemoryKeyFile();
  const engine = await openEngine({
    app: database.app,
    eventStoreUrl: process.env['EVENTSTORE_URL'],
    masterKey,
    clock,
    log: silent,
    ...(options.threadsFromEvents === undefined
      ? {}
      : { threadsFromEvents: options.threadsFromEvents }),
    projectorThread: options.projectorThread ?? false,
  });
  return {
    ...engine,
    clock,
    database,
    masterKey,
    async settled() {
      const { position } = await engine.store.head();
      await engine.projector.visibility.waitFor(position, SETTLED_WITHIN_MS);
      return position;
    },
    async close() {
      await engine.close();
      if (!options.database) await database.drop();
    },
  };
}
