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
import { closedRefusal } from '../clinic/closed';
import type { AuthorizationId } from '../ids';
import { goneRefusal } from '../patient/gone';
import { conditionsOf, type ConditionTerms } from '../policy/conditions';
import { NEVER_DIAGNOSING } from '../policy/never-diagnosing';
import type { Policy } from '../policy/policy';
import { localDate } from '../time';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import { unfitness } from './fitness';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

export function receiveReferral(
  now: Episode | null,
  command: EpisodeCommandOf<'ReceiveReferral'>,
  asked: A,
): D {
  const { episodeId, patientId, clinicId, referrer, diagnoses, prescription } = command;
  const { policy } = asked;
  if (now) return refuse('EPISODE_EXISTS', { episodeId });
  if (!asked.patient) return refuse('PATIENT_UNKNOWN', { patientId });
  const gone = goneRefusal(asked.patient, asked);
  if (gone) return gone;
  if (!asked.clinic) return refuse('CLINIC_UNKNOWN', { clinicId });
  if (!policy.referringRoles.includes(referrer.role)) {
    return refuse('REFERRER_ROLE_NOT_ALLOWED', { role: referrer.role });
  }
  const diagnosed = judgedDiagnoses(policy, diagnoses);
  if ('kind' in diagnosed) return diagnosed;
  const { zone } = asked;
  const closed = closedRefusal(asked.clinic, asked.occurredAt);
  if (closed) return closed;
  if (localDate(asked.occurredAt, zone) < prescription.issuedOn) {
    const { occurredAt } = asked;
    return refuse('BEFORE_REFERRAL_ISSUED', { occurredAt, issuedOn: prescription.issuedOn });
  }
  const { imported } = command;
  return accept(
    {
      type: 'ReferralReceived',
      data: {
        episodeId,
        patientId,
        clinicId,
        zone,
        referrer,
        prescription,
        diagnoses,
        condition: diagnosed.condition,
        specialty: diagnosed.specialty,
        conditions: [...diagnosed.conditions],
        bodySites: [...command.bodySites],
        urgency: command.urgency,
        caseMix: command.caseMix,
        labels: command.labels,
        imported: imported ? { source: imported.source, line: imported.line } : null,
        rules: {
          policy: policy.version,
          lapseDays: policy.lapseDays,
          noSessionDays: policy.noSessionDays,
          lateEntryHours: policy.lateEntryHours,
        },
      },
      ...givenTexts({
        referrerName: command.referrerName,
        referrerOrganisation: command.referrerOrganisation,
        indication: command.indication,
        sourceLine: imported?.sourceLine,
      }),
    },
    { warnings: diagnosed.warnings },
  );
}

type Diagnoses = EpisodeCommandOf<'ReceiveReferral'>['diagnoses'];

interface Diagnosed {
  /** The first of the conditions, and its specialty. */
  readonly condition: string | null;
  readonly specialty: string | null;
  readonly conditions: readonly ConditionTerms[];
  readonly warnings: readonly Note[];
}

/** What diagnoses mean in the policy, or why they cannot stand. */
export function judgedDiagnoses(policy: Policy, diagnoses: Diagnoses): Refusal | Diagnosed {
  if (diagnoses.length === 0) return refuse('DIAGNOSIS_MISSING');
  const foreign = diagnoses.find(({ assertedBy }) => !mayDiagnose(policy, assertedBy.role));
  if (foreign) {
    const { code, assertedBy } = foreign;
    return refuse('DIAGNOSIS_ROLE_NOT_ALLOWED', { role: assertedBy.role, code });
  }
  const conditions = conditionsOf(policy.conditions, diagnoses);
  const [first] = conditions;
  const codes = diagnoses.map(({ code }) => code);
  return {
    condition: first?.condition ?? null,
    specialty: first?.specialty ?? null,
    conditions,
    warnings: first ? [] : [{ code: 'DIAGNOSIS_UNMAPPED', facts: { codes } }],
  };
}
/** Policies from before that was asked of them may say otherwise. */
function mayDiagnose(policy: Policy, role: string): boolean {
  return policy.diagnosingRoles.includes(role) && !NEVER_DIAGNOSING.includes(role);
}

/** What is not clear yet is not accepted; by what is known, and by what was open then. */
export function acceptReferral(then: Episode, now: Episode): D {
  switch (now.decision.status) {
    case 'accepted':
      return alreadySo();
    case 'declined':
      return refuse('REFERRAL_ALREADY_DECLINED', { declinedAt: now.decision.at });
    case 'pending': {
      const open = [...now.clarifications, ...then.clarifications].filter((one) => !one.answer);
      const questions = [...new Set(open.map(({ entryId }) => entryId))];
      if (questions.length > 0) return refuse('REFERRAL_QUESTION_OPEN', { questions });
      return accept({ type: 'ReferralAccepted', data: {} });
    }
  }
}

export function declineReferral(now: Episode, command: EpisodeCommandOf<'DeclineReferral'>): D {
  switch (now.decision.status) {
    case 'declined':
      return alreadySo();
    case 'accepted':
      return refuse('REFERRAL_ALREADY_ACCEPTED', { acceptedAt: now.decision.at });
    case 'pending':
      if (!command.words.trim()) return refuse('REASON_MISSING');
      return accept({
        type: 'ReferralDeclined',
        data: {},
        ...givenTexts({ reason: command.words }),
      });
  }
}

export function grantAuthorization(
  now: Episode,
  command: EpisodeCommandOf<'GrantAuthorization'>,
  asked: A,
): D {
  const { visits, from, to, payerClass } = command;
  if (to < from) return refuse('PERIOD_EMPTY', { from, to });
  const same = now.authorizations.some(
    (known) =>
      known.visits === visits &&
      known.from === from &&
      known.to === to &&
      known.payerClass === payerClass,
  );
  if (same) return alreadySo();
  // Ids of what a command makes are UUIDs of it.
  const authorizationId = asked.newId('authorization') as AuthorizationId;
  return accept({
    type: 'AuthorizationGranted',
    data: { authorizationId, visits, from, to, payerClass },
  });
}

/**
 * Asked of what had happened then: a consent of Monday that is entered after the same one of
 * Friday is news, for it covers the days between.
 */
export function giveConsent(then: Episode, command: EpisodeCommandOf<'GiveConsent'>): D {
  const { by, scope, formVersion } = command;
  const { consent } = then;
  if (consent?.by === by && consent.scope === scope && consent.formVersion === formVersion) {
    return alreadySo();
  }
  return accept({ type: 'ConsentGiven', data: { by, scope, formVersion } });
}

export function withdrawConsent(then: Episode, command: EpisodeCommandOf<'WithdrawConsent'>): D {
  if (!then.consent) return refuse('CONSENT_NOT_GIVEN');
  return accept({ type: 'ConsentWithdrawn', data: {}, ...givenTexts({ reason: command.words }) });
}

export function assignTherapist(
  now: Episode,
  command: EpisodeCommandOf<'AssignTherapist'>,
  asked: A,
): D {
  const { therapistId, handover } = command;
  if (now.therapistId === therapistId) return alreadySo();
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  const therapist = asked.staff.get(therapistId);
  if (!therapist) return refuse('STAFF_UNKNOWN', { staffId: therapistId });
  const day = localDate(asked.judgedAt, now.zone);
  const unfit = unfitness(therapist, now, day)[0];
  if (unfit) return refuse(unfit.code, unfit.facts);
  return accept({
    type: 'TherapistAssigned',
    data: { therapistId },
    ...givenTexts({ handover }),
  });
}
