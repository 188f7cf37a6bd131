import { randomUUID } from 'node:crypto';
import type { EpisodeCommand } from '../../src/domain/episode/commands';
import type { ClinicId, EntryId, EpisodeId, PatientId, StaffId } from '../../src/domain/ids';
import { localDate, plusDays, plusHours, type Instant, type Zone } from '../../src/domain/time';
import { staffIdOf } from '../../src/engine/ids';
import type { CommandOf } from '../../src/engine/aggregates';
import type { Outcome } from '../../src/engine/request';
import type { Category } from '../../src/domain/ids';
import type { Engine } from '../../src/compose';
import type { TestEngine } from '../support/engine';
import { Dice } from './dice';
import { randomCommand } from './draws';

export { Dice };

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
  const command = randomCommand({
    episode,
    therapists: world.therapists,
    dice,
    at: occurredAt ?? now,
    today: localDate(occurredAt ?? now, ZONE),
    // Ids of entries are UUIDs of the engine.
    entries: loaded.folded.events.map(({ header, type }) => ({ id: header.id as EntryId, type })),
  });
  return send(engine, 'episode', episodeId, command, {
    ...(occurredAt ? { occurredAt } : {}),
    reason: 'said by the sample therapist',
  });
}

/** Moves the clock by up to a day and a half. */
export function timePasses(engine: TestEngine, dice: Dice): void {
  engine.clock.forward(dice.below(36) * HOUR_MS + 60_000);
}
