import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EpisodeId } from '../../src/domain/ids';
import { verifyLog } from '../../src/store/chain';
import { Dice } from '../engine/histories';
import { accepted, query, tables, toEpisode, until } from '../engine/nodes';
import { Ledger } from './ledger';
import { bodyOf } from './messages';
import { EPISODES, Site } from './site';

const ROUNDS = 10;
/** So often a rebuild is hit in its middle. */
const REBUILDS_HIT = 2;

interface RebuildRow {
  readonly attempts: number;
  readonly ended_at: Date | null;
  readonly error: string | null;
  readonly result: object | null;
}

/** A command answered `Accepted` is on disk and never lost, and no retry records it twice. */
describe('killed under load', () => {
  const dice = new Dice(20_261_122);
  let ledger: Ledger;
  let site: Site;

  beforeEach(async () => {
    ledger = new Ledger();
    site = new Site(ledger);
    await site.startDatabase();
  });
  afterEach(() => site.stop());

  /** Lets the service record for a while that no two rounds share. */
  async function load(): Promise<void> {
    const before = ledger.accepted.length;
    await until(() => ledger.accepted.length > before + 20, 'answers', 30_000);
    await sleep(50 + dice.below(400));
  }

  async function expectNothingLost(): Promise<void> {
    const engine = await site.openEngine();
    try {
      expect(await ledger.compare(engine.store)).toEqual({
        answered: expect.any(Number) as unknown,
        missing: [],
        doubled: [],
        halves: [],
        refusedYetRecorded: [],
      });
      expect(await verifyLog(engine.store)).toMatchObject({ intact: true, faults: 0 });
    } finally {
      await engine.close();
    }
  }

  /** At the end: what was answered is answered the same again, and the rows are the log's. */
  async function expectSameAnswersAndRows(): Promise<void> {
    const engine = await site.openEngine();
    try {
      const { position } = await engine.store.head();
      for (const { job, answer } of ledger.accepted.filter((_, n) => n % 10 === 0)) {
        if (answer.kind !== 'accepted') continue;
        const request = toEpisode(job.episodeId as EpisodeId, bodyOf(job.type), {
          commandId: job.commandId,
        });
        const again = accepted(await engine.transactor.transact(request));
        expect(again).toMatchObject({
          version: answer.version,
          position: answer.position,
          appended: false,
        });
      }
      expect((await engine.store.head()).position).toBe(position);
      await engine.projector.visibility.waitFor(position, 20_000);
      await until(() => engine.projector.isOwner, 'an owner');
      const { database } = site;
      const live = await tables(database);
      expect((await engine.projector.rebuild()).differing).toEqual([]);
      expect(await tables(database)).toEqual(live);
    } finally {
      await engine.close();
    }
  }

  it(`the service, ${ROUNDS} times: nothing answered is missing, nothing is doubled`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      site.startService();
      await load();
      await site.killService();
      await expectNothingLost();
    }
    expect(ledger.broken).toEqual([]);
    expect(ledger.accepted.length).toBeGreaterThan(ROUNDS * 20);
    await expectSameAnswersAndRows();
  });

  it(`the database, ${ROUNDS} times: nothing answered is missing, nothing is doubled`, async () => {
    site.startService();
    for (let round = 0; round < ROUNDS; round++) {
      await load();
      await site.killDatabase();
      await sleep(dice.below(300));
      await site.startDatabase();
    }
    await load();
    await site.killService();
    expect(ledger.broken).toEqual([]);
    await expectNothingLost();
    await expectSameAnswersAndRows();
  });

  it('both at once, again and again', async () => {
    for (let round = 0; round < 3; round++) {
      site.startService();
      await load();
      await Promise.all([site.killService(), site.killDatabase()]);
      await site.startDatabase();
      await expectNothingLost();
    }
    expect(ledger.broken).toEqual([]);
    await expectSameAnswersAndRows();
  });

  const openNow = async () => {
    const sql = 'select count (*)::int as open from read.caseload';
    const [row] = await query<{ open: number }>(site.database, sql);
    return row?.open ?? 0;
  };

  const rebuildNow = async (id: string) => {
    const sql = 'select attempts, ended_at, error, result from reactor.rebuild where id = $1';
    const [row] = await query<RebuildRow>(site.database, sql, [id]);
    if (!row) throw new Error(`rebuild ${id} is gone`);
    return row;
  };

  /** Asks for a rebuild and kills the service in it; whether it was still at it then. */
  async function killInRebuild(): Promise<boolean> {
    const id = randomUUID();
    const asked = `insert into reactor.rebuild (id, asked_by) values ($1, 'an operator')`;
    await query(site.database, asked, [id]);
    await until(async () => (await rebuildNow(id)).attempts > 0, 'a rebuild', 30_000);
    await sleep(dice.below(150));
    await site.killService();
    const { ended_at: endedAt } = await rebuildNow(id);
    site.startService();
    const isOver = async () => (await rebuildNow(id)).ended_at !== null;
    await until(isOver, 'the end of the rebuild', 60_000);
    expect(await rebuildNow(id)).toMatchObject({ error: null, result: { differing: [] } });
    return endedAt === null;
  }

  it('the service, in rebuilds that were asked for: nobody sees half of one, the next ends it', async () => {
    site.startService();
    await until(async () => (await openNow()) === EPISODES, 'the read models', 30_000);
    const seen = new Set<number>();
    const over = new AbortController();
    const reading = (async () => {
      while (!over.signal.aborted) {
        seen.add(await openNow());
        await sleep(5);
      }
    })();
    let hits = 0;
    for (let round = 0; hits < REBUILDS_HIT && round < 10 * REBUILDS_HIT; round++) {
      await load();
      if (await killInRebuild()) hits++;
    }
    over.abort();
    await reading;
    expect(hits).toBe(REBUILDS_HIT);
    // All are open all the time: a table that is half built would have fewer.
    expect([...seen]).toEqual([EPISODES]);
    await site.killService();
    expect(ledger.broken).toEqual([]);
    await expectNothingLost();
    await expectSameAnswersAndRows();
  });
});
