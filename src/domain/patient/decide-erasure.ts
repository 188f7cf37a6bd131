import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Refusal,
} from '../decider';
import { defaultPolicy } from '../policy/default';
import { localDate, plusYears } from '../time';
import type {
  ApproveErasure,
  CareToKeep,
  EraseMerged,
  ExecuteErasure,
  LiftLegalHold,
  RefuseErasure,
} from './commands';
import type { PatientEvent } from './events';
import { holdsInForce, openErasure, type OpenErasure, type Patient } from './state';

type A = Asked<PatientEvent>;
type D = Decision<PatientEvent>;

export function placeHold({ reason }: A): D {
  if (reason === undefined) return refuse('REASON_MISSING');
  return accept({ type: 'LegalHoldPlaced', data: {}, texts: { reason } });
}

export function liftHold(now: Patient, { holdId }: LiftLegalHold, { reason }: A): D {
  const hold = now.holds.find(({ id }) => id === holdId);
  if (!hold) return refuse('LEGAL_HOLD_UNKNOWN', { holdId });
  if (hold.liftedAt !== null) return alreadySo();
  return accept({ type: 'LegalHoldLifted', data: { holdId }, ...givenTexts({ reason }) });
}

export function requestErasure(now: Patient, { reason }: A): D {
  if (openErasure(now)) return alreadySo();
  return accept({ type: 'ErasureRequested', data: {}, ...givenTexts({ reason }) });
}

/** Two persons, and nothing that the record has to be kept for. */
export function approveErasure(now: Patient, command: ApproveErasure, asked: A): D {
  const { requestId, legalBasis } = command;
  const open = openRequest(now, requestId);
  if ('code' in open) return open;
  if (open.status === 'approved') return alreadySo();
  if (open.requestedBy === asked.actor.id) {
    return refuse('ERASURE_SAME_PERSON', { requestId });
  }
  const kept = keptFor(now, command, asked);
  if (kept) return kept;
  const data = { requestId, legalBasis, policy: asked.policy.version };
  return accept({ type: 'ErasureApproved', data, ...givenTexts({ reason: asked.reason }) });
}

export function refuseErasure(now: Patient, { requestId }: RefuseErasure, { reason }: A): D {
  const { erasure } = now;
  if (erasure?.id === requestId && erasure.status === 'refused') return alreadySo();
  const open = openRequest(now, requestId);
  if ('code' in open) return open;
  if (reason === undefined) return refuse('REASON_MISSING');
  return accept({ type: 'ErasureRefused', data: { requestId }, texts: { reason } });
}

/** What kept the record when it was approved may keep it again: all of it is asked once more. */
export function executeErasure(now: Patient, command: ExecuteErasure, asked: A): D {
  const { patientId: survivor, requestId, merged } = command;
  const { erasure } = now;
  if (erasure?.id === requestId && erasure.status === 'executed') return alreadySo();
  const open = openRequest(now, requestId);
  if ('code' in open) return open;
  if (open.status !== 'approved') return refuse('ERASURE_NOT_APPROVED', { requestId });
  const kept = keptFor(now, command, asked);
  if (kept) return kept;
  if (!command.keysCanGo) return refuse('ERASURE_KEY_FIXED');
  const data = { requestId, survivor, merged: [...merged], policy: asked.policy.version };
  return accept({ type: 'PatientErased', data });
}

/** Decided already, of the one that survives: here it is only said. */
export function eraseMerged(now: Patient, { requestId, survivor }: EraseMerged, asked: A): D {
  if (now.erasedAt !== null) return alreadySo();
  return accept({
    type: 'PatientErased',
    data: { requestId, survivor, merged: [], policy: asked.policy.version },
  });
}

function openRequest(now: Patient, requestId: string): OpenErasure | Refusal {
  const open = openErasure(now);
  return open?.id === requestId ? open : refuse('ERASURE_UNKNOWN', { requestId });
}

function keptFor(now: Patient, { care }: { readonly care: CareToKeep }, asked: A): Refusal | null {
  const holds = holdsInForce(now).length + care.holdsOfMerged;
  if (holds > 0) return refuse('LEGAL_HOLD_IN_FORCE', { holds });
  if (care.openEpisodes > 0) return refuse('ERASURE_EPISODE_OPEN', { episodes: care.openEpisodes });
  if (care.lastCareOn === null) return null;
  // A policy of before there was a retention in it keeps for as long as the default one.
  const years = asked.policy.retentionYears ?? defaultPolicy.retentionYears ?? 0;
  const until = plusYears(care.lastCareOn, years);
  if (localDate(asked.recordedAt, asked.zone) > until) return null;
  return refuse('RETENTION_NOT_OVER', { lastCareOn: care.lastCareOn, years, until });
}
