import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decision,
  type Draft,
} from '../decider';
import type { EpisodeCommandOf } from './commands';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

type D = Decision<EpisodeEvent>;
type A = Asked<EpisodeEvent>;

/**
 * Never refused; one that turns out to be severe puts the episode on hold by itself. The hold is
 * a decision of the day of recording: dated back to the reaction, a resumption since then would
 * undo it unseen.
 */
export function reportReaction(
  now: Episode,
  command: EpisodeCommandOf<'ReportReaction'>,
  asked: A,
): D {
  const { severity, sessionId, description, action, told } = command;
  const events: Draft<EpisodeEvent>[] = [
    {
      type: 'AdverseReactionReported',
      data: { severity, sessionId },
      ...givenTexts({ description, action, told }),
    },
  ];
  if (severity === 'SEVERE' && !wasSevere(asked) && !now.hold && !now.discharge) {
    events.push({
      type: 'EpisodePutOnHold',
      data: { reason: 'ADVERSE_REACTION', reviewOn: null },
      occurredAt: asked.recordedAt,
    });
  }
  return accept(events);
}

/** A correction of one that was severe before tells nothing new: its hold may be over. */
function wasSevere({ entry, entryOut }: A): boolean {
  if (entryOut || entry?.type !== 'AdverseReactionReported') return false;
  return entry.data.severity === 'SEVERE';
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

export function resume(now: Episode, command: EpisodeCommandOf<'Resume'>, asked: A): D {
  if (!now.hold) return refuse('EPISODE_NOT_ON_HOLD');
  const { since } = now.hold;
  const at = asked.occurredAt;
  if (at < since) return refuse('RESUME_BEFORE_HOLD', { at, since });
  return accept({ type: 'EpisodeResumed', data: {}, ...givenTexts({ words: command.words }) });
}
