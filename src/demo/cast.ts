import { v5 as uuidV5 } from 'uuid';
import type { Actor, Role } from '../domain/envelope';
import type { ClinicId, StaffId } from '../domain/ids';
import type { Zone } from '../domain/time';
import { staffIdOf } from '../engine/ids';
import { DEMO_ISSUER } from '../platform/demo-issuer';

/** The people and places of the sample clinic: all invented, and plainly so. */

/** Namespace (RFC 9562, version 5) of what the demo makes. */
const DEMO = '6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f05';

/** An id that follows from the seed, so that one seed makes the same history again. */
export function demoId(seed: number, ...parts: readonly (string | number)[]): string {
  return uuidV5([seed, ...parts].join('\n'), DEMO);
}

export interface DemoClinic {
  readonly id: ClinicId;
  readonly name: string;
  readonly zone: Zone;
  readonly address: string;
}

export interface DemoPerson {
  /** In the demo's tokens. */
  readonly subject: string;
  readonly id: StaffId;
  readonly name: string;
  readonly role: Role;
  /** Places in `clinics`; none: every clinic. */
  readonly clinics: readonly number[];
  /** Certificates and specialties; therapists only. */
  readonly specialties: readonly string[];
}

function person(
  subject: string,
  name: string,
  role: Role,
  clinics: readonly number[] = [],
  specialties: readonly string[] = [],
): DemoPerson {
  // A UUID v5.
  const id = staffIdOf(DEMO_ISSUER, subject) as StaffId;
  return { subject, id, name: `${name} (Sample)`, role, clinics, specialties };
}

/** Whoever can sign in to the demo; subjects are what its tokens carry. */
export const DEMO_STAFF: readonly DemoPerson[] = [
  person('demo-administrator-1', 'Ada Verwalter', 'ADMINISTRATOR'),
  person('demo-manager-1', 'Mona Leitner', 'MANAGER'),
  person('demo-auditor-1', 'Arno Pruefer', 'AUDITOR'),
  person('demo-lead-1', 'Lea Fachner', 'CLINICAL_LEAD'),
  person('demo-desk-1', 'Dora Empfang', 'FRONT_DESK', [0]),
  person('demo-privacy-1', 'Petra Schutz', 'PRIVACY_OFFICER'),
  person('demo-operator-1', 'Oskar Betrieb', 'OPERATOR'),
  person('demo-therapist-1', 'Tina Handler', 'THERAPIST', [0], ['REHABILITATION']),
  person('demo-therapist-2', 'Tom Kneter', 'THERAPIST', [0], ['LYMPHATIC']),
  person('demo-therapist-3', 'Tara Griffin', 'THERAPIST', [0], ['NEUROLOGICAL', 'PRENATAL']),
  person('demo-therapist-4', 'Tiago Mao', 'THERAPIST', [1], ['REHABILITATION', 'LYMPHATIC']),
  person('demo-therapist-5', 'Teresa Toque', 'THERAPIST', [1], ['NEUROLOGICAL']),
];

/** Whoever holds a role first. */
export function actor(role: DemoPerson['role']): Actor {
  const person = DEMO_STAFF.find((known) => known.role === role);
  if (!person) throw new Error(`The sample clinic has no ${role}.`);
  return { id: person.id, role };
}

export function demoClinics(seed: number): readonly DemoClinic[] {
  // Ids are UUIDs v5; both zones are in every IANA database.
  const clinic = (place: number, name: string, zone: string, address: string): DemoClinic => ({
    id: demoId(seed, 'clinic', place) as ClinicId,
    name,
    zone: zone as Zone,
    address,
  });
  return [
    clinic(0, 'Sample Clinic Lindenhof', 'Europe/Berlin', 'Musterweg 1, 00000 Musterstadt'),
    clinic(1, 'Sample Clinic Alameda', 'Europe/Lisbon', 'Rua do Exemplo 2, 0000 Exemplo'),
  ];
}

const FIRST_NAMES = [
  ...['Erika', 'Max', 'Anna', 'Paul', 'Lena', 'Jonas', 'Mia', 'Karl', 'Ida', 'Otto'],
  ...['Eva', 'Hans', 'Nora', 'Emil', 'Greta', 'Felix', 'Rosa', 'Bruno', 'Clara', 'Theo'],
];
const LAST_NAMES = ['Muster', 'Probe', 'Beispiel', 'Vorlage', 'Exemplo', 'Amostra', 'Specimen'];

/** An invented name for each number; the first 140 differ. */
export function sampleName(number: number): string {
  const first = FIRST_NAMES[number % FIRST_NAMES.length] ?? 'Erika';
  const last = LAST_NAMES[number % LAST_NAMES.length] ?? 'Muster';
  return `${first} ${last}`;
}
