import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable, type EventStore } from '../../src/store/event-store';
import { StreamWriter } from '../store/stream-writer';
import type { Told, Verdict } from './history';

const root = join(__dirname, '..', '..');

/** Writers that append without end, one stream each, and tell what they were answered. */
export class StoreWriters {
  readonly told: Told[] = [];
  /** How often they were told to come again. */
  unavailable = 0;
  /** Errors that nothing excuses. */
  readonly broken: string[] = [];
  private going = true;
  private readonly running: Promise<unknown>;

  constructor(
    readonly store: EventStore,
    count: number,
  ) {
    const writers = Array.from({ length: count }, () => new StreamWriter(store));
    this.running = Promise.all(writers.map((writer) => this.write(writer)));
  }

  get answered(): number {
    return this.told.filter(({ kind }) => kind === 'answered').length;
  }

  /** No new commands; those under way are sent until they are answered. */
  async stop(): Promise<void> {
    this.going = false;
    await this.running;
  }

  private async write(writer: StreamWriter): Promise<void> {
    for (let n = 0; this.going; n += 1) {
      const command = writer.command([{}], {});
      // One event was made.
      const { id } = command.events[0]!;
      this.told.push({ kind: 'sent', id, stream: writer.stream, atMs: performance.now() });
      const version = await this.sendUntilAnswered(writer, command, id);
      writer.moveTo(command, { lastVersion: version });
      if (n % 10 === 9) await this.look(writer.stream);
    }
  }

  /** The same command until it is answered. */
  private async sendUntilAnswered(
    writer: StreamWriter,
    command: ReturnType<StreamWriter['command']>,
    id: string,
  ): Promise<number> {
    for (;;) {
      try {
        const result = await this.store.append(command);
        const atMs = performance.now();
        if (result.outcome === 'conflict') {
          this.broken.push(`a conflict on ${writer.stream}, which has one writer`);
          throw new Error('conflict');
        }
        const { lastVersion: version } = result;
        const position = result.outcome === 'unplaced' ? null : result.lastPosition;
        this.told.push({ kind: 'answered', id, atMs, version, position });
        return version;
      } catch (error) {
        if (!(error instanceof Unavailable)) {
          this.broken.push(String(error));
          throw error;
        }
        this.unavailable += 1;
        await sleep(20);
      }
    }
  }

  private async look(stream: string): Promise<void> {
    const atMs = performance.now();
    try {
      const head = (await this.store.streamHeads([stream])).get(stream) ?? -1;
      this.told.push({ kind: 'looked', stream, atMs, head });
    } catch (error) {
      if (error instanceof Unavailable) this.unavailable += 1;
      else this.broken.push(String(error));
    }
  }
}

/** What the checker, a program of its own, says of what was told and of what a store reads. */
export async function verdictOf(told: readonly Told[], store: EventStore): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-history-'));
  const log: object[] = [];
  for await (const { position, stream, version, id } of store.readAll({ after: 0 })) {
    log.push({ position, stream, version, id });
  }
  const files = { told, log };
  const paths = Object.entries(files).map(([name, entries]) => {
    const path = join(folder, `${name}.jsonl`);
    writeFileSync(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return path;
  });
  const hook = join(root, 'scripts', 'swc-register.cjs');
  const program = join(__dirname, 'check-history.ts');
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', hook, program, ...paths], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(stderr);
  // One line, by the program.
  return JSON.parse(stdout) as Verdict;
}

/** Nothing lost, doubled, reordered or stale. */
export const CLEAN = { lost: [], doubled: [], reordered: [], stale: [] } as const;
