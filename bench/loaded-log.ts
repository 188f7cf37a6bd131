import { createHash } from 'node:crypto';
import { startTestEngine } from '../test/support/engine';
import type { TestDatabase } from '../test/support/database';
import { bulkLoad, EPISODES_PER_CLINIC, type BulkLoaded } from './bulk-load';
import { asAdmin, emptyLog, type BenchServer } from './server';
import { makeTemplates, type Patterns, type Templates } from './templates';

/** The master key of the bench's log: what it keeps is invented. */
export const MASTER_KEY: Buffer = createHash('sha256').update('bench').digest();
/** Before the first day of what is loaded. */
const STARTS = '2019-09-02T08:00:00.000Z';

/** Courses of about 50 entries: few goals, many visits. For all that reads the whole log. */
const TREATED: Patterns = { patterns: 20, clinics: 10, goals: 3, visits: 12 };

/** Courses of about 40 entries with ten goals: 4M events are 100k episodes and 1M goals. */
export function manyGoals(events: number): Patterns {
  const clinics = Math.ceil(events / 36 / EPISODES_PER_CLINIC);
  return { patterns: 40, clinics, goals: 10, visits: 7 };
}

/** The log of the bench's server, filled as the rows of the table need it. */
export class BenchLog {
  #loaded: { readonly key: string; readonly facts: BulkLoaded } | null = null;
  readonly #templates = new Map<string, Promise<Templates>>();

  constructor(readonly server: BenchServer) {}

  /** Empties log and read models. */
  async empty(): Promise<void> {
    this.#loaded = null;
    await emptyLog(this.server.admin);
  }

  /** Fills the log with at least `size` events, unless it has just these; says how many. */
  async load(size: number): Promise<number> {
    return (await this.loadOf(size, TREATED)).events;
  }

  /** The same with courses of another shape. */
  async loadOf(size: number, patterns: Patterns): Promise<BulkLoaded> {
    const key = `${size} ${JSON.stringify(patterns)}`;
    if (this.#loaded?.key === key) return this.#loaded.facts;
    const templates = await this.templates(patterns);
    await this.empty();
    const plan = { templates, events: size, masterKey: MASTER_KEY };
    const facts = await bulkLoad(this.server.admin, plan);
    this.#loaded = { key, facts };
    return facts;
  }

  /** The patterns that are copied, made once; empties the log. */
  templates(patterns: Patterns = TREATED): Promise<Templates> {
    const key = JSON.stringify(patterns);
    const made = this.#templates.get(key) ?? this.#make(patterns);
    this.#templates.set(key, made);
    return made;
  }

  async #make(patterns: Patterns): Promise<Templates> {
    await this.empty();
    const { admin, app } = this.server;
    // The bench's server is an embedded one, so its settings are.
    const database = { admin, app, name: 'anamnesis', drop: () => Promise.resolve() };
    // What is made here is not measured: no need to wait for the disk after each command.
    await asAdmin(admin, 'alter database anamnesis set synchronous_commit = off');
    const engine = await startTestEngine({
      database: database as TestDatabase,
      start: STARTS,
      masterKey: MASTER_KEY,
    });
    try {
      return await makeTemplates(engine, patterns);
    } finally {
      await engine.close();
      await asAdmin(admin, 'alter database anamnesis reset synchronous_commit');
      await this.empty();
    }
  }
}
