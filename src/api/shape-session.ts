import type { Note } from '../domain/decider';
import type { Session as SessionState } from '../domain/episode/state';
import type { Moment } from '../engine/past';
import { Session, Treatment } from './session-types';
import { filled } from './filled';
import { noteOf } from './shape-outcome';
import { shapeScreening } from './shape-safety';
import type { Plain } from './plain';
import { sealedText, staffAt } from './texts';

/** A session in whatever it has come to. */
export function shapeSession(session: SessionState, { position }: Moment): Session {
  const { id, booking } = session;
  const came = cameTo(session);
  const therapistId = came.therapistId ?? booking?.therapistId ?? null;
  return filled(Session, {
    id,
    // The domain's words in the spelling of an enum.
    status: session.status.toUpperCase(),
    bookedFrom: booking?.slot.from ?? null,
    bookedTo: booking?.slot.to ?? null,
    therapist: staffAt(therapistId, position),
    ...came.fields,
  });
}

type Came = Omit<Plain<Session>, 'id' | 'status' | 'bookedFrom' | 'bookedTo' | 'therapist'>;

const NOTHING_YET: Came = {
  startedAt: null,
  endedAt: null,
  on: null,
  missReason: null,
  treatment: null,
  screening: null,
  stoppedEarly: false,
  late: false,
  authorizationId: null,
  deviations: [],
  notes: null,
  entryId: null,
};

function cameTo(session: SessionState): { readonly therapistId?: string; readonly fields: Came } {
  switch (session.status) {
    case 'booked':
      return { fields: NOTHING_YET };
    case 'cancelled':
      return { fields: { ...NOTHING_YET, endedAt: session.at } };
    case 'missed': {
      const { at, on, reason } = session;
      return { fields: { ...NOTHING_YET, endedAt: at, on, missReason: reason } };
    }
    case 'started': {
      const { therapistId, startedAt, planned, authorizationId } = session.start;
      const treatment = filled(Treatment, planned);
      const screening = shapeScreening(session.start.screening);
      const fields = { ...NOTHING_YET, startedAt, treatment, screening, authorizationId };
      return { therapistId, fields };
    }
    case 'completed':
      return { therapistId: session.held.therapistId, fields: completed(session) };
  }
}

function completed(session: Extract<SessionState, { status: 'completed' }>): Came {
  const { held, on, late, notes, entryId } = session;
  const { startedAt, endedAt, given, stoppedEarly, authorizationId, deviations } = held;
  return {
    ...NOTHING_YET,
    startedAt,
    endedAt,
    on,
    treatment: filled(Treatment, given),
    screening: shapeScreening(session.screening),
    stoppedEarly,
    late,
    authorizationId,
    // Made by the rules when the session was recorded.
    deviations: deviations.map((each) => noteOf(each as Note)),
    notes: sealedText(notes),
    entryId,
  };
}
