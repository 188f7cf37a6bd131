import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { openReadPool } from '../src/platform/read-pool';
import { openCpuClock, type CpuClock } from './cpu';
import { manyGoals, type BenchLog } from './loaded-log';
import { openReadSite, type ReadSite } from './read-site';
import { READS, type Place, type Read } from './read-list';
import { median, quantile, type BenchRow, type TableRow, type UnmeasuredRow } from './rows';
import { statementsOf, type Statement } from './statements';
import { isInterrupted } from './stopping';

export interface ReadScale {
  /** Events of the logs, one after the other. */
  readonly sizes: readonly number[];
  /** Those that have rows in the table of all; the others show growth. */
  readonly told: readonly number[];
  /** How often a read of one clinic is asked; one of all clinics a tenth of it, at least thrice. */
  readonly samples: number;
}

const MODES = ['now', 'as-of, first', 'as-of, again'] as const;
type Mode = (typeof MODES)[number];
/**
 * Asks that are not counted, at most: documents are compiled, plans made, files read, and the
 * functions behind them compiled for good, as they are in a service that has been up for a minute.
 */
const WARM_UPS = 20;
/** Of what a failed read said. */
const ERROR_CHARS_MAX = 200;

/**
 * What people ask, over HTTP, one at a time: now (never from memory), of a past position for the
 * first time, and the same again; each against the very SQL that it sent, sent bare. By size of
 * log.
 */
export async function benchReads(
  log: BenchLog,
  { sizes, told, samples }: ReadScale,
): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const size of sizes) {
    const only = !told.includes(size);
    try {
      rows.push(...(await rowsOfSize(log, { size, only, samples, largest: Math.max(...sizes) })));
    } catch (error) {
      if (isInterrupted()) throw error;
      // What was measured of other sizes is worth keeping.
      rows.push(failed(`reads of ${size.toLocaleString('en')} events`, error));
    }
  }
  return rows;
}

interface SizeWish {
  readonly size: number;
  readonly only: boolean;
  readonly samples: number;
  readonly largest: number;
}

async function rowsOfSize(log: BenchLog, wish: SizeWish): Promise<TableRow[]> {
  const { size, only, samples, largest } = wish;
  process.stderr.write(`  ${size.toLocaleString('en')} events: loading …\n`);
  const startMs = performance.now();
  const loaded = await log.loadOf(size, manyGoals(largest));
  process.stderr.write(`  loaded in ${secondsSince(startMs)} s; building the read models …\n`);
  const site = await openReadSite(log.server);
  const bare = openReadPool(log.server.app, () => undefined);
  try {
    const { rss } = process.memoryUsage();
    const memory = `the process has ${Math.round(rss / 1024 ** 2)} MiB`;
    process.stderr.write(`  built in ${site.builtIn.toFixed(0)} s; ${memory}\n`);
    const place = await placeOf(site);
    const cpu = await openCpuClock(log.server.admin);
    const at = `${loaded.episodes.toLocaleString('en')} episodes`;
    const aClinic = Math.round(loaded.episodes / loaded.clinics);
    const scale = `${aClinic.toLocaleString('en')} a clinic`;
    const all = { site, bare, cpu, place, at, size, scale, only };
    const rows: TableRow[] = [];
    for (const read of READS) {
      const work = { ...all, read, samples: samplesOf(read, samples) };
      for (const mode of MODES) {
        if (mode !== 'now' && !read.past) continue;
        rows.push(await rowOrFailed(work, mode));
      }
    }
    process.stderr.write(`  asked; ${secondsSince(startMs)} s in all\n`);
    return rows;
  } finally {
    await bare.end();
    await site.close();
  }
}

/** One that fails, or takes longer than the service lets it, does not keep the others. */
async function rowOrFailed(work: Work, mode: Mode): Promise<TableRow> {
  try {
    return await rowOf(work, mode);
  } catch (error) {
    if (isInterrupted()) throw error;
    return failed(`${work.read.name}, ${mode}, ${work.at}`, error);
  }
}

function failed(work: string, error: unknown): UnmeasuredRow {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`  ${work}: ${said}\n`);
  return { work, unmeasured: `Failed: ${said.slice(0, ERROR_CHARS_MAX)}` };
}

function secondsSince(startMs: number): string {
  return ((performance.now() - startMs) / 1_000).toFixed(0);
}

function samplesOf({ wide }: Read, samples: number): number {
  return wide ? Math.max(3, Math.round(samples / 10)) : samples;
}

async function placeOf({ engine, position }: ReadSite): Promise<Place> {
  const { rows: clinics } = await engine.pool.query<{ id: string }>(
    'select clinic_id as id from read.clinic_directory where to_position is null order by 1',
  );
  const { rows: episodes } = await engine.pool.query<{ id: string }>(
    `select episode_id as id from read.episode_span where to_position is null
      and phase = 'DISCHARGED' order by 1 limit 1000`,
  );
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  return { clinics: ids(clinics), episodes: ids(episodes), position };
}

interface Work {
  readonly site: ReadSite;
  readonly bare: Pool;
  readonly cpu: CpuClock;
  readonly place: Place;
  readonly read: Read;
  readonly at: string;
  readonly size: number;
  /** How many episodes a clinic has there: what one clinic's reads grow with. */
  readonly scale: string;
  readonly only: boolean;
  readonly samples: number;
}

/** A read asked `samples` times, each followed by the SQL that it sent. */
async function rowOf(work: Work, mode: Mode): Promise<BenchRow> {
  const { site, bare, cpu, place, read, samples } = work;
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  const spent = { service: 0, database: 0 };
  const warmUps = read.wide ? 1 : Math.min(WARM_UPS, samples);
  const asks = samples + warmUps;
  for (let n = -warmUps; n < samples; n++) {
    // Of the past the latest half; each position is asked once.
    const position = Math.floor(place.position * (0.5 + (0.45 * (n + warmUps)) / asks));
    const asOf = mode === 'now' ? null : { position: String(position) };
    const { query, variables } = read.ask(place, n + warmUps);
    const ask = () => site.ask(query, { ...variables, ...(asOf ? { asOf } : {}) });
    site.later();
    if (mode === 'as-of, again') await ask();
    const before = cpu();
    const startMs = performance.now();
    let tookMs = 0;
    const statements = await statementsOf(async () => {
      await ask();
      tookMs = performance.now() - startMs;
    });
    const after = cpu();
    const referenceMs = await timed(bare, statements);
    if (n < 0) continue;
    oursMs.push(tookMs);
    bareMs.push(referenceMs);
    spent.service += after.service - before.service;
    spent.database += after.database - before.database;
  }
  return shapeRow(work, mode, { oursMs, bareMs, spent });
}

async function timed(bare: Pool, statements: readonly Statement[]): Promise<number> {
  const startMs = performance.now();
  for (const { text, values } of statements) await bare.query(text, [...values]);
  return statements.length === 0 ? NaN : performance.now() - startMs;
}

interface Measured {
  readonly oursMs: readonly number[];
  readonly bareMs: readonly number[];
  readonly spent: { readonly service: number; readonly database: number };
}

function shapeRow(work: Work, mode: Mode, measured: Measured): BenchRow {
  const { read, at, size, scale, only, samples } = work;
  const ours = measured.oursMs.toSorted((a, b) => a - b);
  const bare = measured.bareMs.toSorted((a, b) => a - b);
  const { service, database } = measured.spent;
  const each = (ms: number) => `${(ms / samples).toFixed(1)} ms`;
  const hasBare = mode !== 'as-of, again' && !Number.isNaN(median(bare));
  return {
    work: `${read.name}, ${mode}, ${at}`,
    ours: quantile(ours, 0.99),
    reference: hasBare ? quantile(bare, 0.99) : null,
    ...(hasBare ? { ratio: median(ours) / median(bare) } : {}),
    referenceName: 'the same SQL, bare (p99 both; the ratio is that of the medians)',
    unit: 'ms',
    reach: read.reachMs[mode === 'now' ? 'now' : mode === 'as-of, first' ? 'first' : 'again'],
    reachIsOurs: true,
    growth: { of: `${read.name}, ${mode}`, events: size, scale, p50: quantile(ours, 0.5), only },
    note:
      `p50 ${quantile(ours, 0.5).toFixed(1)} ms of ${samples}; processor time of one: ` +
      `${each(service)} in the service with its client, ${each(database)} in the database`,
  };
}
