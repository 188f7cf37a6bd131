import { setTimeout as sleep } from 'node:timers/promises';
import type { EpisodeId } from '../../src/domain/ids';
import { verifyLog } from '../../src/store/chain';
import { Dice } from '../engine/histories';
import { accepted, tables, toEpisode, until } from '../engine/nodes';
import { Ledger } from './ledger';
import { bodyOf } from './messages';
import { Site } from './site';

const ROUNDS = 10;

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
});
