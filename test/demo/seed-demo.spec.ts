import { randomBytes } from 'node:crypto';
import { openEngine, type Engine } from '../../src/compose';
import { DEMO_STAFF, demoClinics } from '../../src/demo/cast';
import { demoCases } from '../../src/demo/cases';
import { demoInfo, seedDemo, type DemoSummary } from '../../src/demo/seed-demo';
import type { LocalDate } from '../../src/domain/time';
import type { Transactor } from '../../src/engine/transact';
import { DemoClock } from '../../src/engine/clock';
import { readCaseload } from '../../src/projections/read-caseload';
import { readOutcomes } from '../../src/projections/read-outcomes';
import { inSnapshot } from '../../src/projections/snapshot';
import { createTestDatabase, type TestDatabase } from '../support/database';
import {
  comparedAttainment,
  comparedChart,
  comparedCohort,
  comparedFunnel,
  rounded,
} from '../support/figures-compared';
import { EVERY_EPISODE } from '../support/outcomes';

const ENDS_ON = '2026-03-31' as LocalDate;
const silent = { warn: () => undefined, error: () => undefined };

interface Demo {
  readonly engine: Engine;
  readonly clock: DemoClock;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

async function emptyDemo(): Promise<Demo> {
  const database = await createTestDatabase({ kind: 'demo' });
  const clock = new DemoClock();
  const masterKey = randomBytes(32);
  const engine = await openEngine({ app: database.app, masterKey, clock, log: silent });
  const close = async () => {
    await engine.close();
    await database.drop();
  };
  return { engine, clock, database, close };
}

describe('the demo clinic', () => {
  let demo: Demo;
  let summary: DemoSummary;
  let cpuMs: number;
  const counts: Record<string, number> = {};
  const events: { type: string; id: string; recordedAt: string; loggedAt: string }[] = [];

  beforeAll(async () => {
    demo = await emptyDemo();
    const startedCpu = process.cpuUsage();
    summary = await seedDemo(demo, { endsOn: ENDS_ON, seed: 1 });
    const { user, system } = process.cpuUsage(startedCpu);
    cpuMs = (user + system) / 1_000;
    for await (const event of demo.engine.store.readAll({ after: 0 })) {
      const { type, id, header, loggedAt } = event;
      // Written by the engine.
      const { recordedAt } = JSON.parse(header) as { recordedAt: string };
      counts[type] = (counts[type] ?? 0) + 1;
      events.push({ type, id, recordedAt, loggedAt });
    }
    await demo.engine.projector.visibility.waitFor(summary.events, 20_000);
  }, 60_000);
  afterAll(() => demo.close());

  it('is made in a few seconds', () => {
    // Of this process, not of the wall: other specs may take the machine meanwhile.
    expect(cpuMs).toBeLessThan(12_000);
    expect(summary).toMatchObject({ from: '2025-07-01', to: ENDS_ON });
    expect(summary.episodes).toBeGreaterThanOrEqual(55);
    expect(demo.clock.simulated).toBe(false);
  });

  it('has a real past: everything was recorded and logged in its order, at its time', () => {
    const recorded = events.map(({ recordedAt }) => recordedAt);
    expect(recorded).toEqual([...recorded].sort());
    for (const { recordedAt, loggedAt } of events) {
      expect(loggedAt.slice(0, 19)).toBe(recordedAt.slice(0, 19));
    }
    expect(recorded[0]?.slice(0, 10)).toBe('2025-07-01');
    expect(recorded.at(-1)?.slice(0, 10)).toBe(ENDS_ON);
  });

  it('shows everything that the domain can do', () => {
    expect(counts).toMatchObject({
      ClinicOpened: 2,
      StaffRegistered: DEMO_STAFF.length,
      PolicyAdopted: 1,
    });
    const atLeast = {
      ReferralDeclined: 2,
      GoalSet: 80,
      GoalRevised: 5,
      SessionCompleted: 250,
      SessionMissed: 10,
      SessionCancelled: 1,
      AdverseReactionReported: 6,
      EpisodePutOnHold: 1,
      EpisodeResumed: 1,
      EntryCorrected: 3,
      Discharged: 35,
      ContraindicationRecorded: 4,
      ContraindicationCleared: 2,
      ContraindicationResolved: 2,
      PlanOfCareSet: 40,
      PlanOfCareCertified: 2,
      ReferralClarificationRequested: 2,
      ReferralClarified: 2,
      ReferralAmended: 2,
      AuthorizationAmended: 2,
      SessionRescheduled: 3,
      EpisodeTransferred: 1,
      HomeProgrammeGiven: 4,
      HomeProgrammeAdherenceReported: 15,
      PatientFeedbackRecorded: 2,
      GoalReplaced: 1,
      ProgressReported: 4,
      ReportAcknowledged: 4,
      ConsentWithdrawn: 2,
      FindingRaised: 2,
      FindingClosed: 2,
      EpisodeReopened: 1,
      EpisodeVoided: 1,
      PatientsMerged: 1,
    };
    for (const [type, least] of Object.entries(atLeast)) {
      expect({ [type]: (counts[type] ?? 0) >= least }).toEqual({ [type]: true });
    }
  });

  it('has goals of every kind, and what one rests on is what the patient said', async () => {
    const kinds = new Set<string>();
    const grounds = new Set<string>();
    const replaced: boolean[] = [];
    for (const { episodeId } of demoCases(1, ENDS_ON)) {
      const { folded } = await demo.engine.streams.load('episode', episodeId);
      for (const { kind, status, versions } of folded.state?.goals ?? []) {
        kinds.add(kind);
        replaced.push(status.status === 'replaced');
        for (const { revision } of versions) {
          for (const { kind: ground } of revision?.evidence ?? []) grounds.add(ground);
        }
      }
    }
    expect([...kinds].sort()).toEqual(['IMPROVE', 'MAINTAIN']);
    expect([...grounds].sort()).toEqual(['FEEDBACK', 'OBSERVATION', 'REACTION']);
    expect(replaced).toContain(true);
  });

  it('keeps what was found and how it was settled, and leaves little open', async () => {
    let open = 0;
    let settled = 0;
    for (const { episodeId } of demoCases(1, ENDS_ON)) {
      const { folded } = await demo.engine.streams.load('episode', episodeId);
      const findings = folded.state?.findings ?? [];
      open += findings.filter(({ closed }) => closed === null).length;
      settled += findings.filter(({ closed }) => closed?.how === 'SETTLED').length;
    }
    expect(settled).toBeGreaterThanOrEqual(2);
    expect(open).toBeGreaterThan(0);
    expect(open).toBeLessThan(10);
  });

  it('ends in the middle of things: referrals, episodes under way, visits to come', async () => {
    const filter = { therapistId: null, clinics: null, conditions: null };
    const rows = await inSnapshot(demo.engine.pool, (snapshot) =>
      readCaseload(snapshot, { filter, first: 200, after: null }),
    );
    const phases = new Set(rows.map(({ phase }) => phase));
    expect([...phases]).toEqual(expect.arrayContaining(['REFERRED', 'IN_TREATMENT']));
    expect(rows.length).toBeGreaterThan(8);
    expect(new Set(rows.map(({ clinic_id }) => clinic_id)).size).toBe(2);
    let booked = 0;
    for (const { episode_id } of rows) {
      const { folded } = await demo.engine.streams.load('episode', episode_id);
      const sessions = folded.state?.sessions ?? [];
      booked += sessions.filter(
        ({ status, booking }) => status === 'booked' && (booking?.slot.from ?? '') > '2026-03-31',
      ).length;
    }
    expect(booked).toBeGreaterThan(5);
  });

  it('has figures in which not everybody gets better', async () => {
    const wish = {
      filter: EVERY_EPISODE,
      groupBy: { by: 'NOTHING' },
      course: null,
    } as const;
    const evaluatedAt = '2026-03-31T20:00:00.000Z' as never;
    const [all] = await inSnapshot(demo.engine.pool, (snapshot) =>
      readOutcomes(snapshot, { position: null, evaluatedAt }, wish),
    );
    expect(all?.figures.lapsed).toBeGreaterThan(0);
    expect(all?.figures.missing).toBeGreaterThan(0);
    expect(all?.figures.responders.share).toBeGreaterThan(0.4);
    expect(all?.figures.responders.share).toBeLessThan(0.95);
    expect(all?.figures.maintain.n).toBeGreaterThan(0);
    expect(all?.figures.gas.n).toBeGreaterThan(20);
    const { original, current } = all?.figures.attainment ?? {};
    expect(original?.shareReached).not.toBe(current?.shareReached);
  });

  it('has the figures that SQL makes of its raw entries', async () => {
    const evaluatedAt = '2026-03-31T20:00:00.000Z' as never;
    const compared = [
      await comparedCohort(demo.engine, evaluatedAt, ''),
      await comparedCohort(demo.engine, evaluatedAt, 'clinic'),
      await comparedAttainment(demo.engine, evaluatedAt),
      await comparedChart(demo.engine, evaluatedAt),
      await comparedFunnel(demo.engine, evaluatedAt),
    ];
    for (const { program, sql } of compared) expect(rounded(sql)).toEqual(rounded(program));
    // Not of nothing: two clinics, both versions, one stretch of months.
    expect(compared.map(({ program }) => program.length)).toEqual([1, 2, 2, 1, 2]);
  });

  it('knows its people by the subjects of the demo tokens', async () => {
    for (const person of DEMO_STAFF) {
      const { folded } = await demo.engine.streams.load('staff', person.id);
      expect(folded.state).toMatchObject({
        subject: person.subject,
        roles: [{ role: person.role, clinics: person.clinics.map((at) => demoClinics(1)[at]?.id) }],
      });
    }
  });

  it('says when it is old', async () => {
    demo.clock.set(Date.parse('2026-04-05T12:00:00Z'));
    expect(await demoInfo(demo)).toEqual({ endedOn: ENDS_ON, daysAgo: 5, isOld: false });
    demo.clock.set(Date.parse('2026-04-12T12:00:00Z'));
    expect(await demoInfo(demo)).toMatchObject({ isOld: true });
    demo.clock.set(null);
  });

  it('adds nothing when it is made again', async () => {
    const again = await seedDemo(demo, { endsOn: ENDS_ON, seed: 1 });
    expect(again.events).toBe(summary.events);
  });

  it('is the same elsewhere, even when it was interrupted in the middle', async () => {
    const other = await emptyDemo();
    try {
      expect(await demoInfo(other)).toBeNull();
      let sent = 0;
      const { transactor } = other.engine;
      const untilPowerCut: Pick<Transactor, 'transact'> = {
        transact: (request) =>
          ++sent > 700 ? Promise.reject(new Error('power cut')) : transactor.transact(request),
      };
      // Only `transact` is asked of it.
      const engine = { ...other.engine, transactor: untilPowerCut as Transactor };
      const options = { endsOn: ENDS_ON, seed: 1 };
      await expect(seedDemo({ ...other, engine }, options)).rejects.toThrow('power cut');
      expect(other.clock.simulated).toBe(false);
      expect(await demoInfo(other)).toMatchObject({ endedOn: ENDS_ON });
      await seedDemo(other, options);
      const ids: string[] = [];
      for await (const { id } of other.engine.store.readAll({ after: 0 })) ids.push(id);
      expect(ids).toEqual(events.map(({ id }) => id));
    } finally {
      await other.close();
    }
  }, 60_000);

  it('is known for what it is after its very first entry', async () => {
    const other = await emptyDemo();
    try {
      let sent = 0;
      const { transactor } = other.engine;
      const once: Pick<Transactor, 'transact'> = {
        transact: (request) =>
          ++sent > 1 ? Promise.reject(new Error('power cut')) : transactor.transact(request),
      };
      // Only `transact` is asked of it.
      const engine = { ...other.engine, transactor: once as Transactor };
      const seeding = seedDemo({ ...other, engine }, { endsOn: ENDS_ON, seed: 1 });
      await expect(seeding).rejects.toThrow('power cut');
      expect(await other.engine.store.head()).toMatchObject({ position: 1 });
      expect(await demoInfo(other)).toMatchObject({ endedOn: ENDS_ON });
    } finally {
      await other.close();
    }
  });
});
