import { createHash } from 'node:crypto';
import type { Role } from '../src/domain/envelope';
import type { Category, ClinicId, StaffId } from '../src/domain/ids';
import { defaultPolicy } from '../src/domain/policy/default';
import type { LocalDate, Zone } from '../src/domain/time';
import { staffIdOf } from '../src/engine/ids';
import type { CommandOf } from '../src/engine/aggregates';
import { send, type Site } from '../test/engine/histories';

/** The issuer of the sample staff. */
export const ISSUER = 'test';
/** Who reads in the bench: a manager of everything. */
export const MANAGER = 'bench-manager';
/** Goals that may be open in an episode: many, as in a long rehabilitation. */
const OPEN_GOALS = 12;
const ZONE = 'Europe/Berlin' as Zone;
const THERAPISTS = 8;
/** Days between which people work there: before and after all that is recorded. */
const FROM = '2015-01-01' as LocalDate; // a day that is on the calendar
const UNTIL = '2040-12-31' as LocalDate; // as above

export interface SampleClinic {
  readonly clinicId: ClinicId;
  readonly therapists: readonly StaffId[];
}

/** Opens clinics with licensed therapists, one manager of all, and the policy, by commands. */
export async function openOrganisation(site: Site, clinics: number): Promise<SampleClinic[]> {
  await must(site, 'policy', '', {
    type: 'AdoptPolicy',
    policy: { ...defaultPolicy, version: 'bench-1', openGoalsMax: OPEN_GOALS },
  });
  await employ(site, MANAGER, 'MANAGER', []);
  const opened: SampleClinic[] = [];
  for (let n = 0; n < clinics; n++) opened.push(await openClinic(site, n));
  return opened;
}

async function openClinic(site: Site, n: number): Promise<SampleClinic> {
  const clinicId = idOf(`clinic ${n}`) as ClinicId; // a UUID, as every id of a clinic
  const name = `Sample clinic ${n + 1}`;
  const open = { type: 'OpenClinic', clinicId, name, zone: ZONE, address: '' } as const;
  await must(site, 'clinic', clinicId, open);
  const therapists: StaffId[] = [];
  for (let who = 0; who < THERAPISTS; who++) {
    const staffId = await employ(site, `therapist-${n}-${who}`, 'THERAPIST', [clinicId]);
    await must(site, 'staff', staffId, {
      type: 'RecordCredential',
      staffId,
      licence: 'MASSAGE_THERAPIST',
      number: 'n',
      issuer: 'Sample board',
      since: FROM,
      validUntil: UNTIL,
    });
    therapists.push(staffId);
  }
  return { clinicId, therapists };
}

async function employ(
  site: Site,
  subject: string,
  role: Role,
  clinics: readonly ClinicId[],
): Promise<StaffId> {
  const staffId = staffIdOf(ISSUER, subject) as StaffId; // made by the function for these ids
  const name = `Sample ${subject}`;
  const register = { type: 'RegisterStaff', staffId, issuer: ISSUER, subject, name } as const;
  await must(site, 'staff', staffId, register);
  await must(site, 'staff', staffId, { type: 'GrantRole', staffId, role, clinics, from: FROM });
  return staffId;
}

async function must<K extends Category>(
  site: Site,
  category: K,
  id: string,
  command: CommandOf<K>,
): Promise<void> {
  const commandId = idOf(`${category} ${id} ${command.type}`);
  const outcome = await send(site, category, id, command, { commandId });
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
}

/** A UUID (version 4 in its form) that is the same in every run. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(`bench ${name}`).digest('hex');
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map((part) => hex.slice(...part));
  return `${a}-${b}-4${c}-a${d}-${e}`;
}
