import { randomBytes } from 'node:crypto';
import type { EpisodeId, GoalId } from '../../src/domain/ids';
import { foldAt } from '../../src/engine/fold-at';
import { reactionId } from '../../src/engine/ids';
import { leaveOut } from '../../src/engine/leave-out';
import { readModels } from '../../src/projections/all';
import { verifyLog } from '../../src/store/chain';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestEngine, type TestEngine } from '../support/engine';
import { Dice, openEpisode, openWorld, randomStep, type World } from './histories';
import { accepted, query, tables, THERAPIST, toEpisode } from './nodes';
import { appendRaw } from './raw-event';

/** An event that cannot be shown stops its own stream and no other. */
describe('a poison event', () => {
  const masterKey = randomBytes(32);
  let database: TestDatabase;
  let engine: TestEngine;
  let world: World;
  let sick: EpisodeId;
  let well: EpisodeId;

  beforeEach(async () => {
    database = await createTestDatabase();
    engine = await startTestEngine({ database, masterKey });
    world = await openWorld(engine);
    sick = await openEpisode(engine, world);
    well = await openEpisode(engine, world);
    for (const episodeId of [sick, well]) {
      await engine.transactor.transact(toEpisode(episodeId, { type: 'AcceptReferral' }));
    }
  });
  afterEach(async () => {
    await engine.close();
    await database.drop();
  });

  const parked = () =>
    query<{ stream: string; position: string; error: string }>(
      database,
      'select stream, position, error from read.parked order by stream',
    );
  async function rowOf(episodeId: EpisodeId): Promise<{ phase: string; reactions: number }> {
    const sql = 'select phase, reactions from read.caseload where episode_id = $1';
    const [row] = await query<{ phase: string; reactions: number }>(database, sql, [episodeId]);
    if (!row) throw new Error(`no row of ${episodeId}`);
    return row;
  }
  async function report(episodeId: EpisodeId): Promise<void> {
    const reaction = { severity: 'MILD', sessionId: null, description: 'sample' } as const;
    const words = { action: undefined, told: undefined };
    const request = toEpisode(episodeId, { type: 'ReportReaction', ...reaction, ...words });
    accepted(await engine.transactor.transact(request));
  }

  /** A proper entry behind one that is poison: no command gets there. */
  async function lateReaction(): Promise<{ readonly sent: number }> {
    await report(well);
    const { events } = (await engine.streams.load('episode', well)).folded;
    const entry = events.find(({ type }) => type === 'AdverseReactionReported');
    if (!entry) throw new Error('a reaction was reported');
    await appendRaw(engine, `episode-${sick}`, { type: entry.type, data: entry.data });
    return { sent: 1 };
  }

  it.each([
    ['cannot be folded', { type: 'AssessmentDone', data: { broken: true } }, /./],
    ['is of a type of a later release', { type: 'Renamed', data: {} }, /unknown to this release/],
    [
      'has a shape of a later release',
      { type: 'ReferralAccepted', data: {}, schemaVersion: 2 },
      /unknown to this release/,
    ],
  ])('that %s parks its stream, also in a rebuild and after a restart', async (_, event, why) => {
    await engine.settled();
    const before = await rowOf(sick);
    const position = await appendRaw(engine, `episode-${sick}`, event);
    // What follows on the stream is proper, and must not be shown on top of a hole.
    await appendRaw(engine, `episode-${sick}`, { type: 'ReferralAccepted', data: {} });
    await report(well);
    await engine.settled();
    expect(await parked()).toMatchObject([
      {
        stream: `episode-${sick}`,
        position: String(position),
        error: expect.stringMatching(why) as unknown,
      },
    ]);
    expect(await rowOf(sick)).toEqual(before);
    expect(await rowOf(well)).toMatchObject({ reactions: 1 });

    await engine.close();
    engine = await startTestEngine({ database, masterKey });
    await appendRaw(engine, `episode-${sick}`, { type: 'ReferralAccepted', data: {} });
    await appendRaw(engine, `episode-${well}`, { type: 'ReferralAccepted', data: {} });
    await engine.settled();
    const live = await tables(database);
    expect(live['parked']).toEqual([`episode-${sick} ${position}`]);

    const result = await engine.projector.rebuild();
    expect(result.differing).toEqual([]);
    expect(await tables(database)).toEqual(live);
    expect(await verifyLog(engine.store)).toMatchObject({ intact: true });
  });

  it('whose row no column takes parks its stream, among many others, also in a rebuild', async () => {
    // NUL is a character of JSON, and none of a PostgreSQL text.
    const events = Array.from({ length: 30 }, () => openEpisode(engine, world));
    const bad = await openEpisode(engine, world);
    const [opened] = (await engine.streams.load('episode', bad)).folded.events;
    const data = { ...opened?.data, labels: { arm: 'a\u0000b' } };
    await appendRaw(engine, `episode-${bad}`, { type: 'ReferralReceived', data });
    const others = await Promise.all(events);
    await engine.settled();
    expect((await parked()).map(({ stream }) => stream)).toEqual([`episode-${bad}`]);
    for (const episodeId of others) expect(await rowOf(episodeId)).toMatchObject({ reactions: 0 });
    await report(well);
    await engine.settled();
    expect(await rowOf(well)).toMatchObject({ reactions: 1 });
    const live = await tables(database);
    const result = await engine.projector.rebuild();
    expect(result).toMatchObject({ differing: [], streams: expect.any(Number) as unknown });
    expect(await tables(database)).toEqual(live);
  });

  it('is not one whose key another stream has: a goal id that was given twice', async () => {
    const goalId = '11111111-1111-4111-8111-111111111111' as GoalId; // as a client may give it
    for (const episodeId of [sick, well]) {
      const pain = { instrument: 'NPRS', bodySite: null, answer: { score: 7 } };
      const assessment = {
        type: 'RecordAssessment' as const,
        kind: 'INITIAL' as const,
        healthHistoryTaken: true,
        contraindicationsAsked: true,
        observations: [{ ...pain, recall: 'NOW' as const, mode: 'SELF_REPORT' as const }],
        primaryMeasure: undefined,
        findings: undefined,
        activityNames: {},
      };
      accepted(await engine.transactor.transact(toEpisode(episodeId, assessment)));
      const goal = {
        type: 'SetGoal' as const,
        goalId,
        kind: 'IMPROVE' as const,
        measure: { instrument: 'NPRS', bodySite: null },
        statement: 'sample',
        target: { percent: 50 },
        tolerance: null,
        due: '2026-03-01' as never, // a day
        importance: 2 as const,
        difficulty: 2 as const,
        gasBaselineLevel: null,
      };
      accepted(await engine.transactor.transact(toEpisode(episodeId, goal)));
    }
    await engine.settled();
    expect(await parked()).toEqual([]);
    const live = await tables(database);
    expect(live['goal_attainment']).toHaveLength(2);
    expect(await engine.projector.rebuild()).toMatchObject({ differing: [] });
    expect(await tables(database)).toEqual(live);
  });

  it('that an older release had shown parks its stream when it goes on', async () => {
    // The tables are ahead of what this release can fold: as after going back a release.
    await engine.settled();
    await engine.close();
    engine = await startTestEngine({ database, masterKey });
    const poison = await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });
    await engine.settled();
    await engine.close();
    await query(database, 'delete from read.parked');
    engine = await startTestEngine({ database, masterKey });
    await appendRaw(engine, `episode-${sick}`, { type: 'ReferralAccepted', data: {} });
    await report(well);
    await engine.settled();
    expect(await parked()).toMatchObject([{ position: String(poison + 1) }]);
    expect(await rowOf(well)).toMatchObject({ reactions: 1 });
  });

  const leftOut = async (position: number) => {
    const stream = `episode-${sick}`;
    for await (const entry of engine.store.readStream(stream, { atPosition: position })) {
      if (entry.position !== position) continue;
      const { version, id: entryId } = entry;
      const commandId = reactionId(entryId, 'left-out');
      await leaveOut(engine, { stream, version, entryId, commandId, actor: THERAPIST });
    }
    return (await engine.store.head()).position;
  };

  it('that is left out lets its stream go on: live, rebuilt, past and for commands', async () => {
    const position = await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });
    const { sent } = await lateReaction();
    await engine.settled();
    const before = await rowOf(sick);
    expect(await parked()).toMatchObject([{ position: String(position) }]);
    await expect(report(sick)).rejects.toThrow(/unknown to this release/);
    const again = await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });

    await leftOut(position);
    await engine.settled();
    // The next entry of its kind is in the way.
    expect(await parked()).toMatchObject([{ position: String(again) }]);
    const freedAt = await leftOut(again);
    await leftOut(again);
    expect((await engine.store.head()).position).toBe(freedAt);
    await engine.settled();
    expect(await parked()).toEqual([]);
    expect(await rowOf(sick)).toMatchObject({ reactions: before.reactions + sent });
    await report(sick);
    await engine.settled();
    expect(await rowOf(sick)).toMatchObject({ reactions: before.reactions + sent + 1 });
    const then = await foldAt(engine.store, 'episode', [sick], freedAt);
    expect(then.get(sick)?.state?.reactions).toHaveLength(sent);

    const live = await tables(database);
    expect((await engine.projector.rebuild()).differing).toEqual([]);
    expect(await tables(database)).toEqual(live);
    expect(await engine.projector.rebuildStream(`episode-${sick}`)).toMatchObject({
      differing: [],
    });
    await engine.close();
    engine = await startTestEngine({ database, masterKey });
    await report(sick);
    await engine.settled();
    expect(await rowOf(sick)).toMatchObject({ reactions: before.reactions + sent + 2 });
    expect((await engine.projector.rebuild()).differing).toEqual([]);
    expect(await verifyLog(engine.store)).toMatchObject({ intact: true });
  });

  it('whose row no column takes may be left out as well', async () => {
    const [opened] = (await engine.streams.load('episode', sick)).folded.events;
    const data = { ...opened?.data, labels: { arm: 'a\u0000b' } };
    const position = await appendRaw(engine, `episode-${sick}`, { type: 'ReferralReceived', data });
    await engine.settled();
    expect(await parked()).toMatchObject([{ position: String(position) }]);
    await leftOut(position);
    await report(sick);
    await engine.settled();
    expect(await parked()).toEqual([]);
    expect(await rowOf(sick)).toMatchObject({ reactions: 1 });
    const live = await tables(database);
    expect(await engine.projector.rebuildStream(`episode-${sick}`)).toMatchObject({
      differing: [],
      parked: null,
    });
    expect((await engine.projector.rebuild()).differing).toEqual([]);
    expect(await tables(database)).toEqual(live);
  });

  it('stays parked when it is tried again, and is shown when it can be', async () => {
    const position = await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });
    await engine.settled();
    const stream = `episode-${sick}`;
    expect(await engine.projector.rebuildStream(stream)).toMatchObject({
      parked: { stream, position },
    });
    // Parked by a release that could not show what this one can.
    await query(database, 'update read.parked set stream = $1, position = 1', [`episode-${well}`]);
    expect(await engine.projector.rebuildStream(`episode-${well}`)).toMatchObject({ parked: null });
    expect(await parked()).toEqual([]);
    await report(well);
    await engine.settled();
    expect(await rowOf(well)).toMatchObject({ reactions: 1 });
  });

  it('leaves random histories beside it alone', async () => {
    const dice = new Dice(99);
    await appendRaw(engine, `episode-${sick}`, { type: 'Renamed', data: {} });
    for (let step = 0; step < 60; step++) await randomStep(engine, world, well, dice);
    await engine.settled();
    const live = await tables(database);
    expect(live['parked']).toHaveLength(1);
    expect((await engine.projector.rebuild()).differing).toEqual([]);
    expect(await tables(database)).toEqual(live);
    expect(Object.keys(live)).toHaveLength(readModels.length + 1);
  });
});
