import { refuse, type Refusal } from '../decider';
import { localDate, type Instant } from '../time';
import { zoneAt, type Clinic } from './state';

/** Nobody new is taken on by a clinic after its last day. */
export function closedRefusal(clinic: Clinic, at: Instant): Refusal | null {
  const { id, lastDay } = clinic;
  if (lastDay === null || localDate(at, zoneAt(clinic, at)) <= lastDay) return null;
  return refuse('CLINIC_CLOSED', { clinicId: id, lastDay });
}
