import type { Staff } from '../domain/staff/state';
import { json, readModel } from './read-model';

/** Who works here. Names and numbers of licences are references to where they are sealed. */
export interface StaffDirectoryRow {
  staff_id: string;
  name: string | null;
  /** Every role ever granted, with its days: which are held is judged when it is read. */
  roles: string;
  /** Clinics that these roles name, and whether one is for every clinic. */
  clinics: readonly string[];
  everywhere: boolean;
  credentials: string;
  specialties: string;
  retired_on: string | null;
}

export const staffDirectory = readModel<Staff, StaffDirectoryRow>({
  name: 'staff_directory',
  version: 1,
  of: 'staff',
  kind: 'span',
  columns: {
    staff_id: 'uuid not null',
    name: 'jsonb',
    roles: 'jsonb not null',
    clinics: 'text[] not null',
    everywhere: 'bool not null',
    credentials: 'jsonb not null',
    specialties: 'jsonb not null',
    retired_on: 'date',
  },
  stream: 'staff_id',
  key: 'staff_id',
  indexes: ['using gin (clinics)'],
  rows: ({ id, name, roles, credentials, specialties, retiredOn }) => [
    {
      staff_id: id,
      name: name && json(name),
      roles: json(roles),
      clinics: [...new Set(roles.flatMap(({ clinics }) => clinics))],
      everywhere: roles.some(({ clinics }) => clinics.length === 0),
      credentials: json(credentials),
      specialties: json(specialties),
      retired_on: retiredOn,
    },
  ],
});
