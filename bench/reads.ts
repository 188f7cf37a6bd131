import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { openReadPool } from '../src/platform/read-pool';
import { openCpuClock, type CpuClock } from './cpu';
import { manyGoals, type BenchLog } from './loaded-log';
import { openReadSite, type ReadSite } from './read-site';
import { READS, type Place, type Read } from './read-list';
import { median, quantile, type BenchRow } from './rows';
import { statementsOf, type Statement } from './statements';

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
 * What people ask, over HTTP, one at a time: now (never from memory), of a past position for the
 * first time, and the same again; each against the very SQL that it sent, sent bare. By size of
 * log.
 */
export async function benchReads(
  log: BenchLog,
  { sizes, told, samples }: ReadScale,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    process.stderr.write(`  ${size.toLocaleString('en')} events: loading …\n`);
    const loadMs = performance.now();
    const loaded = await log.loadOf(size, manyGoals(Math.max(...sizes)));
    const seconds = ((performance.now() - loadMs) / 1_000).toFixed(0);
    process.stderr.write(`  loaded in ${seconds} s; building the read models …\n`);
    const site = await openReadSite(log.server);
    const bare = openReadPool(log.server.app, () => undefined);
    try {
      process.stderr.write(`  built in ${site.builtIn.toFixed(0)} s\n`);
      const place = await placeOf(site);
      const cpu = await openCpuClock(log.server.admin);
      const at = `${loaded.episodes.toLocaleString('en')} episodes`;
      for (const read of READS) {
        const work = { site, bare, cpu, place, read, at, size, samples: samplesOf(read, samples) };
        const only = !told.includes(size);
        for (const row of await rowsOf(work)) {
          rows.push({ ...row, growth: { ...row.growth, only } });
        }
      }
    } finally {
      await bare.end();
      await site.close();
    }
  }
  return rows;
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
  readonly samples: number;
}

type ReadRow = BenchRow & { readonly growth: NonNullable<BenchRow['growth']> };

async function rowsOf(work: Work): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for (const mode of MODES) {
    if (mode !== 'now' && !work.read.past) continue;
    rows.push(await rowOf(work, mode));
  }
  return rows;
}

/** A read asked `samples` times, each followed by the SQL that it sent. */
async function rowOf(work: Work, mode: Mode): Promise<ReadRow> {
  const { site, bare, cpu, place, read, samples } = work;
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  const spent = { service: 0, database: 0 };
  // One more than is counted: documents are compiled, plans made, files read.
  for (let n = -1; n < samples; n++) {
    // Of the past the latest half; each position is asked once.
    const position = Math.floor(place.position * (0.5 + (0.45 * (n + 1)) / (samples + 1)));
    const asOf = mode === 'now' ? null : { position: String(position) };
    const { query, variables } = read.ask(place, n + 1);
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

function shapeRow({ read, at, size, samples }: Work, mode: Mode, measured: Measured): ReadRow {
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
    growth: { of: `${read.name}, ${mode}`, events: size, p50: quantile(ours, 0.5), only: false },
    note:
      `p50 ${quantile(ours, 0.5).toFixed(1)} ms of ${samples}; processor time of one: ` +
      `${each(service)} in the service with its client, ${each(database)} in the database`,
  };
}
