import { accept, alreadySo, givenTexts, refuse, type Decision, type Draft } from '../decider';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;

/** Never refused; a severe one puts the episode on hold by itself. */
export function reportReaction(now: Episode, command: EpisodeCommandOf<'ReportReaction'>): D {
  const { severity, sessionId, description, action, told } = command;
  const events: Draft<EpisodeEvent>[] = [
    {
      type: 'AdverseReactionReported',
      data: { severity, sessionId },
      ...givenTexts({ description, action, told }),
    },
  ];
  if (severity === 'SEVERE' && !now.hold && !now.discharge) {
    events.push({
      type: 'EpisodePutOnHold',
      data: { reason: 'ADVERSE_REACTION', reviewOn: null },
    });
  }
  return accept(events);
}

export function putOnHold(now: Episode, command: EpisodeCommandOf<'PutOnHold'>): D {
  if (now.discharge) return refuse('EPISODE_DISCHARGED', { dischargedOn: now.discharge.on });
  const { holdReason, reviewOn, words } = command;
  if (now.hold?.reason === holdReason && now.hold.reviewOn === reviewOn) return alreadySo();
  if (now.hold) {
    return refuse('EPISODE_ALREADY_ON_HOLD', { since: now.hold.since, reason: now.hold.reason });
  }
  return accept({
    type: 'EpisodePutOnHold',
    data: { reason: holdReason, reviewOn },
    ...givenTexts({ words }),
  });
}

export function resume(now: Episode, command: EpisodeCommandOf<'Resume'>): D {
  if (!now.hold) return refuse('EPISODE_NOT_ON_HOLD');
  return accept({ type: 'EpisodeResumed', data: {}, ...givenTexts({ words: command.words }) });
}
