import { refuse, type Asked, type Refusal } from '../decider';
import { localDate } from '../time';
import { mergedAway } from './decide-merges';
import type { Patient } from './state';

/** Nobody is taken on under an id that was merged away, or after their death. */
export function goneRefusal(
  patient: Patient,
  { occurredAt, zone }: Pick<Asked, 'occurredAt' | 'zone'>,
): Refusal | null {
  const away = mergedAway(patient);
  if (away) return away;
  const { id: patientId, diedOn } = patient;
  if (diedOn === null || localDate(occurredAt, zone) <= diedOn) return null;
  return refuse('PATIENT_DECEASED', { patientId, diedOn });
}
