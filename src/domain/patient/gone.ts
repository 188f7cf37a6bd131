import { refuse, type Asked, type Refusal } from '../decider';
import { localDate } from '../time';
import type { Patient } from './state';

/** What was recorded under a patient who was merged away is read as the survivor's. */
export function mergedAway(patient: Patient): Refusal | null {
  const { id: patientId, mergedInto: into } = patient;
  return into === null ? null : refuse('PATIENT_MERGED_AWAY', { patientId, into });
}

/** Of who was erased nothing is recorded any more: there is no key that it could be sealed with. */
export function erasedRefusal({ id: patientId, erasedAt }: Patient): Refusal | null {
  return erasedAt === null ? null : refuse('PATIENT_ERASED', { patientId });
}

/** Nobody is taken on who was erased, under an id that was merged away, or after their death. */
export function goneRefusal(
  patient: Patient,
  { occurredAt, zone }: Pick<Asked, 'occurredAt' | 'zone'>,
): Refusal | null {
  const away = erasedRefusal(patient) ?? mergedAway(patient);
  if (away) return away;
  const { id: patientId, diedOn } = patient;
  if (diedOn === null || localDate(occurredAt, zone) <= diedOn) return null;
  return refuse('PATIENT_DECEASED', { patientId, diedOn });
}
