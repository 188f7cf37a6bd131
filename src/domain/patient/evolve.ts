import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import type { PatientEvent } from './events';
import type { Erasure, Patient } from './state';

type EventOf<T extends PatientEvent['type']> = Extract<Recorded<PatientEvent>, { type: T }>;

export function evolve(patient: Patient | null, event: Recorded<PatientEvent>): Patient | null {
  if (event.type === 'PatientRegistered') return registered(event);
  if (!patient) return null;
  switch (event.type) {
    case 'PatientDetailsCorrected':
      return { ...patient, ...textsOf(event), detailsId: entryIdOf(event) };
    case 'PatientDied':
      return { ...patient, diedOn: event.data.on };
    case 'PatientDeathRetracted':
      return { ...patient, diedOn: null };
    case 'PatientsMerged':
      return { ...patient, mergedInto: event.data.into };
    case 'PatientsUnmerged':
      return { ...patient, mergedInto: null };
    case 'LegalHoldPlaced': {
      const { occurredAt: since } = event.header;
      const hold = { id: entryIdOf(event), since, reason: textRef(event, 'reason') };
      return { ...patient, holds: [...patient.holds, { ...hold, liftedAt: null }] };
    }
    case 'LegalHoldLifted':
      return { ...patient, holds: patient.holds.map((hold) => lifted(hold, event)) };
    case 'ErasureRequested':
      return { ...patient, erasure: requested(event) };
    case 'ErasureApproved':
    case 'ErasureRefused':
      return { ...patient, erasure: decided(patient.erasure, event) };
    case 'PatientErased': {
      const { occurredAt: erasedAt } = event.header;
      return { ...patient, erasedAt, erasure: executed(patient.erasure, event) };
    }
  }
}

function registered(event: EventOf<'PatientRegistered'>): Patient {
  const { patientId, clinicId } = event.data;
  return {
    id: patientId,
    clinicId,
    ...textsOf(event),
    detailsId: entryIdOf(event),
    diedOn: null,
    mergedInto: null,
    holds: [],
    erasure: null,
    erasedAt: null,
  };
}

function textsOf(event: EventOf<'PatientRegistered' | 'PatientDetailsCorrected'>) {
  return {
    name: textRef(event, 'name'),
    birthDate: textRef(event, 'birthDate'),
    number: textRef(event, 'number'),
    contact: textRef(event, 'contact'),
  };
}

/** An entry's id is the id of the hold or request that it makes. */
function entryIdOf(event: Recorded<PatientEvent>): EntryId {
  return event.header.id as EntryId;
}

function lifted(
  hold: Patient['holds'][number],
  { header, data }: EventOf<'LegalHoldLifted'>,
): Patient['holds'][number] {
  return hold.id === data.holdId ? { ...hold, liftedAt: header.occurredAt } : hold;
}

function requested(event: EventOf<'ErasureRequested'>): Erasure {
  const { actor, occurredAt } = event.header;
  return {
    id: entryIdOf(event),
    status: 'requested',
    requestedBy: actor.id,
    requestedAt: occurredAt,
    reason: textRef(event, 'reason'),
  };
}

function decided(
  erasure: Erasure | null,
  event: EventOf<'ErasureApproved' | 'ErasureRefused'>,
): Erasure | null {
  if (erasure?.id !== event.data.requestId) return erasure;
  const { id, requestedBy, requestedAt, reason } = erasure;
  const { actor, occurredAt: decidedAt } = event.header;
  const wish = { id, requestedBy, requestedAt, reason, decidedBy: actor.id, decidedAt };
  return event.type === 'ErasureApproved'
    ? { ...wish, status: 'approved', legalBasis: event.data.legalBasis }
    : { ...wish, status: 'refused', refusal: textRef(event, 'reason') };
}

/** Of one who was merged the request is on another stream: a wish of their own stays as it was. */
function executed(
  erasure: Erasure | null,
  { header, data }: EventOf<'PatientErased'>,
): Erasure | null {
  if (erasure?.id !== data.requestId || erasure.status !== 'approved') return erasure;
  return {
    ...erasure,
    status: 'executed',
    executedBy: header.actor.id,
    executedAt: header.occurredAt,
  };
}
