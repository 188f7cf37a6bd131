import { asRecorded } from '../as-recorded';
import { closedRefusal } from '../clinic/closed';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decider,
  type Decision,
  type Needs,
} from '../decider';
import { localDate } from '../time';
import type {
  EraseMerged,
  ExecuteErasure,
  MergePatients,
  PatientCommand,
  PatientDetails,
  RecordDeath,
  RegisterPatient,
  UnmergePatients,
} from './commands';
import {
  approveErasure,
  eraseMerged,
  executeErasure,
  liftHold,
  placeHold,
  refuseErasure,
  requestErasure,
} from './decide-erasure';
import { merge, unmerge } from './decide-merges';
import type { PatientEvent } from './events';
import { evolve } from './evolve';
import { erasedRefusal, mergedAway } from './gone';
import type { Patient } from './state';

type A = Asked<PatientEvent>;
type D = Decision<PatientEvent>;

function decide(_then: Patient | null, now: Patient | null, command: PatientCommand, asked: A): D {
  if (command.type === 'RegisterPatient') return register(now, command, asked);
  if (!now) return refuse('PATIENT_UNKNOWN', { patientId: command.patientId });
  return asRecorded<PatientEvent>(ofKnown(now, command, asked), asked);
}

function ofKnown(now: Patient, command: Exclude<PatientCommand, RegisterPatient>, asked: A): D {
  if (command.type === 'EraseMerged') return eraseMerged(now, command, asked);
  // Executed again it is so already; all else of who was erased is refused.
  if (command.type === 'ExecuteErasure')
    return mergedAway(now) ?? executeErasure(now, command, asked);
  const erased = erasedRefusal(now);
  if (erased) return erased;
  if (command.type === 'MergePatients') return merge(now, command, asked);
  if (command.type === 'UnmergePatients') return unmerge(now, asked);
  // What is to be said of the person is said of the one that survives.
  return mergedAway(now) ?? decided(now, command, asked);
}

function decided(
  now: Patient,
  command: Exclude<
    PatientCommand,
    RegisterPatient | MergePatients | UnmergePatients | ExecuteErasure | EraseMerged
  >,
  asked: A,
): D {
  switch (command.type) {
    case 'CorrectPatientDetails': {
      const texts = { ...detailTexts(command), reason: asked.reason };
      return accept({ type: 'PatientDetailsCorrected', data: {}, ...givenTexts(texts) });
    }
    case 'RecordDeath':
      return recordDeath(now, command, asked);
    case 'RetractDeath':
      if (now.diedOn === null) return alreadySo();
      if (asked.reason === undefined) return refuse('REASON_MISSING');
      return accept({ type: 'PatientDeathRetracted', data: {}, texts: { reason: asked.reason } });
    case 'PlaceLegalHold':
      return placeHold(asked);
    case 'LiftLegalHold':
      return liftHold(now, command, asked);
    case 'RequestErasure':
      return requestErasure(now, asked);
    case 'ApproveErasure':
      return approveErasure(now, command, asked);
    case 'RefuseErasure':
      return refuseErasure(now, command, asked);
  }
}

function register(now: Patient | null, command: RegisterPatient, asked: A): D {
  const { patientId, clinicId } = command;
  // The texts of a registration are sealed, so a second one cannot be compared, only refused.
  if (now) return erasedRefusal(now) ?? refuse('PATIENT_EXISTS', { patientId });
  if (!asked.clinic) return refuse('CLINIC_UNKNOWN', { clinicId });
  const closed = closedRefusal(asked.clinic, asked.occurredAt);
  if (closed) return closed;
  return accept({
    type: 'PatientRegistered',
    data: { patientId, clinicId },
    ...givenTexts(detailTexts(command)),
  });
}

function detailTexts({ name, birthDate, number, contact }: PatientDetails) {
  return { name, birthDate, number, contact };
}

/** Another day corrects the day; that it was an error is a retraction. */
function recordDeath(now: Patient, { on }: RecordDeath, { occurredAt, zone, reason }: A): D {
  if (now.diedOn === on) return alreadySo();
  const today = localDate(occurredAt, zone);
  if (on > today) return refuse('DEATH_IN_FUTURE', { on, today });
  return accept({ type: 'PatientDied', data: { on }, ...givenTexts({ reason }) });
}

function needs(command: PatientCommand, now: Patient | null): Needs {
  if (command.type === 'RegisterPatient') return { clinic: command.clinicId };
  if (!now) return {};
  const clinic = { clinic: now.clinicId };
  if (command.type === 'MergePatients') return { ...clinic, patient: command.into };
  if (command.type === 'UnmergePatients' && now.mergedInto !== null) {
    return { ...clinic, patient: now.mergedInto };
  }
  return clinic;
}

export const patientDecider: Decider<Patient | null, PatientCommand, PatientEvent> = {
  initial: null,
  evolve,
  decide,
  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs,
};
