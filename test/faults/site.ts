import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openEngine, type Engine } from '../../src/compose';
import { instantOf } from '../../src/domain/time';
import { systemClock } from '../../src/engine/clock';
import { migrate } from '../../src/platform/migrate';
import { openEpisode, openWorld } from '../engine/histories';
import { hostDatabase, killHosted, type HostedDatabase } from './database-host';
import type { Ledger } from './ledger';
import type { Message, Orders } from './messages';

const root = join(__dirname, '..', '..');
const execArgv = ['-r', join(root, 'scripts', 'swc-register.cjs')];
export const EPISODES = 6;
const WORKERS = 12;

/**
 * A whole service in processes of its own, durable as in earnest, that can be killed: PostgreSQL
 * with its keeper, and the service that records. All lies in a folder of the test run.
 */
export class Site {
  readonly #dataDir = join(mkdtempSync(join(tmpdir(), 'anamnesis-fault-')), 'data');
  readonly #masterKey = randomBytes(32);
  #episodes: readonly string[] = [];
  #database: HostedDatabase | null = null;
  #service: ChildProcess | null = null;

  constructor(readonly ledger: Ledger) {}

  get database(): HostedDatabase {
    if (!this.#database) throw new Error('the database is not started');
    return this.#database;
  }

  /** Starts PostgreSQL; the first time with a log of its own and the episodes to record on. */
  async startDatabase(): Promise<void> {
    this.#database = await hostDatabase(this.#dataDir);
    if (this.#episodes.length === 0) await this.#initialise();
  }

  async #initialise(): Promise<void> {
    await migrate(this.database.admin);
    const client = new Client(this.database.admin);
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`select log.initialise ('live')`);
    await client.end();
    const engine = await this.openEngine();
    const clock = { instant: () => instantOf(Date.now()) };
    const site = { ...engine, clock };
    const world = await openWorld(site);
    const opening = Array.from({ length: EPISODES }, () => openEpisode(site, world));
    this.#episodes = await Promise.all(opening);
    await engine.close();
  }

  /** An engine in this process, on the same log. */
  openEngine(): Promise<Engine> {
    const { app } = this.database;
    const log = { warn: () => undefined, error: () => undefined };
    return openEngine({ app, masterKey: this.#masterKey, clock: systemClock, log });
  }

  /** Kills PostgreSQL and what looks after it, with no chance to write anything. */
  async killDatabase(): Promise<void> {
    const { database } = this;
    this.#database = null;
    await killHosted(database);
  }

  /** With so many who record without end; none: it only reacts to what others record. */
  startService(workers = WORKERS): void {
    const { app } = this.database;
    const orders: Orders = {
      app,
      masterKeyHex: this.#masterKey.toString('hex'),
      episodes: this.#episodes,
      again: this.ledger.unanswered(),
      workers,
    };
    const service = fork(join(__dirname, 'loaded-service.ts'), {
      cwd: root,
      execArgv,
      env: { ...process.env, ANAMNESIS_FAULT_ORDERS: JSON.stringify(orders) },
    });
    // Nobody else sends to it: these are the service's messages.
    service.on('message', (message) => this.ledger.note(message as Message));
    this.#service = service;
  }

  /** Kills the service, and resolves when all that it had told was heard. */
  async killService(): Promise<void> {
    const service = this.#service;
    if (!service) return;
    this.#service = null;
    const heard = once(service, 'disconnect');
    const gone = once(service, 'exit');
    service.kill('SIGKILL');
    await Promise.all([gone, heard]);
  }

  async stop(): Promise<void> {
    await this.killService();
    const host = this.#database?.host;
    this.#database = null;
    if (!host) return;
    const gone = once(host, 'exit');
    host.kill('SIGTERM');
    await gone;
  }
}
