import { randomUUID } from 'node:crypto';
import { defaultScreening } from '../src/domain/policy/contraindications';
import type { EpisodeCommand } from '../src/domain/episode/commands';
import { currentVersion } from '../src/domain/episode/state';
import type { EpisodeId, SessionId } from '../src/domain/ids';
import { localDate, plusDays, plusHours, type Zone } from '../src/domain/time';
import type { StoredEvent } from '../src/store/event-store';
import { Dice, openEpisode, openWorld, send, type World } from '../test/engine/histories';
import type { TestEngine } from '../test/support/engine';

/** Events of one episode and its patient, to be copied under other ids. */
export interface Template {
  readonly events: readonly StoredEvent[];
}

export interface Templates {
  /** Clinic, staff and policy: once. */
  readonly shared: readonly StoredEvent[];
  readonly episodes: readonly Template[];
}

const ZONE = 'Europe/Berlin' as Zone;
const HOUR_MS = 3_600_000;

/** Treats sample patients from referral to discharge, about 50 entries each, as patterns. */
export async function makeTemplates(engine: TestEngine, count: number): Promise<Templates> {
  const world = await openWorld(engine);
  const { position } = await engine.store.head();
  const shared = await all(engine.store.readAll({ after: 0, limit: position }));
  const dice = new Dice(42);
  const episodes: Template[] = [];
  for (let n = 0; n < count; n++) {
    const before = (await engine.store.head()).position;
    await treat(engine, world, dice);
    episodes.push({ events: await all(engine.store.readAll({ after: before })) });
  }
  return { shared, episodes };
}

/** One course of treatment: every command must be accepted, or the pattern is no pattern. */
async function treat(engine: TestEngine, world: World, dice: Dice): Promise<void> {
  const episodeId = await openEpisode(engine, world);
  const run = async (command: DistributiveOmit<EpisodeCommand, 'episodeId'>, late = false) => {
    const now = engine.clock.instant();
    const extra = late ? { occurredAt: plusHours(now, -100), reason: 'late' } : {};
    const outcome = await send(engine, 'episode', episodeId, { ...command, episodeId }, extra);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    engine.clock.forward(HOUR_MS);
  };
  const today = localDate(engine.clock.instant(), ZONE);
  const therapistId = dice.pick(world.therapists);
  await run({ type: 'AcceptReferral' });
  await run({
    type: 'GrantAuthorization',
    visits: 20,
    from: today,
    to: plusDays(today, 300),
    payerClass: 'PUBLIC',
  });
  await run({ type: 'GiveConsent', by: 'PATIENT', scope: 'TREATMENT', formVersion: '1' });
  await run({ type: 'AssignTherapist', therapistId, handover: undefined });
  await run(assessment('INITIAL', 6 + dice.below(4)));
  for (let n = 0; n < 3; n++) {
    await run({
      type: 'SetGoal',
      goalId: undefined,
      kind: 'IMPROVE',
      measure: { instrument: 'NPRS', bodySite: null },
      statement: 'sample goal',
      target: { percent: 30 + 10 * n },
      tolerance: null,
      due: plusDays(today, 60),
      importance: 2,
      difficulty: 1,
      gasBaselineLevel: n === 0 ? -1 : null,
    });
  }
  for (let visit = 0; visit < 12; visit++) await runVisit(engine, therapistId, dice, run);
  await run(assessment('REASSESSMENT', 3 + dice.below(3)), dice.chance(20));
  await reviseFirstGoal(engine, episodeId, run);
  await run({
    type: 'ReportReaction',
    severity: 'MILD',
    sessionId: null,
    description: 'sample reaction',
    action: undefined,
    told: undefined,
  });
  await dischargeAll(engine, episodeId, run);
}

type Run = (
  command: DistributiveOmit<EpisodeCommand, 'episodeId'>,
  late?: boolean,
) => Promise<void>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

async function runVisit(
  engine: TestEngine,
  therapistId: World['therapists'][number],
  dice: Dice,
  run: Run,
): Promise<void> {
  // Ids are UUIDs, whoever makes them.
  const sessionId = randomUUID() as SessionId;
  const now = engine.clock.instant();
  const slot = { from: plusHours(now, 48), to: plusHours(now, 49) };
  await run({
    type: 'ScheduleSession',
    sessionId,
    slot,
    therapistId,
    techniques: ['DEEP_TISSUE'],
  });
  engine.clock.forward(49 * HOUR_MS);
  const given = { techniques: ['DEEP_TISSUE' as const], sites: ['NECK'], pressure: null };
  await run({
    type: 'StartSession',
    sessionId,
    therapistId,
    startedAt: undefined,
    planned: given,
    screening: defaultScreening.map((kind) => ({ kind, present: false })),
  });
  const at = engine.clock.instant();
  await run({
    type: 'CompleteSession',
    sessionId,
    therapistId,
    startedAt: plusHours(at, -1),
    endedAt: at,
    given,
    breaks: 0,
    painBefore: 3 + dice.below(5),
    painAfter: 2 + dice.below(4),
    response: 'sample response',
    notes: 'sample notes of the usual length, as they are written after a session',
    homeAdvice: undefined,
    stoppedBecause: undefined,
  });
}

async function reviseFirstGoal(engine: TestEngine, episodeId: EpisodeId, run: Run): Promise<void> {
  const episode = (await engine.streams.load('episode', episodeId)).folded.state;
  const goal = episode?.goals[0];
  const observation = episode?.observations.findLast(({ assessment: kind }) => kind !== null);
  if (!goal || !observation) throw new Error('the goal was set before');
  await run({
    type: 'ReviseGoal',
    goalId: goal.id,
    revises: currentVersion(goal).id,
    target: { percent: 25 },
    reasonCode: 'SLOWER_THAN_EXPECTED',
    words: 'sample reason',
    evidence: [{ kind: 'OBSERVATION', id: observation.id }],
  });
}

async function dischargeAll(engine: TestEngine, episodeId: EpisodeId, run: Run): Promise<void> {
  const episode = (await engine.streams.load('episode', episodeId)).folded.state;
  if (!episode) throw new Error('the episode was opened before');
  await run({
    type: 'Discharge',
    dischargeReason: 'GOALS_MET',
    observations: assessment('DISCHARGE', 2).observations,
    finalMissingBecause: undefined,
    goals: episode.goals.map(({ id, versions: [first] }) => ({
      goalId: id,
      outcome: 'SCORED',
      gasLevel: first.terms.levels ? 0 : null,
    })),
    cancelSessions: episode.sessions
      .filter(({ status }) => status === 'booked')
      .map(({ id }) => id),
    report: 'sample report',
    findings: undefined,
  });
}

function assessment(kind: 'INITIAL' | 'REASSESSMENT' | 'DISCHARGE', score: number) {
  return {
    type: 'RecordAssessment' as const,
    kind,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [
      {
        instrument: 'NPRS',
        bodySite: null,
        answer: { score },
        recall: 'LAST_24_HOURS' as const,
        mode: 'SELF_REPORT' as const,
      },
    ],
    primaryMeasure: undefined,
    findings: 'sample findings',
    activityNames: {},
  };
}

async function all(events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> {
  const list: StoredEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}
