import type { Patient } from '../domain/patient/state';
import { readModel } from './read-model';

/** Of a patient who was merged away: into whom, and between which positions that held. */
export interface PatientAliasRow {
  alias_id: string;
  patient_id: string;
}

export const patientAlias = readModel<Patient, PatientAliasRow>({
  name: 'patient_alias',
  version: 1,
  of: 'patient',
  kind: 'span',
  columns: { alias_id: 'uuid not null', patient_id: 'uuid not null' },
  stream: 'alias_id',
  key: 'alias_id',
  indexes: ['patient_id'],
  rows: ({ id, mergedInto }) =>
    mergedInto === null ? [] : [{ alias_id: id, patient_id: mergedInto }],
});
