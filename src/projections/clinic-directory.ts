import type { Clinic } from '../domain/clinic/state';
import { json, readModel } from './read-model';

/** A clinic; which of its zones holds, and whether it is closed, is judged when it is read. */
export interface ClinicDirectoryRow {
  clinic_id: string;
  name: string;
  first_zone: string;
  later_zones: string;
  last_day: string | null;
}

export const clinicDirectory = readModel<Clinic, ClinicDirectoryRow>({
  name: 'clinic_directory',
  version: 1,
  of: 'clinic',
  kind: 'span',
  columns: {
    clinic_id: 'uuid not null',
    name: 'text not null',
    first_zone: 'text not null',
    later_zones: 'jsonb not null',
    last_day: 'date',
  },
  stream: 'clinic_id',
  key: 'clinic_id',
  indexes: [],
  rows: ({ id, name, firstZone, laterZones, lastDay }) => [
    {
      clinic_id: id,
      name,
      first_zone: firstZone,
      later_zones: json(laterZones),
      last_day: lastDay,
    },
  ],
});
