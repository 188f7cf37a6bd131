import type { EpisodeId } from '../../src/domain/ids';
import { plusHours, type Instant } from '../../src/domain/time';
import { Transactor } from '../../src/engine/transact';
import { TestClock, startTestEngine, type TestEngine } from '../support/engine';
import { openEpisode, openWorld, type World } from './histories';
import { accepted, toEpisode } from './nodes';

const MINUTE_MS = 60_000;

/** Clinical time, and when it was taken down. */
describe('the time of an entry', () => {
  let engine: TestEngine;
  let world: World;
  let episodeId: EpisodeId;

  beforeAll(async () => {
    engine = await startTestEngine();
    world = await openWorld(engine);
  });
  beforeEach(async () => {
    episodeId = await openEpisode(engine, world);
  });
  afterAll(() => engine.close());

  const reaction = {
    type: 'ReportReaction' as const,
    severity: 'MILD' as const,
    sessionId: null,
    description: 'sample',
    action: undefined,
    told: undefined,
  };
  const report = (occurredAt?: Instant, reason?: string) =>
    engine.transactor.transact(toEpisode(episodeId, reaction, { occurredAt, reason }));
  const after = (ms: number) => new Date(engine.clock.now() + ms).toISOString() as Instant;

  it('is the time of recording when none is given', async () => {
    const [event] = accepted(await report()).events;
    expect(event?.header).toMatchObject({
      occurredAt: engine.clock.instant(),
      recordedAt: engine.clock.instant(),
      occurredZone: 'Europe/Berlin',
    });
  });

  it('may be 5 minutes ahead, as the clocks of devices are, and is then now', async () => {
    const [event] = accepted(await report(after(5 * MINUTE_MS))).events;
    expect(event?.header.occurredAt).toBe(engine.clock.instant());
  });

  it('further ahead is refused', async () => {
    const outcome = await report(after(5 * MINUTE_MS + 1));
    expect(outcome).toMatchObject({ kind: 'refused', code: 'OCCURRED_IN_FUTURE' });
  });

  it('72 hours ago needs no reason, earlier needs one', async () => {
    const limit = plusHours(engine.clock.instant(), -72);
    const earlier = new Date(Date.parse(limit) - 1).toISOString() as Instant;
    expect(await report(limit)).toMatchObject({ kind: 'accepted' });
    const refusal = await report(earlier);
    expect(refusal).toMatchObject({ code: 'LATE_ENTRY_NEEDS_REASON', facts: { hours: 72 } });
    const [event] = accepted(await report(earlier, 'the notes were lost')).events;
    expect(event?.header).toMatchObject({
      occurredAt: earlier,
      recordedAt: engine.clock.instant(),
    });
  });

  it('is given with a reason that says something', async () => {
    const earlier = plusHours(engine.clock.instant(), -73);
    const blank = await report(earlier, '  ');
    expect(blank).toMatchObject({ code: 'LATE_ENTRY_NEEDS_REASON' });
  });

  it('is its own where a decision follows from what is reported late', async () => {
    const happened = plusHours(engine.clock.instant(), -1);
    const severe = { ...reaction, severity: 'SEVERE' as const };
    const command = toEpisode(episodeId, severe, { occurredAt: happened });
    const { events } = accepted(await engine.transactor.transact(command));
    expect(events.map(({ type, header }) => [type, header.occurredAt])).toEqual([
      ['AdverseReactionReported', happened],
      ['EpisodePutOnHold', engine.clock.instant()],
    ]);
  });

  it('before the referral was issued is refused', async () => {
    const outcome = await report(plusHours(engine.clock.instant(), -24 * 40), 'late');
    expect(outcome).toMatchObject({ code: 'BEFORE_REFERRAL_ISSUED' });
  });

  it('of recording never goes back within a stream, when the clock does', async () => {
    const ahead = accepted(await report());
    const recordedAt = ahead.events[0]?.header.recordedAt ?? '';
    engine.clock.forward(-10 * MINUTE_MS);
    const back = accepted(await report());
    expect(back.events[0]?.header.recordedAt).toBe(recordedAt);
    engine.clock.forward(20 * MINUTE_MS);
    const on = accepted(await report());
    expect(on.events[0]?.header.recordedAt).toBe(engine.clock.instant());
  });

  it('of a node whose clock is behind does not go back either', async () => {
    const behind = new TestClock(plusHours(engine.clock.instant(), -1));
    const { store, streams, keys } = engine;
    const slow = new Transactor({ store, streams, keys, clock: behind });
    const before = engine.clock.instant();
    const [event] = accepted(await slow.transact(toEpisode(episodeId, reaction))).events;
    expect(event?.header.recordedAt).toBe(before);
  });
});
