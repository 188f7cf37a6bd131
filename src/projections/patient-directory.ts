import type { Patient } from '../domain/patient/state';
import { readModel } from './read-model';

/** Who can be found: by hashes of the details that an entry has sealed, which are kept apart. */
export interface PatientDirectoryRow {
  patient_id: string;
  clinic_id: string;
  /** The entry. */
  details_id: string;
}

export const patientDirectory = readModel<Patient, PatientDirectoryRow>({
  name: 'patient_directory',
  version: 4,
  of: 'patient',
  kind: 'span',
  columns: {
    patient_id: 'uuid not null',
    clinic_id: 'uuid not null',
    details_id: 'uuid not null',
  },
  stream: 'patient_id',
  key: 'patient_id',
  indexes: ['details_id', 'from_position', 'clinic_id'],
  rows: ({ id, clinicId, detailsId, erasedAt }) =>
    erasedAt === null ? [{ patient_id: id, clinic_id: clinicId, details_id: detailsId }] : [],
});
