import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import type { MergePatients } from './commands';
import type { PatientEvent } from './events';
import { erasedRefusal, mergedAway } from './gone';
import { openErasure, type Patient } from './state';

type A = Asked<PatientEvent>;
type D = Decision<PatientEvent>;

/** `asked.patient` is the one that survives. */
export function merge(now: Patient, { patientId, into }: MergePatients, asked: A): D {
  if (into === patientId) return refuse('MERGE_WITH_SELF', { patientId });
  if (now.mergedInto === into) return alreadySo();
  const away = mergedAway(now);
  if (away) return away;
  const survivor = asked.patient;
  if (!survivor) return refuse('PATIENT_UNKNOWN', { patientId: into });
  const erasedBefore = erasedRefusal(survivor);
  if (erasedBefore) return erasedBefore;
  if (survivor.mergedInto !== null) {
    return refuse('PATIENT_MERGED_AWAY', { patientId: into, into: survivor.mergedInto });
  }
  if (into > patientId) return refuse('MERGE_ORDER', { survivor: patientId, other: into });
  const erased = [now, survivor].filter((one) => openErasure(one)).map(({ id }) => id);
  if (erased.length > 0) return refuse('MERGE_ERASURE_OPEN', { patients: erased });
  return accept({
    type: 'PatientsMerged',
    data: { into },
    ...givenTexts({ reason: asked.reason }),
  });
}

export function unmerge(now: Patient, asked: A): D {
  const { mergedInto: from } = now;
  if (from === null) return alreadySo();
  const survivor = asked.patient;
  if (survivor && openErasure(survivor)) {
    return refuse('MERGE_ERASURE_OPEN', { patients: [survivor.id] });
  }
  const { reason } = asked;
  return accept({ type: 'PatientsUnmerged', data: { from }, ...givenTexts({ reason }) });
}
