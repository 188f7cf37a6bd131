import type { Clarification as ClarificationState, Episode } from '../domain/episode/state';
import { localDate } from '../domain/time';
import type { Moment } from '../engine/past';
import {
  Amendment,
  CaseMix,
  Clarification,
  Decision,
  Diagnosis,
  ImportSource,
  Label,
  Prescription,
  Referral,
  Referrer,
} from './referral-types';
import { filled } from './filled';
import { sealedText } from './texts';

export function shapeReferral(referral: Episode['referral']): Referral {
  const { receivedAt, receivedOn, condition, specialty, bodySites, urgency, entryId } = referral;
  const { ageBand, sex, symptomDuration, payerClass } = referral.caseMix;
  const { techniquesOrdered = [], techniquesBarred = [], ...said } = referral.prescription;
  const { number, issuedOn, validUntil, visits } = said;
  const { id, role, staffId } = referral.referrer;
  const name = sealedText(referral.referrerName);
  const organisation = sealedText(referral.referrerOrganisation);
  return filled(Referral, {
    ...{ receivedAt, receivedOn, condition, specialty, bodySites, urgency, entryId },
    referrer: filled(Referrer, { id, role, organisation, staffId, name }),
    prescription: filled(Prescription, {
      ...{ number, issuedOn, validUntil, visits, techniquesOrdered, techniquesBarred },
    }),
    diagnoses: referral.diagnoses.map(({ code, assertedBy }) =>
      filled(Diagnosis, { code, assertedByRole: assertedBy.role }),
    ),
    caseMix: filled(CaseMix, { ageBand, sex, symptomDuration, payerClass }),
    labels: Object.entries(referral.labels).map(([key, code]) => filled(Label, { key, code })),
    indication: sealedText(referral.indication),
    amendments: referral.amendments.map(({ entryId: amendedBy, at, changed, saidBy }) =>
      filled(Amendment, {
        ...{ entryId: amendedBy, at },
        // The domain's words in the spelling of an enum.
        changed: changed.map((part) => part.toUpperCase()),
        saidBy: sealedText(saidBy),
      }),
    ),
    imported: referral.imported && filled(ImportSource, referral.imported),
  });
}

export function shapeDecision(decision: Episode['decision']): Decision {
  switch (decision.status) {
    case 'pending':
      return filled(Decision, { status: 'PENDING', at: null, reason: null });
    case 'accepted':
      return filled(Decision, { status: 'ACCEPTED', at: decision.at, reason: null });
    case 'declined': {
      const { at, reason } = decision;
      return filled(Decision, { status: 'DECLINED', at, reason: sealedText(reason) });
    }
  }
}

/** A question to the referrer; whether it is overdue is judged at the moment asked. */
export function shapeClarification(
  { entryId, askedAt, due, question, answer }: ClarificationState,
  { zone }: Pick<Episode, 'zone'>,
  { evaluatedAt }: Moment,
): Clarification {
  return filled(Clarification, {
    ...{ id: entryId, askedAt, due },
    overdue: !answer && due < localDate(evaluatedAt, zone),
    question: sealedText(question),
    answeredAt: answer?.at ?? null,
    answer: sealedText(answer?.words ?? null),
    answeredBy: sealedText(answer?.saidBy ?? null),
  });
}
