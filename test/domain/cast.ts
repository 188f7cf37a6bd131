import { v5 } from 'uuid';
import type { Clinic } from '../../src/domain/clinic/state';
import type { Actor } from '../../src/domain/envelope';
import type { ClinicId, EntryId, EpisodeId, PatientId, StaffId } from '../../src/domain/ids';
import type { CustomMeasure } from '../../src/domain/outcomes/instrument';
import type { Patient } from '../../src/domain/patient/state';
import type { Staff } from '../../src/domain/staff/state';
import { parseInstant, parseLocalDate, parseZone } from '../../src/domain/time';
import type { Instant, LocalDate, Zone } from '../../src/domain/time';

/** The people, the place and the moments that the specs of the domain speak of. */
const NAMESPACE = '0c1d3a52-7f4b-5c0e-9a3d-0f3c0f4f7f99';

/** The UUID of a name: the same one in every spec. */
// The caller says which id it is: that is what the type parameter is for.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function named<I extends string>(name: string): I {
  return v5(name, NAMESPACE) as I; // a UUID is an id of any brand
}

/** `utc('2026-03-02T10:00')`: that moment in UTC. */
export function utc(text: string): Instant {
  return known(parseInstant(`${text}Z`), text);
}

export function day(text: string): LocalDate {
  return known(parseLocalDate(text), text);
}

export function zone(text: string): Zone {
  return known(parseZone(text), text);
}

function known<T>(value: T | null, text: string): T {
  if (value === null) throw new Error(`the spec says ${text}, which is none`);
  return value;
}

/** A Monday noon; what a spec records without saying when is recorded then. */
export const NOW = utc('2026-03-02T12:00');
export const BERLIN = zone('Europe/Berlin');

export const EPISODE = named<EpisodeId>('episode');
export const CLINIC = named<ClinicId>('clinic');
export const PATIENT = named<PatientId>('patient');

export const clinic: Clinic = {
  id: CLINIC,
  name: 'Praxis am Fluss',
  firstZone: BERLIN,
  laterZones: [],
  address: 'Uferweg 1',
  since: utc('2024-01-01T00:00'),
  lastDay: null,
};

export const patient: Patient = {
  id: PATIENT,
  clinicId: CLINIC,
  name: { eventId: named('patient registered'), field: 'name' },
  birthDate: null,
  number: null,
  contact: null,
  detailsId: named<EntryId>('patient details'),
  diedOn: null,
  mergedInto: null,
  holds: [],
  erasure: null,
  erasedAt: null,
};

/** A therapist with a licence and, where named, specialties. */
export function therapist(name: string, specialties: readonly string[] = []): Staff {
  const since = day('2024-01-01');
  return {
    ...colleague(name),
    roles: [
      {
        id: named<EntryId>(`${name}'s role`),
        role: 'THERAPIST',
        clinics: [CLINIC],
        from: since,
        to: null,
      },
    ],
    credentials: [
      {
        id: named<EntryId>(`${name}'s licence`),
        licence: 'MASSAGE_THERAPY',
        issuer: 'Gesundheitsamt',
        since,
        validUntil: day('2027-12-31'),
        number: null,
        revokedFrom: null,
      },
    ],
    specialties: specialties.map((code) => ({ code, since })),
  };
}

/** Someone registered, without any role, licence or specialty. */
export function colleague(name: string): Staff {
  return {
    id: named<StaffId>(name),
    issuer: 'https://issuer.example',
    subject: name,
    name: { eventId: named(`${name} registered`), field: 'name' },
    roles: [],
    credentials: [],
    specialties: [],
    covers: [],
    retiredOn: null,
  };
}

export const anna = therapist('anna');
export const ben = therapist('ben', ['NEUROLOGICAL', 'LYMPHATIC']);
export const carl = colleague('carl');
export const staff: readonly Staff[] = [anna, ben, carl];

export const annaActs: Actor = { id: anna.id, role: 'THERAPIST' };

/** A temperature scale: its zero is no absence, so a percentage of it has no meaning. */
export const skinTemperature: CustomMeasure = {
  code: 'SKIN_TEMPERATURE',
  name: 'Skin temperature',
  unit: '°C',
  min: 10,
  max: 40,
  better: 'higher',
  trueZero: false,
  threshold: null,
};
