import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { instrumentByCode } from '../domain/outcomes/instruments';
import type { ClinicId, StaffId } from '../domain/ids';
import { conditionOfCode } from '../domain/policy/conditions';
import { customMeasures, policyAt, type PolicyBook } from '../domain/policy/decider';
import { hasSpecialty, holdsRole, licensedOn, type Staff } from '../domain/staff/state';
import { instantOf, startOfDay, type LocalDate } from '../domain/time';
import { IMPORTER, sendOrThrow, type ImportEngine } from './import-command';
import { clinicIdOf, IMPORT_ISSUER, importId, therapistIdOf } from './import-ids';
import { BadMapping, type Mapping } from './mapping';

/** What the lines of a sheet need to be there: found by reading it once before anything is sent. */
export interface Needed {
  /** Contents of the clinic's column. */
  readonly clinics: ReadonlySet<string>;
  /** By content of the therapist's column. */
  readonly therapists: ReadonlyMap<string, NeededOfTherapist>;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
}

export interface NeededOfTherapist {
  /** Contents of the clinic's column. */
  readonly clinics: Set<string>;
  /** ICD-10 codes of their lines, each with a day of a referral. */
  readonly diagnoses: Map<string, LocalDate>;
}

/**
 * The mapping with the measures of the adopted policy beside its own. Throws `BadMapping` when it
 * rests on what is not there: an instrument that nobody knows, a measure that the policy defines
 * otherwise, an id of a clinic or therapist that does not exist.
 */
export async function checkedMapping(engine: ImportEngine, mapping: Mapping): Promise<Mapping> {
  const complaints: string[] = [];
  const policy = await engine.streams.load('policy', '');
  const adopted = customMeasures(policy.folded.state, instantOf(engine.clock.now()));
  for (const measure of mapping.measures) {
    const same = adopted.find(({ code }) => code === measure.code);
    if (same && !isDeepStrictEqual(same, measure)) {
      complaints.push(`measures: ${measure.code} is defined otherwise by the adopted policy`);
    }
  }
  const own = new Set(mapping.measures.map(({ code }) => code));
  const measures = [...mapping.measures, ...adopted.filter(({ code }) => !own.has(code))];
  for (const { instrument } of mapping.assessments.flatMap(({ observations }) => observations)) {
    if (instrumentByCode(instrument, measures)) continue;
    complaints.push(`assessments: there is no instrument ${instrument}; define it in measures`);
  }
  for (const [value, id] of Object.entries(mapping.clinic.ids)) {
    const clinic = await engine.streams.load('clinic', id);
    if (clinic.folded.state) continue;
    complaints.push(`clinic.ids: there is no clinic ${id} (for "${value}")`);
  }
  for (const [value, id] of Object.entries(mapping.therapist?.ids ?? {})) {
    const staff = await engine.streams.load('staff', id);
    if (staff.folded.state) continue;
    complaints.push(`therapist.ids: there is no staff member ${id} (for "${value}")`);
  }
  if (complaints.length > 0) throw new BadMapping([...new Set(complaints)].join('\n'));
  return { ...mapping, measures };
}

/** Makes what is missing; gives the number of events that it took. Throws `BadMapping`. */
export async function prepare(
  engine: ImportEngine,
  mapping: Mapping,
  needed: Needed,
): Promise<number> {
  let events = await adoptMeasures(engine, mapping, needed.firstDay);
  for (const value of needed.clinics) events += await makeClinic(engine, mapping, value, needed);
  for (const [value, of] of needed.therapists) {
    events += await makeTherapist(engine, mapping, { value, of, needed });
  }
  return events;
}

/**
 * Adopts the mapping's measures as a copy of the policy in force at the first day, from then on:
 * no rule changes at any time, and later policies stay in force.
 */
async function adoptMeasures(
  engine: ImportEngine,
  mapping: Mapping,
  firstDay: LocalDate,
): Promise<number> {
  const loaded = await engine.streams.load('policy', '');
  const book: PolicyBook = loaded.folded.state;
  const since = startOfDay(firstDay, mapping.zone);
  const known = new Set(customMeasures(book, since).map(({ code }) => code));
  const added = mapping.measures.filter(({ code }) => !known.has(code));
  if (added.length === 0) return 0;
  const base = policyAt(book, since);
  const customs = [...base.customMeasures, ...added];
  const digest = createHash('sha256').update(JSON.stringify(customs)).digest('hex').slice(0, 8);
  const version = `import-${mapping.source.slice(0, 50)}-${digest}`;
  const policy = { ...base, version, customMeasures: customs };
  return sendOrThrow(engine, {
    category: 'policy',
    id: '',
    command: { type: 'AdoptPolicy', policy, since },
    commandId: importId(mapping.source, 'policy', version),
    reason: `Measures of the imported sheet ${mapping.source}`,
  });
}

async function makeClinic(
  engine: ImportEngine,
  mapping: Mapping,
  value: string,
  { firstDay }: Needed,
): Promise<number> {
  const clinicId = clinicIdOf(mapping, value);
  const existing = await engine.streams.load('clinic', clinicId);
  if (existing.folded.state) return 0;
  const { source, zone, clinic } = mapping;
  const name = nameOf(clinic.name, value);
  const since = startOfDay(firstDay, zone);
  return sendOrThrow(engine, {
    category: 'clinic',
    id: clinicId,
    command: { type: 'OpenClinic', clinicId, name, zone, address: '', since },
    commandId: importId(source, 'clinic', value, 'opened'),
  });
}

/** A name of template and cell, cut where names end, but never within a pair (Unicode Cs). */
function nameOf(template: string, value: string): string {
  return template
    .replaceAll('{value}', value)
    .slice(0, 200)
    .replace(/\p{Cs}$/u, '');
}

interface NeededTherapist {
  readonly value: string;
  readonly of: NeededOfTherapist;
  readonly needed: Needed;
}

/**
 * A therapist who is missing is registered, with the role at the clinics of the sheet, a licence
 * for its period, and the specialties that their lines need. One whom the mapping names by id is
 * left alone: whether the licence held is then judged.
 */
async function makeTherapist(
  engine: ImportEngine,
  mapping: Mapping,
  { value, of, needed }: NeededTherapist,
): Promise<number> {
  const { source, therapist } = mapping;
  if (!therapist || Object.hasOwn(therapist.ids, value)) return 0;
  const staffId = therapistIdOf(mapping, value);
  const { firstDay, lastDay } = needed;
  const send = (step: string, command: Parameters<typeof staffCommand>[2]) =>
    sendOrThrow(engine, staffCommand(staffId, importId(source, 'therapist', value, step), command));
  const load = async (): Promise<Staff | null> =>
    (await engine.streams.load('staff', staffId)).folded.state;
  let events = 0;
  if (!(await load())) {
    const name = nameOf(therapist.name, value);
    const subject = `${source}/${value}`;
    const person = { staffId, issuer: IMPORT_ISSUER, subject, name };
    events += await send('registered', { type: 'RegisterStaff', ...person });
  }
  for (const clinic of of.clinics) {
    const clinicId: ClinicId = clinicIdOf(mapping, clinic);
    const staff = await load();
    const holds = (day: LocalDate) => staff && holdsRole(staff, 'THERAPIST', clinicId, day);
    if (holds(firstDay) && holds(lastDay)) continue;
    const period = { clinics: [clinicId], from: firstDay, to: lastDay };
    const step = `role ${clinic} ${firstDay} ${lastDay}`;
    events += await send(step, { type: 'GrantRole', staffId, role: 'THERAPIST', ...period });
  }
  const since = firstDay;
  for (const code of await specialtiesOf(engine, mapping, of)) {
    const staff = await load();
    if (staff && hasSpecialty(staff, code, since)) continue;
    const step = `specialty ${code} ${since}`;
    events += await send(step, { type: 'RecordSpecialty', staffId, code, since });
  }
  const staff = await load();
  if (staff && licensedOn(staff, firstDay) && licensedOn(staff, lastDay)) return events;
  events += await send(`licence ${firstDay} ${lastDay}`, {
    type: 'RecordCredential',
    staffId,
    licence: 'IMPORTED',
    number: value,
    issuer: source,
    since,
    validUntil: lastDay,
  });
  return events;
}

/** What the policy of their day asks of whoever treats these diagnoses. */
async function specialtiesOf(
  engine: ImportEngine,
  { zone }: Mapping,
  { diagnoses }: NeededOfTherapist,
): Promise<ReadonlySet<string>> {
  const book: PolicyBook = (await engine.streams.load('policy', '')).folded.state;
  const found = new Set<string>();
  for (const [code, day] of diagnoses) {
    const condition = conditionOfCode(policyAt(book, startOfDay(day, zone)).conditions, code);
    if (condition && condition.specialty !== null) found.add(condition.specialty);
  }
  return found;
}

function staffCommand(
  staffId: StaffId,
  commandId: string,
  command: Parameters<typeof sendOrThrow<'staff'>>[1]['command'],
) {
  return { category: 'staff' as const, id: staffId, command, commandId, actor: IMPORTER };
}
