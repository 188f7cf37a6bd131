import { clinicDecider, type ClinicCommand } from '../../src/domain/clinic/decider';
import { clinicEvents, type ClinicEvent } from '../../src/domain/clinic/events';
import type { Clinic } from '../../src/domain/clinic/state';
import { patientDecider, type PatientCommand } from '../../src/domain/patient/decider';
import { patientEvents, type PatientEvent } from '../../src/domain/patient/events';
import type { Patient } from '../../src/domain/patient/state';
import { clinic, CLINIC, NOW, patient, PATIENT, utc, zone } from './cast';
import { given, type Past } from './given';

describe('a clinic', () => {
  const givenClinic = given<Clinic | null, ClinicCommand, ClinicEvent>({
    stream: `clinic-${CLINIC}`,
    decider: clinicDecider,
    schemas: clinicEvents,
  });
  const { name, address } = clinic;
  const open: ClinicCommand = {
    type: 'OpenClinic',
    clinicId: CLINIC,
    name,
    zone: clinic.zone,
    address,
  };
  const opened: Past<ClinicEvent> = {
    type: 'ClinicOpened',
    at: NOW,
    data: { clinicId: CLINIC, name, zone: clinic.zone, address, since: NOW },
  };

  it('opens from now on, or from when it says', () => {
    const outcome = givenClinic().when(open);
    outcome.then({ type: 'ClinicOpened', data: { name, zone: clinic.zone, since: NOW } });
    expect(outcome.state).toEqual({ ...clinic, since: NOW });
    const since = utc('2020-01-01T00:00');
    givenClinic()
      .when({ ...open, since })
      .then({ type: 'ClinicOpened', data: { since } });
  });

  it('opens once; the same again changes nothing, other details are refused', () => {
    givenClinic(opened).when(open).thenNothing();
    for (const other of [{ name: 'Other' }, { address: 'Other' }, { zone: zone('Asia/Tokyo') }]) {
      givenClinic(opened)
        .when({ ...open, ...other })
        .thenRefused('CLINIC_EXISTS', { clinicId: CLINIC });
    }
  });
});

describe('a patient', () => {
  const givenPatient = given<Patient | null, PatientCommand, PatientEvent>({
    stream: `patient-${PATIENT}`,
    decider: patientDecider,
    schemas: patientEvents,
  });
  const register: PatientCommand = {
    type: 'RegisterPatient',
    patientId: PATIENT,
    clinicId: CLINIC,
    name: 'Erika Muster',
    birthDate: '1970-05-17',
    number: undefined,
    contact: '',
    searchTokens: ['abcdefghijklmnop', 'qrstuvwxyz_-0123'],
  };
  const registered: Past<PatientEvent> = {
    type: 'PatientRegistered',
    at: NOW,
    texts: ['name'],
    data: { patientId: PATIENT, clinicId: CLINIC, searchTokens: [...register.searchTokens] },
  };

  it('is registered with every name and date sealed, only keyed hashes clear', () => {
    const outcome = givenPatient().when(register);
    outcome.then({
      type: 'PatientRegistered',
      data: { patientId: PATIENT, clinicId: CLINIC, searchTokens: [...register.searchTokens] },
      texts: { name: 'Erika Muster', birthDate: '1970-05-17' },
    });
    const { decision, state } = outcome;
    const [draft] = decision.kind === 'accepted' ? decision.events : [];
    expect(JSON.stringify(draft?.data)).not.toMatch(/Muster|1970/);
    expect(Object.keys(draft?.texts ?? {})).toEqual(['name', 'birthDate']);
    expect(state).toMatchObject({ name: { field: 'name' }, number: null });
  });

  it('is registered once: with the same hashes nothing changes, with others it is refused', () => {
    const reordered = [...register.searchTokens].reverse();
    givenPatient(registered)
      .when({ ...register, searchTokens: reordered })
      .thenNothing();
    givenPatient(registered)
      .when({ ...register, searchTokens: [...patient.searchTokens] })
      .thenRefused('PATIENT_EXISTS', { patientId: PATIENT });
  });

  it('belongs to a clinic that is open', () => {
    givenPatient()
      .when(register, { clinic: null })
      .thenRefused('CLINIC_UNKNOWN', { clinicId: CLINIC });
  });
});
