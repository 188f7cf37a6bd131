import type { EpisodeCommand } from '../src/domain/episode/commands';
import type { Episode } from '../src/domain/episode/state';
import { currentVersion } from '../src/domain/episode/state';
import type { ClinicId, EpisodeId, SessionId, StaffId } from '../src/domain/ids';
import { localDate, plusDays, plusHours, type LocalDate, type Zone } from '../src/domain/time';
import { Dice, openEpisode, send } from '../test/engine/histories';
import type { TestEngine } from '../test/support/engine';
import { assessment, booking, goal, held, REFERRALS, started } from './course-commands';
import { idOf } from './organisation';

/** What the courses of treatment are like. */
export interface Shape {
  readonly goals: number;
  readonly visits: number;
}

const ZONE = 'Europe/Berlin' as Zone; // a zone of the tz database
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Entries are made from here on, UTC: far from midnight in the zone, summer and winter. */
const DAY_STARTS_MS = 8 * 60 * MINUTE_MS;
const REASONS = ['GOALS_MET', 'GOALS_MET', 'PLATEAU', 'LOST_TO_FOLLOW_UP'] as const;
/** Of so many courses the first is declined, and the second does not come again. */
const OF = 20;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Command = DistributiveOmit<EpisodeCommand, 'episodeId'>;

/** One course of treatment, each command accepted: else the pattern is no pattern. */
export class Course {
  readonly #dice: Dice;
  #episodeId: EpisodeId | null = null;

  constructor(
    private readonly engine: TestEngine,
    private readonly place: { readonly clinicId: ClinicId; readonly therapistId: StaffId },
    private readonly shape: Shape,
    private readonly number: number,
  ) {
    this.#dice = new Dice(42 + 7_919 * number);
    // The first numbers of neighbouring seeds are alike.
    for (let n = 0; n < 10; n++) this.#dice.below(2);
  }

  /** From referral to discharge; the clock goes on by weeks. */
  async run(): Promise<void> {
    await this.#refer();
    if (this.number % OF === 0) {
      await this.#do({ type: 'DeclineReferral', words: 'sample reason' });
      return;
    }
    await this.#admit();
    const worst = 5 + this.#dice.below(5);
    await this.#do(assessment('INITIAL', worst));
    const due = plusDays(this.#today(), 60);
    for (let n = 0; n < this.shape.goals; n++) await this.#do(goal(n, due));
    const leaves = this.number % OF === 1;
    const visits = leaves ? 1 + this.#dice.below(3) : this.shape.visits;
    for (let visit = 0; visit < visits; visit++) {
      await this.#visit(visit, worst);
      if (leaves || visit !== Math.floor(visits / 2)) continue;
      await this.#do(assessment('REASSESSMENT', Math.max(0, worst - this.#dice.below(4))));
      if (this.#dice.chance(60)) await this.#revise();
    }
    if (leaves) return;
    if (this.#dice.chance(25)) await this.#react();
    await this.#discharge(Math.max(0, worst - this.#dice.below(8)));
  }

  /** The next day on which the clinic is open for it, in the morning. */
  #laterBy(days: number): void {
    const { clock } = this.engine;
    const morning = Math.floor(clock.now() / DAY_MS) * DAY_MS + DAY_STARTS_MS;
    const minute = this.#dice.below(240) * MINUTE_MS;
    clock.forward(morning + days * DAY_MS + minute - clock.now());
  }

  #today(): LocalDate {
    return localDate(this.engine.clock.instant(), ZONE);
  }

  async #refer(): Promise<void> {
    this.#laterBy(1);
    const { clinicId } = this.place;
    const about = this.#dice.pick(REFERRALS);
    const referrer = { id: `gp-${1 + this.#dice.below(12)}`, role: 'PHYSICIAN', staffId: null };
    const labels = { arm: this.#dice.pick(['a', 'b']) };
    const world = { clinicId, therapists: [], actor: { id: '', role: 'THERAPIST' } } as const;
    this.#episodeId = await openEpisode(this.engine, world, { ...about, referrer, labels });
    this.engine.clock.forward(MINUTE_MS);
  }

  async #admit(): Promise<void> {
    this.#laterBy(1 + this.#dice.below(4));
    const { therapistId } = this.place;
    const today = this.#today();
    await this.#do({ type: 'AcceptReferral' });
    await this.#do({
      type: 'GrantAuthorization',
      visits: 20,
      from: today,
      to: plusDays(today, 300),
      payerClass: 'PUBLIC',
    });
    const consent = { type: 'GiveConsent', by: 'PATIENT', scope: 'TREATMENT' } as const;
    await this.#do({ ...consent, formVersion: '1' });
    await this.#do({ type: 'AssignTherapist', therapistId, handover: undefined });
    this.#laterBy(2 + this.#dice.below(8));
  }

  async #visit(visit: number, worst: number): Promise<void> {
    const { engine, number } = this;
    const { therapistId } = this.place;
    const sessionId = idOf(`session ${number} ${visit}`) as SessionId; // a UUID
    const inDays = 3 + this.#dice.below(5);
    const from = plusHours(engine.clock.instant(), 24 * inDays);
    const slot = { from, to: plusHours(from, 1) };
    await this.#do(booking(sessionId, therapistId, slot));
    engine.clock.forward(Date.parse(from) - engine.clock.now());
    if (this.#dice.chance(8)) {
      engine.clock.forward(60 * MINUTE_MS);
      const missed = { type: 'MissSession', sessionId, missReason: 'NO_SHOW' } as const;
      await this.#do({ ...missed, words: undefined });
      return;
    }
    await this.#do(started(sessionId, therapistId));
    const startedAt = plusHours(engine.clock.instant(), 0);
    engine.clock.forward(55 * MINUTE_MS);
    const endedAt = engine.clock.instant();
    const before = Math.max(0, worst - this.#dice.below(4));
    const pain = { painBefore: before, painAfter: Math.max(0, before - this.#dice.below(3)) };
    await this.#do(held(sessionId, therapistId, { startedAt, endedAt }, pain));
  }

  async #revise(): Promise<void> {
    const episode = await this.#episode();
    const [first] = episode.goals;
    const observation = episode.observations.findLast(({ assessment: kind }) => kind !== null);
    if (!first || !observation) throw new Error('the goal was set before');
    await this.#do({
      type: 'ReviseGoal',
      goalId: first.id,
      revises: currentVersion(first).id,
      target: { percent: 25 },
      reasonCode: 'SLOWER_THAN_EXPECTED',
      words: 'sample reason',
      evidence: [{ kind: 'OBSERVATION', id: observation.id }],
    });
  }

  async #react(): Promise<void> {
    await this.#do({
      type: 'ReportReaction',
      severity: 'MILD',
      sessionId: null,
      description: 'sample reaction',
      action: undefined,
      told: undefined,
    });
  }

  async #discharge(score: number): Promise<void> {
    this.#laterBy(3 + this.#dice.below(8));
    const { goals } = await this.#episode();
    const isMeasured = this.#dice.chance(85);
    await this.#do({
      type: 'Discharge',
      dischargeReason: this.#dice.pick(REASONS),
      observations: isMeasured ? assessment('DISCHARGE', score).observations : [],
      finalMissingBecause: isMeasured ? undefined : 'sample reason',
      goals: goals.map(({ id, versions: [first] }) =>
        isMeasured
          ? { goalId: id, outcome: 'SCORED', gasLevel: first.terms.levels ? 0 : null }
          : { goalId: id, outcome: 'NOT_MEASURED', words: 'sample reason' },
      ),
      cancelSessions: [],
      report: 'sample report',
      findings: undefined,
    });
  }

  async #episode(): Promise<Episode> {
    const { folded } = await this.engine.streams.load('episode', this.#episodeId ?? '');
    if (!folded.state) throw new Error('the episode was opened before');
    return folded.state;
  }

  async #do(command: Command): Promise<void> {
    if (!this.#episodeId) throw new Error('the episode was opened before');
    const episodeId = this.#episodeId;
    const outcome = await send(this.engine, 'episode', episodeId, { ...command, episodeId });
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    this.engine.clock.forward(MINUTE_MS);
  }
}
