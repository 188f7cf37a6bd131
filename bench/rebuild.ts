import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { buildBeside } from '../src/engine/rebuild';
import { readModels } from '../src/projections/all';
import { openPostgresStore } from '../src/store/postgres';
import type { BenchLog } from './loaded-log';
import { ofRounds, type BenchRow } from './rows';
import { asAdmin, type BenchServer } from './server';

const REACH_COPY = 0.2;
/** Above, one round is long enough to be its own mean. */
const ROUNDS_UP_TO_EVENTS = 300_000;

/** Rebuild of all read models against reading the same events by COPY with JSON parse. */
export async function benchRebuild(log: BenchLog, sizes: readonly number[]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const size of sizes) rows.push(await rebuildOf(log, size));
  return rows;
}

async function rebuildOf(log: BenchLog, size: number): Promise<BenchRow> {
  const events = await log.load(size);
  const rounds: { ours: number; reference: number }[] = [];
  let built = { streams: 0, seconds: 0, peakMiB: 0, grownMiB: 0 };
  for (let round = 0; round < (size > ROUNDS_UP_TO_EVENTS ? 1 : 3); round += 1) {
    const reference = events / (await copyAndParse(log.server));
    built = await rebuildOnce(log.server);
    rounds.push({ ours: events / built.seconds, reference });
  }
  return {
    work: `rebuild all read models, ${events.toLocaleString('en')} events`,
    ...ofRounds(rounds),
    referenceName: 'COPY and JSON.parse of the same events',
    unit: 'events/s',
    reach: REACH_COPY,
    note:
      `${built.streams.toLocaleString('en')} streams, ${built.seconds.toFixed(1)} s; memory ` +
      `${built.peakMiB} MiB at most, ${built.grownMiB} MiB of it during the rebuild`,
  };
}

/** Builds the tables of all read models where there are none, as `anamnesis rebuild` does. */
export async function rebuildOnce({ admin, app }: BenchServer): Promise<{
  readonly streams: number;
  readonly seconds: number;
  /** Of the whole process: resident set. */
  readonly peakMiB: number;
  readonly grownMiB: number;
}> {
  await asAdmin(admin, 'drop schema if exists read cascade');
  const store = await openPostgresStore({ app });
  const owner = new Client(app);
  await owner.connect();
  const { bulkOf } = compiledThreads();
  const before = residentMiB();
  let peakMiB = before;
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB());
  }, 100);
  try {
    const startMs = performance.now();
    const { streams } = await buildBeside({
      store,
      app,
      models: readModels,
      copy: bulkOf({ store, app, models: readModels }, { app }, 0),
      onProgress: () => undefined,
      whileHeld: (work) => work(owner),
    });
    const seconds = (performance.now() - startMs) / 1_000;
    return { streams, seconds, peakMiB, grownMiB: peakMiB - before };
  } finally {
    clearInterval(watch);
    await Promise.all([store.close(), owner.end()]);
  }
}

/**
 * From the build, with which the threads of the service start: from sources, each thread would
 * compile them first, a second of a short rebuild.
 */
function compiledThreads(): typeof import('../src/engine/copy-in-threads') {
  const file = join(__dirname, '..', 'dist', 'engine', 'copy-in-threads.js');
  // The build has the types of its sources.
  return createRequire(__filename)(file) as typeof import('../src/engine/copy-in-threads');
}

function residentMiB(): number {
  return Math.round(process.memoryUsage.rss() / 1024 / 1024);
}

/** Seconds. */
async function copyAndParse({ admin }: BenchServer): Promise<number> {
  const client = new Client(admin);
  await client.connect();
  const startMs = performance.now();
  const lines = createInterface({
    input: client.query(copyTo('copy (select header, data from log.event order by seq) to stdout')),
  });
  let fields = 0;
  for await (const line of lines) {
    const [header = '', data = ''] = line.split('\t');
    fields += Object.keys(parsed(header)).length + Object.keys(parsed(data)).length;
  }
  if (fields === 0) throw new Error('nothing was read');
  await client.end();
  return (performance.now() - startMs) / 1_000;
}

function parsed(text: string): object {
  // Header and data are objects by their schemas.
  return JSON.parse(text.includes('\\') ? text.replaceAll('\\\\', '\\') : text) as object;
}
