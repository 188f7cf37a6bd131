import { Pool } from 'pg';
import { stepsAt } from '../src/engine/steps';
import type { TestDatabase } from '../test/support/database';
import { startTestEngine } from '../test/support/engine';
import { latencies } from './append';
import { median, ofRounds, type BenchRow } from './rows';
import type { BenchServer } from './server';
import { makeTemplates } from './templates';

/** About 50 entries each. */
const COURSES = { patterns: 20, clinics: 1, goals: 3, visits: 12 };
const ROUNDS = 5;
const READS = 400;
const REACH_RATIO = 2;

/**
 * What an episode was at any of its versions (read, parse, upcast, fold each) against reading the
 * same rows with `pg` by a prepared statement and nothing more; one after the other, in turn.
 */
export async function benchReplay({ admin, app }: BenchServer): Promise<BenchRow[]> {
  // The bench's server is an embedded one, so its settings are.
  const database = { admin, app, name: 'anamnesis', drop: () => Promise.resolve() };
  const engine = await startTestEngine({ database: database as TestDatabase });
  const pool = new Pool({ ...app, max: 1 });
  try {
    const { episodes } = await makeTemplates(engine, COURSES);
    const ids = episodes.flatMap(({ events }) => {
      const stream = events.find(({ stream: name }) => name.startsWith('episode-'))?.stream;
      return stream === undefined ? [] : [stream.slice('episode-'.length)];
    });
    const events = episodes.reduce((sum, each) => sum + each.events.length, 0) / episodes.length;
    const position = await engine.settled();
    const replay = async (id: string, n: number) => {
      const steps = await stepsAt(engine.store, 'episode', id, position);
      const step = steps[n % steps.length];
      if (!step?.state) throw new Error(`nothing to replay of ${id}`);
    };
    const read = async (id: string) => {
      const { rows } = await pool.query({
        name: 'bench-rows',
        text: `select seq, stream, version, id, type, header, data, sealed, hash, logged_at
          from log.event where stream = $1 order by version`,
        values: [`episode-${id}`],
      });
      if (rows.length === 0) throw new Error(`no rows of ${id}`);
    };
    const measured: { ours: number; reference: number }[] = [];
    const oursMs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const reference = await timed(ids, read);
      const ours = await timed(ids, replay);
      oursMs.push(...ours);
      measured.push({ ours: median(ours), reference: median(reference) });
    }
    return [
      {
        work: `replay of an episode at any version, about ${Math.round(events)} events`,
        ...ofRounds(measured),
        referenceName: 'reading the rows with pg, parsed by the driver only',
        unit: 'ms',
        reach: REACH_RATIO,
        note: latencies(oursMs),
      },
    ];
  } finally {
    await pool.end();
    await engine.close();
  }
}

async function timed(
  ids: readonly string[],
  work: (id: string, n: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < READS; n++) {
    const startMs = performance.now();
    await work(ids[n % ids.length] ?? '', n);
    times.push(performance.now() - startMs);
  }
  return times;
}
