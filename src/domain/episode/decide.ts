import {
  refuse,
  type Asked,
  type Decider,
  type Decision,
  type Needs,
  type Refusal,
} from '../decider';
import type { StaffId } from '../ids';
import { localDate, type Instant, type Zone } from '../time';
import type { EpisodeCommand } from './commands';
import type { Correctable, CorrectEntry } from './commands-corrections';
import { correctedMoment, decideCorrection, decideMarkInError } from './decide-corrections';
import { discharge } from './decide-discharge';
import { afterVoid, reopenEpisode, voidEpisode } from './decide-endings';
import { closeFinding, raiseFinding, settleFinding } from './decide-findings';
import { reviseGoal } from './decide-goal-revisions';
import { abandonGoal, scoreGoal } from './decide-goal-endings';
import { replaceGoal, setGoal } from './decide-goals';
import { giveHomeProgramme, reportAdherence } from './decide-home-programme';
import { certifyPlanOfCare, revisePlanOfCare, setPlanOfCare } from './decide-plan';
import { acknowledgeReport, recordFeedback, reportProgress } from './decide-progress';
import { putOnHold, reportReaction, resume } from './decide-reactions';
import {
  acceptReferral,
  assignTherapist,
  declineReferral,
  giveConsent,
  grantAuthorization,
  receiveReferral,
  withdrawConsent,
} from './decide-referral';
import { amendReferral, clarifyReferral, requestClarification } from './decide-referral-changes';
import { recordAssessment } from './decide-assessment';
import { amendAuthorization, transferEpisode } from './decide-care-changes';
import { cancelSession, missSession, rescheduleSession, scheduleSession } from './decide-bookings';
import {
  clearContraindication,
  recordContraindication,
  resolveContraindication,
} from './decide-safety';
import { completeSession, startSession } from './decide-sessions';
import { standing, type Deciders, type Decides } from './deciders';
import type { EpisodeEvent } from './events';
import { evolve } from './evolve';
import { isAhead, isLate } from './late';
import type { Episode } from './state';

export type EpisodeAsked = Asked<EpisodeEvent>;
export type EpisodeDecision = Decision<EpisodeEvent>;

/** The rules of one episode: a plan can be refused, a fact is recorded with its deviations. */
function decide(
  then: Episode | null,
  now: Episode | null,
  command: EpisodeCommand,
  asked: EpisodeAsked,
): EpisodeDecision {
  if (command.type === 'ReceiveReferral') {
    const decision = receiveReferral(now, command, asked);
    return decision.kind === 'refused' ? decision : (tooLate(asked.occurredAt, asked) ?? decision);
  }
  // The opening entry is part of every state of an episode, so both are there or neither is.
  if (!now || !then) {
    // The states of a correction come without its entry: without the opening one there is none.
    if (command.type === 'CorrectEntry' && asked.entry) return correctOpening(command, asked);
    if (asked.entry) return refuse('ENTRY_NOT_CORRECTABLE', { entryType: asked.entry.type });
    return refuse('EPISODE_UNKNOWN', { episodeId: command.episodeId });
  }
  const [thenThere, nowThere] = [inZone(then, asked.zone), inZone(now, asked.zone)];
  const voided = afterVoid(now, command);
  if (voided) return voided;
  return mistimed(nowThere, command, asked) ?? decided(thenThere, nowThere, command, asked);
}

/** Days are those of the clinic's zone when it happened, which the entry is stored with. */
function inZone(episode: Episode, zone: Zone): Episode {
  return episode.zone === zone ? episode : { ...episode, zone };
}

function decided(
  then: Episode,
  now: Episode,
  command: Exclude<EpisodeCommand, { type: 'ReceiveReferral' }>,
  asked: EpisodeAsked,
): EpisodeDecision {
  // The table has, under each kind of command, what decides just that kind.
  const decides = DECIDERS[command.type] as Decides<EpisodeCommand['type']>;
  return decides(then, now, command, asked);
}

/** One line a command: a new one does not compile before it is here. */
const DECIDERS: Deciders<Exclude<EpisodeCommand['type'], 'ReceiveReferral'>> = {
  AcceptReferral: acceptReferral,
  AmendReferral: amendReferral,
  RequestClarification: (_then, now, command, asked) => requestClarification(now, command, asked),
  ClarifyReferral: (_then, now, command, asked) => clarifyReferral(now, command, asked),
  DeclineReferral: (_then, now, command) => declineReferral(now, command),
  GrantAuthorization: (_then, now, command, asked) => grantAuthorization(now, command, asked),
  AmendAuthorization: (then, _now, command) => amendAuthorization(then, command),
  GiveConsent: (then, _now, command) => giveConsent(then, command),
  WithdrawConsent: (then, _now, command) => withdrawConsent(then, command),
  AssignTherapist: (_then, now, command, asked) => assignTherapist(now, command, asked),
  TransferEpisode: transferEpisode,
  RecordAssessment: (_then, now, command, asked) => recordAssessment(now, command, asked),
  SetPlanOfCare: setPlanOfCare,
  RevisePlanOfCare: revisePlanOfCare,
  CertifyPlanOfCare: (then, now, command, asked) =>
    certifyPlanOfCare(standing(then, now, asked), command, asked),
  SetGoal: setGoal,
  ReviseGoal: reviseGoal,
  ReplaceGoal: replaceGoal,
  ScoreGoal: scoreGoal,
  AbandonGoal: abandonGoal,
  ScheduleSession: scheduleSession,
  RescheduleSession: rescheduleSession,
  CancelSession: (_then, now, command, asked) => cancelSession(now, command, asked),
  MissSession: (_then, now, command, asked) => missSession(now, command, asked),
  StartSession: startSession,
  CompleteSession: completeSession,
  ReportReaction: (_then, now, command, asked) => reportReaction(now, command, asked),
  RecordContraindication: (_then, now, command, asked) =>
    recordContraindication(now, command, asked),
  ClearContraindication: clearContraindication,
  ResolveContraindication: (_then, now, command, asked) =>
    resolveContraindication(now, command, asked),
  GiveHomeProgramme: (_then, now, command, asked) => giveHomeProgramme(now, command, asked),
  ReportAdherence: (_then, now, command, asked) => reportAdherence(now, command, asked),
  RecordFeedback: (_then, now, command) => recordFeedback(now, command),
  ReportProgress: (then, _now, command, asked) => reportProgress(then, command, asked),
  AcknowledgeReport: (_then, now, command, asked) => acknowledgeReport(now, command, asked),
  PutOnHold: (then, now, command, asked) => putOnHold(standing(then, now, asked), command),
  Resume: (_then, now, command, asked) => resume(now, command, asked),
  Discharge: (then, now, command, asked) =>
    discharge(then, standing(then, now, asked), command, asked),
  ReopenEpisode: reopenEpisode,
  VoidEpisode: (_then, now, command) => voidEpisode(now, command),
  CorrectEntry: correctEntry,
  MarkEntryInError: (_then, _now, command, asked) => decideMarkInError(command, asked),
  RaiseFinding: (_then, now, command, asked) => raiseFinding(now, command, asked),
  CloseFinding: (_then, now, command, asked) => closeFinding(now, command, asked),
  SettleFinding: (_then, now, command, asked) => settleFinding(now, command, asked),
};

/** A replacement is decided like the command it should have been, at its own moment. */
function correctEntry(
  then: Episode,
  now: Episode,
  command: CorrectEntry & { readonly episodeId: Episode['id'] },
  asked: EpisodeAsked,
): EpisodeDecision {
  return decideCorrection(command, asked, (replacement, asOriginal) => {
    // Decided where there is no episode without the entry; of its kind it is not here.
    if (replacement.type === 'ReceiveReferral') {
      return refuse('ENTRY_UNKNOWN', { entryId: command.entryId });
    }
    return decided(then, now, { ...replacement, episodeId: command.episodeId }, asOriginal);
  });
}

/** The referral itself: what it says, of the same patient at the same clinic. */
function correctOpening(command: CorrectEntry, asked: EpisodeAsked): EpisodeDecision {
  const { entry, events, recordedAt } = asked;
  const voided = events.find(({ type }) => type === 'EpisodeVoided');
  if (voided) return refuse('EPISODE_VOIDED', { voidedAt: voided.header.occurredAt });
  const at = correctedMoment(command);
  if (at !== undefined && isAhead(at, recordedAt)) {
    return refuse('OCCURRED_IN_FUTURE', { occurredAt: at, now: recordedAt });
  }
  return decideCorrection(command, asked, (replacement, asOriginal) => {
    if (replacement.type !== 'ReceiveReferral' || entry?.type !== 'ReferralReceived') {
      return refuse('ENTRY_NOT_CORRECTABLE', { entryType: entry?.type ?? null });
    }
    const { episodeId, patientId, clinicId } = entry.data;
    const whole = { ...replacement, episodeId, patientId, clinicId, imported: null };
    return receiveReferral(null, whole, asOriginal);
  });
}

/** Nothing can have happened before the referral was issued or ahead; late ones need a reason. */
function mistimed(now: Episode, command: EpisodeCommand, asked: EpisodeAsked): Refusal | null {
  // Dated by what led to it, whenever that was: nothing happened to the patient then.
  if (command.type === 'RaiseFinding' || command.type === 'CloseFinding') return null;
  const occurredAt = happened(command, asked.occurredAt);
  const issuedOn = now.referral.firstIssuedOn;
  if (localDate(occurredAt, now.zone) < issuedOn) {
    return refuse('BEFORE_REFERRAL_ISSUED', { occurredAt, issuedOn });
  }
  const latest = latestSaid(command, occurredAt);
  if (isAhead(latest, asked.recordedAt)) {
    return refuse('OCCURRED_IN_FUTURE', { occurredAt: latest, now: asked.recordedAt });
  }
  // A correction is always about the past; its own words are its reason.
  if (command.type === 'CorrectEntry' || command.type === 'MarkEntryInError') return null;
  return tooLate(occurredAt, asked);
}

/** What is written up long after it happened says why. */
function tooLate(occurredAt: Instant, asked: EpisodeAsked): Refusal | null {
  const hours = asked.policy.lateEntryHours;
  const reasonGiven = asked.reason !== undefined || asked.reasonCode !== undefined;
  if (isLate(occurredAt, asked.recordedAt, hours) && !reasonGiven) {
    return refuse('LATE_ENTRY_NEEDS_REASON', { hours, occurredAt });
  }
  return null;
}

function happened(command: EpisodeCommand, occurredAt: Instant): Instant {
  if (command.type === 'CorrectEntry') return correctedMoment(command) ?? occurredAt;
  return occurredAt;
}

function happenedAt(command: EpisodeCommand): Instant | undefined {
  if (command.type === 'CompleteSession') return command.endedAt;
  return command.type === 'StartSession' ? command.startedAt : undefined;
}

/** The latest moment that a command says has been; a session's is not only its envelope's. */
function latestSaid(command: EpisodeCommand, occurredAt: Instant): Instant {
  const said = command.type === 'CorrectEntry' ? command.replacement : command;
  if (said.type === 'CompleteSession') {
    return said.endedAt > occurredAt ? said.endedAt : occurredAt;
  }
  if (said.type === 'StartSession') return said.startedAt ?? occurredAt;
  return occurredAt;
}

function judgedAt(command: EpisodeCommand, occurredAt: Instant): Instant {
  if (command.type === 'CorrectEntry') {
    const { replacement, episodeId } = command;
    const at = correctedMoment(command) ?? occurredAt;
    return replacement.type === 'ReceiveReferral'
      ? at
      : judgedAt({ ...replacement, episodeId }, at);
  }
  if (command.type === 'CompleteSession') return command.startedAt;
  if (command.type === 'StartSession') return command.startedAt ?? occurredAt;
  if (command.type === 'ScheduleSession') return command.slot.from;
  if (command.type === 'RescheduleSession') return command.slot.from;
  return occurredAt;
}

function needs(command: EpisodeCommand, now: Episode | null): Needs {
  if (command.type === 'ReceiveReferral') {
    return { clinic: command.clinicId, patient: command.patientId };
  }
  const clinic = now ? { clinic: now.clinicId } : {};
  if (command.type === 'CorrectEntry') {
    const { replacement, entryId } = command;
    const whose = replacement.type === 'ReceiveReferral' && now;
    const patient = whose ? { patient: now.patientId } : {};
    return { ...clinic, ...patient, staff: staffNamed(replacement), entry: entryId };
  }
  if (command.type === 'MarkEntryInError') return { ...clinic, entry: command.entryId };
  if (command.type === 'AmendReferral' && now?.therapistId) {
    // Another condition may need what the therapist lacks.
    return { ...clinic, staff: [now.therapistId] };
  }
  if (command.type === 'RescheduleSession') {
    const booked = now?.sessions.find(({ id }) => id === command.sessionId)?.booking;
    const therapistId = command.toTherapistId ?? booked?.therapistId;
    return { ...clinic, staff: therapistId ? [therapistId] : [] };
  }
  const staff = staffNamed(command);
  return staff.length > 0 ? { ...clinic, staff } : clinic;
}

/** People whose roles, licence or being there a decision asks about. */
function staffNamed(command: EpisodeCommand | Correctable): readonly StaffId[] {
  if ('therapistId' in command) return [command.therapistId];
  if (command.type === 'ClearContraindication' || command.type === 'ResolveContraindication') {
    return command.by.staffId === null ? [] : [command.by.staffId];
  }
  return [];
}

export const episodeDecider: Decider<Episode | null, EpisodeCommand, EpisodeEvent> = {
  initial: null,
  evolve,
  decide,
  judgedAt,
  happenedAt,
  needs,
};
