import { correctEntry } from './corrections/correct-entry';
import type { FormSpec } from './form-spec';
import { recordAssessment } from './forms/assessment-forms';
import * as care from './forms/care-forms';
import { discharge } from './forms/discharge-form';
import * as goals from './forms/goal-forms';
import * as referral from './forms/referral-forms';
import * as sessions from './forms/session-forms';

/** Every form about an episode, by the name of its command: `form` in the address. */
export const FORMS = {
  acceptReferral: referral.acceptReferral,
  declineReferral: referral.declineReferral,
  grantAuthorization: referral.grantAuthorization,
  giveConsent: referral.giveConsent,
  withdrawConsent: referral.withdrawConsent,
  assignTherapist: referral.assignTherapist,
  recordAssessment,
  setGoal: goals.setGoal,
  reviseGoal: goals.reviseGoal,
  scoreGoal: goals.scoreGoal,
  abandonGoal: goals.abandonGoal,
  scheduleSession: sessions.scheduleSession,
  rescheduleSession: sessions.rescheduleSession,
  cancelSession: sessions.cancelSession,
  startSession: sessions.startSession,
  completeSession: sessions.completeSession,
  missSession: sessions.missSession,
  reportReaction: care.reportReaction,
  putOnHold: care.putOnHold,
  resumeEpisode: care.resumeEpisode,
  giveHomeProgramme: care.giveHomeProgramme,
  reportAdherence: care.reportAdherence,
  recordContraindication: care.recordContraindication,
  recordFeedback: care.recordFeedback,
  correctEntry,
  markEntryInError: care.markEntryInError,
  discharge,
} as const satisfies Readonly<Record<string, FormSpec>>;

export type FormName = keyof typeof FORMS;

/** The form of that name; null: there is none. */
export function formNamed(name: string | undefined): FormName | null {
  return name !== undefined && Object.hasOwn(FORMS, name) ? (name as FormName) : null;
}
