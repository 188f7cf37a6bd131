import { isDeepStrictEqual } from 'node:util';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Note,
  type Refusal,
} from '../decider';
import { localDate, type LocalDate, type Zone } from '../time';
import type { EpisodeCommandOf } from './commands';
import { standing } from './deciders';
import { judgedDiagnoses } from './decide-referral';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { unfitness } from './fitness';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;
type Referrer = EpisodeCommandOf<'AmendReferral'>['referrer'];

/**
 * Recorded by staff, but never their own: it comes from the referrer of this referral. What is
 * given and is as it was is no change.
 */
export function amendReferral(
  then: Episode,
  now: Episode,
  command: EpisodeCommandOf<'AmendReferral'>,
  asked: A,
): D {
  if (now.decision.status === 'declined') {
    return refuse('REFERRAL_ALREADY_DECLINED', { declinedAt: now.decision.at });
  }
  const { discharge } = standing(then, now, asked);
  if (discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: discharge.on });
  const foreign = foreignReferrer(now, command.referrer);
  if (foreign) return foreign;
  if (!command.saidBy.trim()) return refuse('SOURCE_MISSING');
  const prescription = changed(then.referral.prescription, command.prescription);
  const given = changed(then.referral.diagnoses, command.diagnoses);
  if (!prescription && !given) return alreadySo();
  const misdated = prescription && prescriptionRefusal(prescription, asked, now.zone);
  if (misdated) return misdated;
  const judged = given && judgedDiagnoses(asked.policy, given);
  if (judged && 'kind' in judged) return judged;
  const { condition, specialty, conditions } = judged ?? then.referral;
  const diagnoses = given
    ? { asserted: given, condition, specialty, conditions: [...conditions] }
    : null;
  return accept(
    {
      type: 'ReferralAmended',
      data: { prescription, diagnoses, rules: { policy: asked.policy.version } },
      ...givenTexts({ saidBy: command.saidBy }),
    },
    { warnings: [...(judged?.warnings ?? []), ...unfitNow(then, conditions, asked)] },
  );
}

/** Who carries the episode may lack what another condition needs: worth knowing at once. */
function unfitNow(then: Episode, conditions: Episode['referral']['conditions'], asked: A): Note[] {
  const therapist = then.therapistId === null ? undefined : asked.staff.get(then.therapistId);
  if (!therapist) return [];
  const amended = { ...then, referral: { ...then.referral, conditions } };
  const day = localDate(asked.judgedAt, then.zone);
  return unfitness(therapist, amended, day).filter(({ code }) => code === 'SPECIALTY_MISSING');
}

/** Refuses what comes from anyone but the referrer of this referral, told by id, role, staff id. */
export function foreignReferrer(episode: Episode, referrer: Referrer): Refusal | null {
  const known = episode.referral.referrer;
  if (isDeepStrictEqual({ ...referrer }, { ...known })) return null;
  return refuse('REFERRER_DIFFERS', { role: referrer.role, referrerId: referrer.id });
}

function changed<T>(before: T, after: T | undefined): T | null {
  return after === undefined || isDeepStrictEqual(before, after) ? null : after;
}

function prescriptionRefusal(
  { issuedOn, validUntil }: EpisodeEventOf<'ReferralReceived'>['data']['prescription'],
  { occurredAt }: A,
  zone: Zone,
): Refusal | null {
  if (validUntil !== null && validUntil < issuedOn) {
    return refuse('PERIOD_EMPTY', { from: issuedOn, to: validUntil });
  }
  if (localDate(occurredAt, zone) >= issuedOn) return null;
  return refuse('BEFORE_REFERRAL_ISSUED', { occurredAt, issuedOn });
}

/** A question holds up the acceptance, so it is asked before that. */
export function requestClarification(
  now: Episode,
  command: EpisodeCommandOf<'RequestClarification'>,
  asked: A,
): D {
  const { question, due } = command;
  const decided = alreadyDecided(now);
  if (decided) return decided;
  if (!question.trim()) return refuse('QUESTION_MISSING');
  const today: LocalDate = localDate(asked.occurredAt, now.zone);
  if (due < today) return refuse('CLARIFICATION_DUE_PAST', { due, today });
  return accept({
    type: 'ReferralClarificationRequested',
    data: { due },
    ...givenTexts({ question }),
  });
}

function alreadyDecided({ decision }: Episode): Refusal | null {
  switch (decision.status) {
    case 'pending':
      return null;
    case 'accepted':
      return refuse('REFERRAL_ALREADY_ACCEPTED', { acceptedAt: decision.at });
    case 'declined':
      return refuse('REFERRAL_ALREADY_DECLINED', { declinedAt: decision.at });
  }
}

/** The answer of the referrer: welcome whenever it comes, once. */
export function clarifyReferral(
  now: Episode,
  command: EpisodeCommandOf<'ClarifyReferral'>,
  asked: A,
): D {
  const { requestId, answer, saidBy } = command;
  const request = now.clarifications.find(({ entryId }) => entryId === requestId);
  if (!request) return refuse('CLARIFICATION_UNKNOWN', { requestId });
  if (request.answer) {
    return refuse('CLARIFICATION_ANSWERED', { requestId, answeredAt: request.answer.at });
  }
  if (!answer.trim()) return refuse('ANSWER_MISSING');
  const at = asked.occurredAt;
  if (at < request.askedAt) {
    return refuse('ANSWER_BEFORE_QUESTION', { at, since: request.askedAt });
  }
  return accept({
    type: 'ReferralClarified',
    data: { requestId },
    ...givenTexts({ answer, saidBy }),
  });
}
