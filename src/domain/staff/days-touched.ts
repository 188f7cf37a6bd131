import { plusDays, type LocalDate } from '../time';
import type { StaffEvent } from './events';

/** Days on which what a person may do is another since an entry; `to` null: without end. */
export interface DaysTouched {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** Null: the entry says nothing of what the person may do. */
export function daysTouched(event: StaffEvent): DaysTouched | null {
  switch (event.type) {
    case 'StaffRegistered':
    case 'CoverGranted':
    case 'CoverEnded':
      return null;
    case 'RoleGranted':
      return { from: event.data.from, to: event.data.to };
    case 'CredentialRecorded':
      return { from: event.data.since, to: event.data.validUntil };
    case 'CredentialRevoked':
      return { from: event.data.from, to: null };
    case 'SpecialtyRecorded':
      return { from: event.data.since, to: null };
    case 'RoleWithdrawn':
    case 'StaffRetired':
      return { from: plusDays(event.data.lastDay, 1), to: null };
  }
}
