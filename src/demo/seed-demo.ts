import type { Actor } from '../domain/envelope';
import { defaultPolicy } from '../domain/policy/default';
import { epochMs, momentOf, plusDays, type Instant, type LocalDate } from '../domain/time';
import type { CommandOf } from '../engine/aggregates';
import { DEMO_ISSUER } from '../platform/demo-issuer';
import { actor, DEMO_STAFF, demoClinics, sampleName, type DemoPerson } from './cast';
import { demoCases, DEMO_DAYS } from './cases';
import { HEADACHE_DAYS } from './complaints';
import { Scene, type Case, type Script, type Step } from './course';
import { DemoRun, type DemoHost } from './demo-run';
import { episodeScript } from './episode-script';

/** The seed of the demo that everybody sees. */
export const DEMO_SEED = 1;
/** Sample people are born some years before this one. */
const BIRTH_YEAR_BASE = 1945;

export interface DemoSummary {
  readonly episodes: number;
  readonly events: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly tookMs: number;
}

/**
 * Fills an empty log with nine months of a sample clinic that end on a day, by running commands
 * with the clock set to each one's moment. The same seed and day give the same events. Throws when
 * a command is refused: that is a mistake in the sample. Afterwards the clock is the system's.
 */
export async function seedDemo(
  host: DemoHost,
  { endsOn, seed }: { readonly endsOn: LocalDate; readonly seed: number },
): Promise<DemoSummary> {
  const startedAtMs = performance.now();
  const from = plusDays(endsOn, -DEMO_DAYS);
  const run = new DemoRun(host, seed);
  try {
    await openClinics(run, from);
    const episodes = await liveThrough(run, demoCases(seed, endsOn), endOf(endsOn));
    // By the sample's own clock: its findings are of its past, too.
    await host.engine.conformance.catchUp();
    const { position } = await host.engine.store.head();
    const tookMs = Math.round(performance.now() - startedAtMs);
    return { episodes, events: position, from, to: endsOn, tookMs };
  } finally {
    host.clock.set(null);
  }
}

/** The evening of the last day, or now when that is still to come. */
function endOf(day: LocalDate): Instant {
  const evening = `${day}T20:00:00.000Z`;
  const now = new Date().toISOString();
  return (evening < now ? evening : now) as Instant; // both are in the one text form
}

/** The organisation: who is there before the first patient comes. */
async function openClinics(run: DemoRun, day: LocalDate): Promise<void> {
  const at = `${day}T06:00:00.000Z` as Instant; // the one text form
  const administrator = actor('ADMINISTRATOR');
  const clinics = demoClinics(run.seed);
  const bootstrap: Actor = { id: 'system:bootstrap', role: 'SYSTEM' };
  // First of all: by its clinic a sample that was interrupted is known from a demo begun empty.
  for (const { id: clinicId, name, zone, address } of clinics) {
    await run.send({
      ...{ at, category: 'clinic', id: clinicId, actor: bootstrap, name: `open ${clinicId}` },
      command: { type: 'OpenClinic', clinicId, name, zone, address },
    });
  }
  for (const person of DEMO_STAFF) {
    const by = person.role === 'ADMINISTRATOR' ? bootstrap : administrator;
    await enrol(run, person, by, at, day);
  }
  const policy = {
    ...defaultPolicy,
    version: 'sample-1',
    customMeasures: [HEADACHE_DAYS],
    planCertification: {
      conditions: ['POST_SURGICAL'],
      payers: [],
      withinDays: 30,
      everyDays: 90,
    },
  };
  await run.send({
    ...{ at, category: 'policy', id: '', actor: actor('CLINICAL_LEAD'), name: 'policy' },
    command: { type: 'AdoptPolicy', policy },
    reason: 'Sample: the clinic counts headache days, and has plans after surgery signed',
  });
}

async function enrol(
  run: DemoRun,
  person: DemoPerson,
  by: Actor,
  at: Instant,
  day: LocalDate,
): Promise<void> {
  const { id: staffId, subject, name, role, specialties } = person;
  const clinics = person.clinics.flatMap((place) => demoClinics(run.seed)[place]?.id ?? []);
  const send = (step: string, command: CommandOf<'staff'>) =>
    run.send({
      ...{ at, category: 'staff', id: staffId, command, actor: by },
      name: `${subject} ${step}`,
    });
  await send('registered', { type: 'RegisterStaff', staffId, issuer: DEMO_ISSUER, subject, name });
  await send('role', { type: 'GrantRole', staffId, role, clinics, from: day });
  if (role !== 'THERAPIST') return;
  await send('licence', {
    type: 'RecordCredential',
    staffId,
    licence: 'MASSAGE_THERAPIST',
    number: `SAMPLE-${subject.slice(-1)}`,
    issuer: 'Sample board',
    since: plusDays(day, -400),
    validUntil: plusDays(day, DEMO_DAYS + 400),
  });
  for (const code of specialties) {
    await send(code, { type: 'RecordSpecialty', staffId, code, since: plusDays(day, -400) });
  }
}

interface Running {
  readonly case: Case;
  readonly scene: Scene;
  readonly script: Script;
  next: Step;
  steps: number;
}

/** Runs the scripts side by side, always the earliest step, until the end; counts the episodes. */
async function liveThrough(run: DemoRun, cases: readonly Case[], end: Instant): Promise<number> {
  let running = cases.flatMap((one) => begun(one));
  let episodes = 0;
  for (;;) {
    const earliest = running.reduce<Running | null>(
      (first, one) => (first && first.next.at <= one.next.at ? first : one),
      null,
    );
    if (!earliest || earliest.next.at > end) return episodes;
    if (earliest.steps === 0) {
      await registerPatient(run, earliest);
      episodes += 1;
    }
    const { number } = earliest.case;
    const name = `episode ${number} ${earliest.steps}`;
    await takeStep(run, earliest, name);
    earliest.steps += 1;
    const following = earliest.script.next();
    if (following.done) running = running.filter((one) => one !== earliest);
    else earliest.next = following.value;
  }
}

async function takeStep(run: DemoRun, { scene, next }: Running, name: string): Promise<void> {
  const { episodeId } = scene.of;
  switch (next.to) {
    case 'episode':
      scene.episode = await run.send({ ...next, category: 'episode', id: episodeId, name });
      return;
    case 'patient':
      await run.send({ ...next, category: 'patient', id: next.command.patientId, name });
      return;
    case 'conformance':
      await run.lookOver(next.at);
      scene.episode = await run.episodeAt(episodeId, next.at);
  }
}

function begun(one: Case): Running[] {
  const scene = new Scene(one);
  const script = episodeScript(scene);
  const first = script.next();
  return first.done ? [] : [{ case: one, scene, script, next: first.value, steps: 0 }];
}

async function registerPatient(run: DemoRun, running: Running): Promise<void> {
  const { patientId, person: number, duplicateOf, clinic, manager } = running.case;
  // Whoever has an episode already is known.
  if (duplicateOf !== null) return;
  const year = BIRTH_YEAR_BASE + ((number * 13) % 60);
  const person = {
    name: sampleName(number),
    birthDate: `${year}-0${1 + (number % 9)}-1${number % 10}`,
    number: `SAMPLE-${100 + number}`,
  };
  await run.send({
    at: running.next.at,
    category: 'patient',
    id: patientId,
    actor: manager,
    name: `patient ${running.case.number}`,
    command: {
      type: 'RegisterPatient',
      patientId,
      clinicId: clinic.id,
      ...person,
      contact: 'sample@example.org',
    },
  });
}

/** Until when the sample clinic's past goes; null: the log holds no sample clinic. */
export interface DemoInfo {
  readonly endedOn: LocalDate;
  readonly daysAgo: number;
  /** Longer ago than a week: what is "today" in it looks overdue. */
  readonly isOld: boolean;
}

const OLD_DAYS = 7;
const DAY_MS = 86_400_000;

export async function demoInfo(host: DemoHost, seed = DEMO_SEED): Promise<DemoInfo | null> {
  const [clinic] = demoClinics(seed);
  if (!clinic) return null;
  const { folded } = await host.engine.streams.load('clinic', clinic.id);
  const opened = folded.events[0]?.header.recordedAt;
  if (opened === undefined) return null;
  // The day of an instant in UTC is the beginning of its text.
  const endedOn = plusDays(opened.slice(0, 10) as LocalDate, DEMO_DAYS);
  const end = epochMs(momentOf(endedOn, '00:00', clinic.zone));
  const daysAgo = Math.floor((host.clock.now() - end) / DAY_MS);
  return { endedOn, daysAgo, isOld: daysAgo > OLD_DAYS };
}
