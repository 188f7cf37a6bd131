import type { Patient } from '../../src/domain/patient/state';
import { patientDecider, type PatientCommand } from '../../src/domain/patient/decider';
import { patientEvents, type PatientEvent } from '../../src/domain/patient/events';
import { clinic, CLINIC, day, NOW, patient, PATIENT } from './cast';
import { given, type Past } from './given';

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
    const closed = { ...clinic, lastDay: day('2026-03-01') };
    givenPatient()
      .when(register, { clinic: closed })
      .thenRefused('CLINIC_CLOSED', { clinicId: CLINIC, lastDay: closed.lastDay });
  });
});
