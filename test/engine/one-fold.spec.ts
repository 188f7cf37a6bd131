import { Client } from 'pg';
import { foldAt } from '../../src/engine/fold-at';
import { caseload, type CaseloadRow } from '../../src/projections/caseload';
import { readCaseload, readPastCaseload } from '../../src/projections/read-caseload';
import { readOutcomes, type OutcomesWish } from '../../src/projections/read-outcomes';
import { inSnapshot } from '../../src/projections/snapshot';
import { readModels } from '../../src/projections/all';
import type { EpisodeId } from '../../src/domain/ids';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, timePasses, type World } from './histories';
import { EVERY_EPISODE } from '../support/outcomes';

/**
 * The promise at the centre: live, rebuilt and past answers are the same, for random histories
 * with late entries, corrections and refusals.
 */
const EVERYTHING: OutcomesWish = {
  filter: EVERY_EPISODE,
  groupBy: { by: 'THERAPIST' },
  course: { measure: 'NPRS', days: [0, 14, 28], windowDays: 7 },
};
const PAGE = {
  // Of the past as an auditor reads it: what was voided since was there then.
  filter: { therapistId: null, clinics: null, conditions: null, voidedToo: true },
  first: 200,
  after: null,
};

describe('one fold, one rows function', () => {
  let engine: TestEngine;
  let world: World;

  beforeAll(async () => {
    // Rebuilds in threads of their own, as a long log does; the other specs rebuild in this one.
    engine = await startTestEngine({ threadsFromEvents: 0 });
    world = await openWorld(engine);
  });
  afterAll(() => engine.close());

  async function answersNow(): Promise<{ position: number; caseload: unknown; outcomes: unknown }> {
    await engine.settled();
    const evaluatedAt = engine.clock.instant();
    return inSnapshot(engine.pool, async (snapshot, position) => ({
      position,
      caseload: await readCaseload(snapshot, PAGE),
      outcomes: await readOutcomes(snapshot, { position: null, evaluatedAt }, EVERYTHING),
    }));
  }

  async function answersAt(position: number, evaluatedAt: string) {
    return inSnapshot(engine.pool, async (snapshot) => {
      const ids = await readPastCaseload(snapshot, position, PAGE);
      const folded = await foldAt(engine.store, 'episode', ids, position);
      const rows = ids.flatMap((id) => {
        const state = folded.get(id)?.state;
        return state ? caseload.rows(state) : [];
      });
      const moment = { position, evaluatedAt: evaluatedAt as never };
      return { caseload: rows, outcomes: await readOutcomes(snapshot, moment, EVERYTHING) };
    });
  }

  it('answers the past as it was answered then, and rebuilds to the same rows', async () => {
    const dice = new Dice(20_260_105);
    const episodes: EpisodeId[] = [];
    const answered: { at: string; then: Awaited<ReturnType<typeof answersNow>> }[] = [];
    let accepted = 0;
    for (let step = 0; step < 900; step++) {
      if (episodes.length < 12 && dice.chance(20)) episodes.push(await openEpisode(engine, world));
      if (episodes.length === 0) continue;
      const outcome = await randomStep(engine, world, dice.pick(episodes), dice);
      if (outcome.kind === 'accepted' && outcome.appended) accepted++;
      if (dice.chance(25)) timePasses(engine, dice);
      if (step % 90 === 89) answered.push({ at: engine.clock.instant(), then: await answersNow() });
    }
    expect(accepted).toBeGreaterThan(250);
    for (const { at, then } of answered) {
      const again = await answersAt(then.position, at);
      expect(again.outcomes).toEqual(then.outcomes);
      expect(normal(again.caseload)).toEqual(normal(then.caseload as CaseloadRow[]));
    }
    const before = await tables();
    const result = await engine.projector.rebuild();
    expect(result.differing).toEqual([]);
    expect(await tables()).toEqual(before);
  });

  it('keeps what is recorded while it rebuilds', async () => {
    const dice = new Dice(7);
    const episodeId = await openEpisode(engine, world);
    const rebuilding = engine.projector.rebuild();
    for (let step = 0; step < 60; step++) await randomStep(engine, world, episodeId, dice);
    const result = await rebuilding;
    expect(result.differing).toEqual([]);
    await engine.settled();
    const live = await tables();
    await engine.projector.rebuild();
    expect(await tables()).toEqual(live);
  });

  async function tables(): Promise<Record<string, unknown[]>> {
    const client = new Client(engine.database.app);
    await client.connect();
    const all: Record<string, unknown[]> = {};
    for (const { name } of readModels) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from read.${name} t order by 1`,
      );
      all[name] = rows;
    }
    await client.end();
    return all;
  }
});

/** JSON text differs in spaces between the database and the rows function, not in content. */
function normal(rows: readonly CaseloadRow[]): unknown[] {
  return rows.map((row) => ({
    ...row,
    goals: JSON.parse(row.goals) as unknown,
    authorizations: JSON.parse(row.authorizations) as unknown,
    contraindications: JSON.parse(row.contraindications) as unknown,
  }));
}
