import { textRef, type Recorded } from '../envelope';
import type { EntryId } from '../ids';
import { localDate } from '../time';
import type { EpisodeEvent, EpisodeEventOf } from './events';
import { evolveDischarged } from './evolve-discharge';
import { evolveGoalRevised, evolveGoalSet, settleGoal } from './evolve-goals';
import {
  evolveSessionCompleted,
  evolveSessionMissed,
  evolveSessionScheduled,
  evolveSessionStarted,
  settleSession,
} from './evolve-sessions';
import { isLate } from './late';
import { taken } from './observations';
import type { Episode } from './state';

/** Every entry is accepted as it is: what the rules say of it was said when it was recorded. */
export function evolve(episode: Episode | null, event: Recorded<EpisodeEvent>): Episode | null {
  if (event.type === 'ReferralReceived') return opened(event);
  if (!episode) return null;
  const next = evolved(episode, event);
  const { occurredAt, recordedAt } = event.header;
  const late = isLate(occurredAt, recordedAt, episode.rules.lateEntryHours);
  return {
    ...next,
    lateEntries: late ? episode.lateEntries + 1 : episode.lateEntries,
  };
}

function evolved(
  episode: Episode,
  event: Exclude<Recorded<EpisodeEvent>, { type: 'ReferralReceived' }>,
): Episode {
  const at = event.header.occurredAt;
  // An event's id is the id of the entry that it makes.
  const entryId = event.header.id as EntryId;
  switch (event.type) {
    case 'ReferralAccepted':
      return { ...episode, decision: { status: 'accepted', at, on: localDate(at, episode.zone) } };
    case 'ReferralDeclined':
      return {
        ...episode,
        decision: { status: 'declined', at, reason: textRef(event, 'reason') },
      };
    case 'AuthorizationGranted':
      return {
        ...episode,
        authorizations: [...episode.authorizations, { entryId, ...event.data }],
      };
    case 'ConsentGiven':
      return { ...episode, consent: { entryId, at, ...event.data } };
    case 'ConsentWithdrawn':
      return { ...episode, consent: null };
    case 'TherapistAssigned':
      return { ...episode, therapistId: event.data.therapistId };
    case 'AssessmentDone':
      return assessed(episode, event);
    case 'GoalSet':
      return evolveGoalSet(episode, event);
    case 'GoalRevised':
      return evolveGoalRevised(episode, event);
    case 'GoalScored': {
      const { goalId, observationId, gasLevel } = event.data;
      return settleGoal(episode, goalId, { status: 'scored', at, observationId, gasLevel });
    }
    case 'GoalAbandoned':
      return settleGoal(episode, event.data.goalId, {
        status: 'abandoned',
        at,
        reason: textRef(event, 'reason'),
      });
    case 'SessionScheduled':
      return evolveSessionScheduled(episode, event);
    case 'SessionCancelled':
      return settleSession(episode, event.data.sessionId, { status: 'cancelled', at });
    case 'SessionMissed':
      return evolveSessionMissed(episode, event);
    case 'SessionStarted':
      return evolveSessionStarted(episode, event);
    case 'SessionCompleted':
      return evolveSessionCompleted(episode, event);
    case 'AdverseReactionReported':
      return reacted(episode, event);
    case 'EpisodePutOnHold':
      return { ...episode, hold: { since: at, ...event.data } };
    case 'EpisodeResumed':
      return { ...episode, hold: null };
    case 'Discharged':
      return evolveDischarged(episode, event);
    case 'EntryCorrected':
    case 'EntryMarkedInError':
      // What they change is applied before the fold, to the entry they are about.
      return episode;
  }
}

function opened(event: Recorded<EpisodeEventOf<'ReferralReceived'>>): Episode {
  const { rules, episodeId, ...referral } = event.data;
  const at = event.header.occurredAt;
  return {
    id: episodeId,
    patientId: referral.patientId,
    clinicId: referral.clinicId,
    zone: referral.zone,
    rules,
    referral: {
      ...referral,
      entryId: event.header.id as EntryId, // as above
      receivedAt: at,
      receivedOn: localDate(at, referral.zone),
      referrerName: textRef(event, 'referrerName'),
      referrerOrganisation: textRef(event, 'referrerOrganisation'),
      indication: textRef(event, 'indication'),
    },
    decision: { status: 'pending' },
    authorizations: [],
    consent: null,
    therapistId: null,
    assessments: [],
    observations: [],
    primary: null,
    goals: [],
    sessions: [],
    reactions: [],
    hold: null,
    discharge: null,
    lateEntries: 0,
  };
}

function assessed(episode: Episode, event: Recorded<EpisodeEventOf<'AssessmentDone'>>): Episode {
  const { kind, observations, primary } = event.data;
  const assessment = {
    entryId: event.header.id as EntryId, // as above
    kind,
    at: event.header.occurredAt,
    findings: textRef(event, 'findings'),
  };
  const baseline = observations.find(
    (observation) =>
      observation.instrument === primary?.measure.instrument &&
      observation.bodySite === primary.measure.bodySite,
  );
  return {
    ...episode,
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
    entryId: event.header.id as EntryId, // as above
    entryVersion: event.header.version,
    at,
    on: localDate(at, episode.zone),
    ...event.data,
    description: textRef(event, 'description'),
  };
  return { ...episode, reactions: [...episode.reactions, reaction] };
}
