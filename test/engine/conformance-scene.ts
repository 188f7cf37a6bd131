import { randomUUID } from 'node:crypto';
import type { Finding, Found } from '../../src/domain/episode/findings';
import { notInOrder, therapistsOf } from '../../src/domain/episode/conformance';
import type { BookedElsewhere } from '../../src/domain/episode/double-booking';
import { isSettled, openFindings } from '../../src/domain/episode/findings';
import type { Category, EpisodeId, SessionId, StaffId } from '../../src/domain/ids';
import { anyStream, type LoadedStream } from '../../src/engine/streams';
import type { Staff } from '../../src/domain/staff/state';
import { localDate, plusDays, plusHours, type Instant, type Zone } from '../../src/domain/time';
import type { Engine } from '../../src/compose';
import { openEpisode, type Site, type World } from './histories';
import { accepted, toEpisode } from './nodes';

export const ZONE = 'Europe/Berlin' as Zone;

/** An episode that treatment may begin in, on this day. */
export async function readyEpisode(engine: Site, world: World): Promise<EpisodeId> {
  const episodeId = await openEpisode(engine, world);
  const today = localDate(engine.clock.instant(), ZONE);
  const [therapistId = '' as StaffId] = world.therapists;
  const to = async (body: Parameters<typeof toEpisode>[1]) =>
    accepted(await engine.transactor.transact(toEpisode(episodeId, body)));
  await to({ type: 'AcceptReferral' });
  await to({ type: 'GiveConsent', by: 'PATIENT', scope: 'TREATMENT', formVersion: '1' });
  await to({
    type: 'GrantAuthorization',
    visits: 20,
    from: plusDays(today, -20),
    to: plusDays(today, 120),
    payerClass: 'PUBLIC',
  });
  await to({ type: 'AssignTherapist', therapistId, handover: undefined });
  await to(assessment(7));
  await to({
    type: 'SetGoal',
    goalId: undefined,
    kind: 'IMPROVE',
    measure: { instrument: 'NPRS', bodySite: null },
    statement: 'sample goal',
    target: { percent: 30 },
    tolerance: null,
    due: plusDays(today, 30),
    importance: 2,
    difficulty: 1,
    gasBaselineLevel: null,
  });
  return episodeId;
}

export function assessment(score: number) {
  return {
    type: 'RecordAssessment' as const,
    kind: 'INITIAL' as const,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [
      {
        instrument: 'NPRS',
        bodySite: null,
        answer: { score },
        recall: 'NOW' as const,
        mode: 'SELF_REPORT' as const,
      },
    ],
    primaryMeasure: undefined,
    findings: undefined,
    activityNames: {},
  };
}

/** A session of an hour that ended at a moment. */
export function session(therapistId: StaffId, endedAt: Instant) {
  return {
    type: 'CompleteSession' as const,
    sessionId: undefined,
    therapistId,
    startedAt: plusHours(endedAt, -1),
    endedAt,
    given: { techniques: ['DEEP_TISSUE' as const], sites: ['NECK'], pressure: 'MODERATE' as const },
    breaks: 0,
    painBefore: 6,
    painAfter: 4,
    response: undefined,
    notes: undefined,
    homeAdvice: undefined,
    stoppedBecause: undefined,
  };
}

export function booking(therapistId: StaffId, from: Instant) {
  return {
    type: 'ScheduleSession' as const,
    // A session's id is a UUID.
    sessionId: randomUUID() as SessionId,
    slot: { from, to: plusHours(from, 1) },
    therapistId,
    techniques: [],
  };
}

/** A stream with what other nodes appended to it. */
async function latest<K extends Category>(
  { streams }: Engine,
  category: K,
  id: string,
): Promise<LoadedStream<K>> {
  const loaded = await streams.load(category, id);
  await streams.refresh([anyStream(loaded)]);
  return loaded;
}

/** What is open in an episode, by the log. */
export async function openIn(engine: Engine, episodeId: EpisodeId): Promise<readonly Finding[]> {
  const loaded = await latest(engine, 'episode', episodeId);
  return openFindings(loaded.folded.state?.findings ?? []);
}

/** What should be open: the rules asked of the log alone, without any read model. */
export async function shouldBeOpen(
  engine: Engine,
  episodes: readonly EpisodeId[],
): Promise<ReadonlyMap<EpisodeId, readonly Found[]>> {
  const bookings = new Map<EpisodeId, BookedElsewhere[]>();
  for (const id of episodes) {
    const { state } = (await latest(engine, 'episode', id)).folded;
    const open = state?.sessions.filter(({ status }) => ['booked', 'started'].includes(status));
    bookings.set(
      id,
      (open ?? []).flatMap(({ id: sessionId, booking: made }) =>
        made ? [{ sessionId, patientId: state!.patientId, ...made }] : [],
      ),
    );
  }
  const should = new Map<EpisodeId, readonly Found[]>();
  for (const id of episodes) {
    const { folded } = await latest(engine, 'episode', id);
    const staff = new Map<StaffId, Staff>();
    for (const staffId of therapistsOf(folded.events)) {
      const { state } = (await latest(engine, 'staff', staffId)).folded;
      if (state) staff.set(staffId, state);
    }
    const found = notInOrder(folded.events, {
      staff,
      patient: (await latest(engine, 'patient', folded.state!.patientId)).folded.state,
      policies: (await latest(engine, 'policy', '')).folded.events,
      elsewhere: [...bookings].flatMap(([other, made]) => (other === id ? [] : made)),
    });
    should.set(
      id,
      found.filter((one) => !isSettled(folded.state!.findings, one)),
    );
  }
  return should;
}

/** The matter of a finding and its facts, for comparing. */
export function matter({
  rule,
  entryId,
  facts,
}: Pick<Found, 'entryId' | 'facts'> & { rule: string }) {
  return JSON.stringify([rule, entryId, Object.entries(facts).sort()]);
}
