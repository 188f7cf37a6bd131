import type { Patient } from '../domain/patient/state';
import { readModel } from './read-model';

/** Who can be found, by keyed hashes: no clear name is stored anywhere. */
export interface PatientDirectoryRow {
  patient_id: string;
  clinic_id: string;
  search_tokens: readonly string[];
}

export const patientDirectory = readModel<Patient, PatientDirectoryRow>({
  name: 'patient_directory',
  version: 2,
  of: 'patient',
  kind: 'span',
  columns: {
    patient_id: 'uuid not null',
    clinic_id: 'uuid not null',
    search_tokens: 'text[] not null',
  },
  stream: 'patient_id',
  key: 'patient_id',
  indexes: ['using gin (search_tokens)', 'clinic_id'],
  rows: (patient) => [
    {
      patient_id: patient.id,
      clinic_id: patient.clinicId,
      search_tokens: patient.searchTokens,
    },
  ],
});
