import { textRef, type Recorded } from '../envelope';
import { conditionSaid } from '../policy/conditions';
import { localDate } from '../time';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { evolveDischarged, evolveReopened, evolveVoided } from './evolve-discharge';
import { evolveFindingClosed, evolveFindingRaised } from './evolve-findings';
import {
  evolveGoalAbandoned,
  evolveGoalReplaced,
  evolveGoalRevised,
  evolveGoalScored,
  evolveGoalSet,
} from './evolve-goals';
import {
  evolveContraindicationCleared,
  evolveContraindicationRecorded,
  evolveContraindicationResolved,
} from './evolve-safety';
import {
  evolveSessionCancelled,
  evolveSessionCompleted,
  evolveSessionMissed,
  evolveSessionRescheduled,
  evolveSessionScheduled,
  evolveSessionStarted,
} from './evolve-sessions';
import { entryIdOf, type Evolvers, type Evolves } from './evolvers';
import { isFindingEntry } from './findings';
import { planEvolvers } from './evolve-plan';
import { noProgress, progressEvolvers } from './evolve-progress';
import { referralChangeEvolvers } from './evolve-referral-changes';
import { isLate } from './late';
import { taken } from './observations';
import type { Episode } from './state';

/** Every entry is accepted as it is: what the rules say of it was said when it was recorded. */
export function evolve(episode: Episode | null, event: Recorded<EpisodeEvent>): Episode | null {
  if (event.type === 'ReferralReceived') return opened(event);
  if (!episode) return null;
  const { occurredAt, recordedAt, occurredZone } = event.header;
  // Days are those of the zone stored with the entry: a clinic's zone may have changed since.
  const same = episode.zone === occurredZone || isFindingEntry(event);
  const there = same ? episode : { ...episode, zone: occurredZone };
  const next = evolved(there, event);
  // A finding is dated by what led to it, however much later it was looked for.
  const told = !isFindingEntry(event);
  const late = told && isLate(occurredAt, recordedAt, episode.rules.lateEntryHours);
  return {
    ...next,
    lateEntries: late ? episode.lateEntries + 1 : episode.lateEntries,
  };
}

function evolved(
  episode: Episode,
  event: Exclude<Recorded<EpisodeEvent>, { type: 'ReferralReceived' }>,
): Episode {
  // The table has, under each kind of entry, what evolves by just that kind.
  const evolves = EVOLVERS[event.type] as Evolves<typeof event.type>;
  return evolves(episode, event);
}

/** What they change is applied before the fold, to the entry they are about. */
const unchanged = (episode: Episode): Episode => episode;

/** One line a kind of entry: a new one does not compile before it is here. */
const EVOLVERS: Evolvers<Exclude<EpisodeEvent['type'], 'ReferralReceived'>> = {
  ReferralAccepted: (episode, { header: { occurredAt: at } }) => ({
    ...episode,
    decision: { status: 'accepted', at, on: localDate(at, episode.zone) },
  }),
  ReferralDeclined: (episode, event) => {
    const reason = textRef(event, 'reason');
    return { ...episode, decision: { status: 'declined', at: event.header.occurredAt, reason } };
  },
  AuthorizationGranted: (episode, event) => ({
    ...episode,
    authorizations: [...episode.authorizations, { entryId: entryIdOf(event), ...event.data }],
  }),
  ConsentGiven: (episode, event) => {
    const at = event.header.occurredAt;
    return { ...episode, consent: { entryId: entryIdOf(event), at, ...event.data } };
  },
  ...referralChangeEvolvers,
  ConsentWithdrawn: (episode) => ({ ...episode, consent: null }),
  TherapistAssigned: (episode, { data }) => ({ ...episode, therapistId: data.therapistId }),
  AssessmentDone: assessed,
  ...planEvolvers,
  GoalSet: evolveGoalSet,
  GoalRevised: evolveGoalRevised,
  GoalReplaced: evolveGoalReplaced,
  GoalScored: evolveGoalScored,
  GoalAbandoned: evolveGoalAbandoned,
  SessionScheduled: evolveSessionScheduled,
  SessionRescheduled: evolveSessionRescheduled,
  SessionCancelled: evolveSessionCancelled,
  SessionMissed: evolveSessionMissed,
  SessionStarted: evolveSessionStarted,
  SessionCompleted: evolveSessionCompleted,
  AdverseReactionReported: reacted,
  ContraindicationRecorded: evolveContraindicationRecorded,
  ContraindicationCleared: evolveContraindicationCleared,
  ContraindicationResolved: evolveContraindicationResolved,
  ...progressEvolvers,
  EpisodePutOnHold: (episode, { header, data }) => ({
    ...episode,
    hold: { since: header.occurredAt, ...data },
  }),
  EpisodeResumed: (episode) => ({ ...episode, hold: null }),
  Discharged: evolveDischarged,
  EpisodeReopened: evolveReopened,
  EpisodeVoided: evolveVoided,
  EntryCorrected: unchanged,
  EntryMarkedInError: unchanged,
  FindingRaised: evolveFindingRaised,
  FindingClosed: evolveFindingClosed,
};

function opened(event: Recorded<EpisodeEventOf<'ReferralReceived'>>): Episode {
  const { rules, episodeId, conditions, ...referral } = event.data;
  const at = event.header.occurredAt;
  return {
    id: episodeId,
    patientId: referral.patientId,
    clinicId: referral.clinicId,
    zone: referral.zone,
    rules,
    referral: {
      ...referral,
      entryId: entryIdOf(event),
      conditions: conditions ?? conditionSaid(referral),
      receivedAt: at,
      receivedOn: localDate(at, referral.zone),
      referrerName: textRef(event, 'referrerName'),
      referrerOrganisation: textRef(event, 'referrerOrganisation'),
      indication: textRef(event, 'indication'),
      firstIssuedOn: referral.prescription.issuedOn,
      amendments: [],
    },
    clarifications: [],
    decision: { status: 'pending' },
    authorizations: [],
    consent: null,
    therapistId: null,
    assessments: [],
    observations: [],
    primary: null,
    plan: null,
    goals: [],
    sessions: [],
    reactions: [],
    contraindications: [],
    lastScreenedAt: null,
    progress: noProgress,
    hold: null,
    discharge: null,
    voided: null,
    lateEntries: 0,
    findings: [],
  };
}

function assessed(episode: Episode, event: Recorded<EpisodeEventOf<'AssessmentDone'>>): Episode {
  const { kind, observations, primary, contraindicationsAsked } = event.data;
  const assessment = {
    entryId: entryIdOf(event),
    kind,
    at: event.header.occurredAt,
    contraindicationsAsked,
    findings: textRef(event, 'findings'),
  };
  const baseline = observations.find(
    (observation) =>
      observation.instrument === primary?.measure.instrument &&
      observation.bodySite === primary.measure.bodySite,
  );
  return {
    ...episode,
    lastScreenedAt: contraindicationsAsked ? assessment.at : episode.lastScreenedAt,
    assessments: [...episode.assessments, assessment],
    observations: [...episode.observations, ...taken(event, episode.zone, observations, kind)],
    primary: primary
      ? {
          measure: primary.measure,
          rules: primary.rules,
          finalWindowDays: primary.finalWindowDays,
          policy: primary.policy,
          baseline: baseline ? { observationId: baseline.id, score: baseline.score } : null,
        }
      : episode.primary,
  };
}

function reacted(
  episode: Episode,
  event: Recorded<EpisodeEventOf<'AdverseReactionReported'>>,
): Episode {
  const at = event.header.occurredAt;
  const reaction = {
    entryId: entryIdOf(event),
    entryVersion: event.header.version,
    at,
    on: localDate(at, episode.zone),
    ...event.data,
    description: textRef(event, 'description'),
  };
  return { ...episode, reactions: [...episode.reactions, reaction] };
}
