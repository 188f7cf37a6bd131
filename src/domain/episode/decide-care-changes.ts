import { accept, alreadySo, givenTexts, refuse, type Asked, type Decision } from '../decider';
import { localDate } from '../time';
import { bookingsUncovered, visitsTaken } from './authorizations';
import type { EpisodeCommandOf } from './commands';
import { unfitness } from './fitness';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/** Judged by the authorization and the sessions of `then`: that is what the payer amended. */
export function amendAuthorization(
  then: Episode,
  command: EpisodeCommandOf<'AmendAuthorization'>,
): D {
  const { authorizationId, visits, from, to } = command;
  const known = then.authorizations.find((one) => one.authorizationId === authorizationId);
  if (!known) return refuse('AUTHORIZATION_UNKNOWN', { authorizationId });
  if (known.visits === visits && known.from === from && known.to === to) return alreadySo();
  if (to < from) return refuse('PERIOD_EMPTY', { from, to });
  const used = visitsTaken(then.sessions, authorizationId);
  if (visits !== null && visits < used) {
    return refuse('AUTHORIZATION_BELOW_USED', { visits, used });
  }
  const before = bookingsUncovered(then);
  const authorizations = then.authorizations.map((one) =>
    one === known ? { ...one, visits, from, to } : one,
  );
  const bookings = bookingsUncovered({ ...then, authorizations });
  const warnings =
    bookings > before ? [{ code: 'BOOKINGS_NOT_COVERED', facts: { bookings } } as const] : [];
  const data = { authorizationId, visits, from, to };
  return accept({ type: 'AuthorizationAmended', data }, { warnings });
}

/** From one therapist to another, with a note; the other one is fit for it that day. */
export function transferEpisode(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'TransferEpisode'>,
  asked: A,
): D {
  const { therapistId, handover } = command;
  if (then.therapistId === therapistId) return alreadySo();
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  const fromTherapistId = then.therapistId;
  if (fromTherapistId === null) return refuse('THERAPIST_NOT_ASSIGNED');
  if (!handover.trim()) return refuse('HANDOVER_MISSING');
  const therapist = asked.staff.get(therapistId);
  if (!therapist) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  const unfit = unfitness(therapist, then, localDate(asked.judgedAt, then.zone))[0];
  if (unfit) return refuse(unfit.code, unfit.facts);
  const sessions = now.sessions
    .filter((one) => one.status === 'booked' && one.booking?.therapistId === fromTherapistId)
    .map(({ id }) => id);
  const facts = { therapistId: fromTherapistId, sessions };
  const warnings =
    sessions.length > 0 ? [{ code: 'BOOKINGS_OF_FORMER_THERAPIST', facts } as const] : [];
  return accept(
    {
      type: 'EpisodeTransferred',
      data: { fromTherapistId, therapistId },
      ...givenTexts({ handover }),
    },
    { warnings },
  );
}
