import { Injectable } from '@nestjs/common';
import type { EpisodeCommandInput } from './command-input';
import { Commands, type EpisodeBody } from './commands';
import type { Instant } from '../domain/time';
import type { Plain } from './plain';
import { Refused, type EpisodeAccepted, type VersionConflict } from './outcome-types';
import { actingOn } from './rights';
import { shapeNewer } from './shape-goal';
import { episodeAccepted, notAccepted, type About } from './shape-outcome';
import type { Caller } from './viewer';
import type { Outcome } from '../engine/request';

export type EpisodeAnswer = EpisodeAccepted | Refused | VersionConflict;

/** Entries that who sets up care sees without reading the episode. */
const SET_UP_ENTRIES: readonly string[] = [
  'ReferralReceived',
  'ReferralAmended',
  'ReferralClarificationRequested',
  'ReferralClarified',
  'ReferralAccepted',
  'ReferralDeclined',
  'AuthorizationGranted',
  'AuthorizationAmended',
  'TherapistAssigned',
  'EpisodeTransferred',
  'SessionScheduled',
  'SessionRescheduled',
  'SessionCancelled',
  'SessionMissed',
];

/** Sends commands to episodes and shapes what came of them. */
@Injectable()
export class EpisodeCommands {
  constructor(private readonly commands: Commands) {}

  /** `occurredAt` where it is not simply the input's. */
  async send(
    caller: Caller,
    input: Plain<EpisodeCommandInput>,
    body: EpisodeBody,
    occurredAt: Instant | undefined = input.occurredAt ?? undefined,
  ): Promise<EpisodeAnswer> {
    const outcome = await this.commands.toEpisode(caller, input, body, occurredAt);
    return this.shape(caller, input.episodeId, outcome, body);
  }

  async shape(
    caller: Caller,
    episodeId: string,
    outcome: Outcome<'episode'>,
    body: EpisodeBody,
  ): Promise<EpisodeAnswer> {
    if (outcome.kind === 'accepted') return episodeAccepted(outcome, episodeId, aboutOf(body));
    if (outcome.kind === 'refused') return this.#refused(episodeId, outcome);
    const { state } = (await this.commands.latest('episode', episodeId)).folded;
    const reads = state && actingOn(caller.viewer, 'READ_EPISODES', state);
    return notAccepted(outcome, (type) => reads !== null || SET_UP_ENTRIES.includes(type));
  }

  /** Who revises a goal that another has revised sees what holds now: they may read it. */
  async #refused(
    episodeId: string,
    outcome: Extract<Outcome<'episode'>, { kind: 'refused' }>,
  ): Promise<Refused | VersionConflict> {
    const answer = notAccepted(outcome);
    if (!(answer instanceof Refused) || outcome.code !== 'GOAL_VERSION_STALE') return answer;
    const { state, events } = (await this.commands.latest('episode', episodeId)).folded;
    const last = events.at(-1);
    if (!state || !last) return answer;
    const { goalId = null, revises = null, current = null } = outcome.facts;
    const moment = { position: last.position, evaluatedAt: last.header.recordedAt };
    answer.newerGoalVersion = shapeNewer(state, { goalId, revises, current }, moment);
    return answer;
  }
}

/** Goal and session that a command names; null stands for none. */
function aboutOf(body: EpisodeBody): About {
  return {
    ...('goalId' in body && body.goalId ? { goalId: body.goalId } : {}),
    ...('sessionId' in body && body.sessionId ? { sessionId: body.sessionId } : {}),
    ...('contraindicationId' in body ? { contraindicationId: body.contraindicationId } : {}),
  };
}
