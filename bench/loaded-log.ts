import { startTestEngine } from '../test/support/engine';
import type { TestDatabase } from '../test/support/database';
import { bulkLoad } from './bulk-load';
import { emptyLog, type BenchServer } from './server';
import { makeTemplates, type Templates } from './templates';

/** How many courses of treatment are copied: enough that no two neighbours are the same. */
const PATTERNS = 20;

/** The log of the bench's server, filled as the rows of the table need it. */
export class BenchLog {
  #events = 0;
  #size = 0;
  #templates: Promise<Templates> | null = null;

  constructor(readonly server: BenchServer) {}

  /** Empties log and read models. */
  async empty(): Promise<void> {
    this.#size = 0;
    await emptyLog(this.server.admin);
  }

  /** Fills the log with at least `size` events, unless it has just these; says how many. */
  async load(size: number): Promise<number> {
    if (this.#size === size) return this.#events;
    const templates = await this.templates();
    await this.empty();
    this.#events = await bulkLoad(this.server.admin, templates, size);
    this.#size = size;
    return this.#events;
  }

  /** The patterns that are copied, made once; empties the log. */
  templates(): Promise<Templates> {
    this.#templates ??= this.#make();
    return this.#templates;
  }

  async #make(): Promise<Templates> {
    await this.empty();
    const { admin, app } = this.server;
    // The bench's server is an embedded one, so its settings are.
    const database = { admin, app, name: 'anamnesis', drop: () => Promise.resolve() };
    const engine = await startTestEngine({ database: database as TestDatabase });
    try {
      return await makeTemplates(engine, PATTERNS);
    } finally {
      await engine.close();
      await this.empty();
    }
  }
}
