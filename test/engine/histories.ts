import { randomUUID } from 'node:crypto';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import type { Episode } from '../../src/domain/episode/state';
import { currentVersion } from '../../src/domain/episode/state';
import type { ClinicId, EntryId, EpisodeId, PatientId, StaffId } from '../../src/domain/ids';
import { localDate, plusDays, plusHours, type Instant, type Zone } from '../../src/domain/time';
import { staffIdOf } from '../../src/engine/ids';
import type { CommandOf } from '../../src/engine/aggregates';
import type { Outcome } from '../../src/engine/request';
import type { Category } from '../../src/domain/ids';
import type { Engine } from '../../src/compose';
import type { TestEngine } from '../support/engine';

/** Picks by a seed, so that a failing history can be run again. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }
  /** A whole number from 0 to n − 1 (xorshift32). */
  below(n: number): number {
    this.#state ^= this.#state << 13;
    this.#state >>>= 0;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    this.#state >>>= 0;
    return this.#state % n;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const ZONE = 'Europe/Berlin' as Zone;
const HOUR_MS = 3_600_000;

/** What commands are sent to: a test's engine, or one that runs by the wall's clock. */
export interface Site {
  readonly transactor: Pick<Engine['transactor'], 'transact'>;
  readonly streams: Pick<Engine['streams'], 'load'>;
  readonly clock: { instant(): Instant };
}

export interface World {
  readonly clinicId: ClinicId;
  readonly therapists: readonly StaffId[];
  readonly actor: { readonly id: string; readonly role: 'THERAPIST' };
}

/** Sends a command as a therapist would; the outcome may be a refusal. */
export async function send<K extends Category>(
  engine: Site,
  category: K,
  id: string,
  command: CommandOf<K>,
  extra: { occurredAt?: Instant; reason?: string; commandId?: string } = {},
): Promise<Outcome<K>> {
  return engine.transactor.transact({
    category,
    id,
    command,
    commandId: extra.commandId ?? randomUUID(),
    actor: { id: 'a0000000-0000-5000-8000-000000000001', role: 'THERAPIST' },
    input: command,
    occurredAt: extra.occurredAt,
    reason: extra.reason,
  });
}

/** A clinic with two licensed therapists. */
export async function openWorld(engine: Site): Promise<World> {
  const clinicId = randomUUID() as ClinicId;
  await send(engine, 'clinic', clinicId, {
    type: 'OpenClinic',
    clinicId,
    name: 'Sample clinic',
    zone: ZONE,
    address: '',
  });
  const therapists: StaffId[] = [];
  for (const subject of ['one', 'two']) {
    const staffId = staffIdOf('test', `${clinicId}/${subject}`) as StaffId;
    const day = localDate(engine.clock.instant(), ZONE);
    const common = { staffId } as const;
    await send(engine, 'staff', staffId, {
      type: 'RegisterStaff',
      ...common,
      issuer: 'test',
      subject: `${clinicId}/${subject}`,
      name: `Sample ${subject}`,
    });
    await send(engine, 'staff', staffId, {
      type: 'GrantRole',
      ...common,
      role: 'THERAPIST',
      clinics: [clinicId],
      from: plusDays(day, -400),
    });
    await send(engine, 'staff', staffId, {
      type: 'RecordCredential',
      ...common,
      licence: 'MASSAGE_THERAPIST',
      number: 'n',
      issuer: 'Sample board',
      since: plusDays(day, -400),
      validUntil: plusDays(day, 800),
    });
    therapists.push(staffId);
  }
  return { clinicId, therapists, actor: { id: therapists[0] ?? '', role: 'THERAPIST' } };
}

/** The referral of a new patient; `extra` replaces parts of it. */
export async function openEpisode(
  engine: Site,
  world: World,
  extra: Partial<Extract<EpisodeCommand, { type: 'ReceiveReferral' }>> = {},
): Promise<EpisodeId> {
  const patientId = randomUUID() as PatientId;
  const episodeId = randomUUID() as EpisodeId;
  const { clinicId } = world;
  await send(engine, 'patient', patientId, {
    type: 'RegisterPatient',
    patientId,
    clinicId,
    name: 'Sample Person',
    searchTokens: [],
  });
  const day = localDate(engine.clock.instant(), ZONE);
  await send(engine, 'episode', episodeId, {
    type: 'ReceiveReferral',
    episodeId,
    patientId,
    clinicId,
    referrer: { id: 'gp-1', role: 'PHYSICIAN', staffId: null },
    referrerName: 'Sample Physician',
    referrerOrganisation: undefined,
    prescription: { number: null, issuedOn: plusDays(day, -30), validUntil: null, visits: 12 },
    diagnoses: [{ system: 'ICD-10', code: 'M54.2', assertedBy: { role: 'PHYSICIAN' } }],
    indication: undefined,
    bodySites: ['NECK'],
    urgency: 'ROUTINE',
    caseMix: {
      ageBand: 'FROM_35_TO_49',
      sex: 'FEMALE',
      symptomDuration: 'FROM_3_TO_12_MONTHS',
      payerClass: 'PUBLIC',
    },
    labels: { arm: 'a' },
    imported: null,
    ...extra,
  });
  return episodeId;
}

/** One random command to an episode, valid or not, at a random clinical time of the last days. */
export async function randomStep(
  engine: Site,
  world: World,
  episodeId: EpisodeId,
  dice: Dice,
): Promise<Outcome<'episode'>> {
  const loaded = await engine.streams.load('episode', episodeId);
  const episode = loaded.folded.state;
  if (!episode) throw new Error('the episode was opened before');
  const now = engine.clock.instant();
  const occurredAt = dice.chance(30) ? plusHours(now, -1 - dice.below(150)) : undefined;
  const entries = loaded.folded.events.map(({ header }) => header.id as EntryId);
  const command = randomCommand(episode, world, dice, occurredAt ?? now, entries);
  return send(engine, 'episode', episodeId, command, {
    ...(occurredAt ? { occurredAt } : {}),
    reason: 'said by the sample therapist',
  });
}

function randomCommand(
  episode: Episode,
  world: World,
  dice: Dice,
  at: Instant,
  entries: readonly EntryId[],
): EpisodeCommand {
  const { id: episodeId } = episode;
  const today = localDate(at, ZONE);
  const therapistId = dice.pick(world.therapists);
  const goal = episode.goals.length > 0 ? dice.pick(episode.goals) : null;
  const observation = episode.observations.at(-1);
  const pain = (score: number) => ({
    instrument: 'NPRS',
    bodySite: null,
    answer: { score },
    recall: 'NOW' as const,
    mode: 'SELF_REPORT' as const,
  });
  const assessment = (kind: 'INITIAL' | 'REASSESSMENT') => ({
    type: 'RecordAssessment' as const,
    kind,
    healthHistoryTaken: true,
    contraindicationsAsked: true,
    observations: [pain(dice.below(11))],
    primaryMeasure: undefined,
    findings: 'sample findings',
    activityNames: {},
  });
  const commands: EpisodeCommand[] = [
    { episodeId, type: 'AcceptReferral' },
    { episodeId, type: 'GiveConsent', by: 'PATIENT', scope: 'TREATMENT', formVersion: '1' },
    { episodeId, type: 'WithdrawConsent', words: undefined },
    {
      episodeId,
      type: 'GrantAuthorization',
      visits: 3 + dice.below(9),
      from: plusDays(today, -20),
      to: plusDays(today, 60),
      payerClass: 'PUBLIC',
    },
    { episodeId, type: 'AssignTherapist', therapistId, handover: undefined },
    { episodeId, ...assessment('INITIAL') },
    { episodeId, ...assessment('REASSESSMENT') },
    { episodeId, ...assessment('REASSESSMENT') },
    {
      episodeId,
      type: 'SetGoal',
      goalId: undefined,
      kind: dice.chance(80) ? 'IMPROVE' : 'MAINTAIN',
      measure: { instrument: 'NPRS', bodySite: null },
      statement: 'sample goal',
      target: { percent: 30 + dice.below(50) },
      tolerance: 1,
      due: plusDays(today, dice.below(40)),
      importance: 2,
      difficulty: 1,
      gasBaselineLevel: dice.chance(50) ? -1 : null,
    },
    {
      episodeId,
      type: 'CompleteSession',
      sessionId: undefined,
      therapistId,
      startedAt: plusHours(at, -1),
      endedAt: at,
      given: { techniques: ['DEEP_TISSUE'], sites: ['NECK'], pressure: 'MODERATE' },
      breaks: 0,
      painBefore: dice.below(11),
      painAfter: dice.below(11),
      response: undefined,
      notes: 'sample notes',
      homeAdvice: undefined,
      stoppedBecause: undefined,
    },
    {
      episodeId,
      type: 'ScheduleSession',
      sessionId: undefined,
      slot: { from: plusHours(at, 24), to: plusHours(at, 25) },
      therapistId,
      techniques: [],
    },
    {
      episodeId,
      type: 'ReportReaction',
      severity: dice.pick(['MILD', 'MODERATE', 'SEVERE']),
      sessionId: null,
      description: 'sample reaction',
      action: undefined,
      told: undefined,
    },
    { episodeId, type: 'PutOnHold', holdReason: 'ILLNESS', words: undefined, reviewOn: null },
    { episodeId, type: 'Resume', words: undefined },
    { episodeId, type: 'MarkEntryInError', entryId: dice.pick(entries), words: 'sample error' },
    {
      episodeId,
      type: 'CorrectEntry',
      entryId: dice.pick(entries),
      replacement: assessment(dice.chance(50) ? 'INITIAL' : 'REASSESSMENT'),
      correctedOccurredAt: dice.chance(30) ? plusHours(at, -dice.below(100)) : undefined,
      words: 'sample correction',
    },
  ];
  for (const session of episode.sessions) {
    const { id: sessionId } = session;
    commands.push({ episodeId, type: 'MissSession', sessionId, missReason: 'NO_SHOW', words: '' });
    commands.push({ episodeId, type: 'CancelSession', sessionId, words: 'sample cancellation' });
  }
  if (goal && observation) {
    const goalId = goal.id;
    const gasLevel = goal.versions[0].terms.levels ? 0 : null;
    commands.push(
      { episodeId, type: 'ScoreGoal', goalId, observationId: observation.id, gasLevel },
      { episodeId, type: 'AbandonGoal', goalId, words: 'sample abandonment' },
      {
        episodeId,
        type: 'ReviseGoal',
        goalId,
        revises: currentVersion(goal).id,
        target: { percent: 20 + dice.below(60) },
        reasonCode: 'SLOWER_THAN_EXPECTED',
        words: 'sample reason',
        evidence: [{ kind: 'OBSERVATION', id: observation.id }],
      },
    );
  }
  if (dice.chance(15)) {
    commands.push({
      episodeId,
      type: 'Discharge',
      dischargeReason: 'PLATEAU',
      observations: [pain(dice.below(11))],
      finalMissingBecause: undefined,
      goals: episode.goals
        .filter(({ status }) => status.status === 'open')
        .map(({ id }) => ({ goalId: id, outcome: 'NOT_MEASURED' as const, words: 'sample' })),
      cancelSessions: episode.sessions
        .filter(({ status }) => status === 'booked')
        .map(({ id }) => id),
      report: undefined,
      findings: undefined,
    });
  }
  return dice.pick(commands);
}

/** Moves the clock by up to a day and a half. */
export function timePasses(engine: TestEngine, dice: Dice): void {
  engine.clock.forward(dice.below(36) * HOUR_MS + 60_000);
}
