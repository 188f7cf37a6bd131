import { accept, alreadySo, givenTexts, refuse, type Decision } from '../decider';
import { daysBetween, localDate, plusDays } from '../time';
import type { EpisodeCommand, EpisodeCommandOf } from './commands';
import type { Deciders } from './deciders';
import type { EpisodeEvent } from './events';
import type { Episode } from './state';

/** Days in which a discharge is taken back, where a policy was written before it had a say. */
const REOPEN_DAYS = 90;

/** Care goes on after all, soon enough that it is one episode. */
export const reopenEpisode: Deciders<'ReopenEpisode'>['ReopenEpisode'] = (
  _then,
  now,
  { words },
  asked,
) => {
  const { discharge } = now;
  if (!discharge) return refuse('EPISODE_NOT_DISCHARGED');
  if (!words.trim()) return refuse('REASON_MISSING');
  const at = asked.occurredAt;
  if (at < discharge.at) return refuse('REOPEN_BEFORE_DISCHARGE', { at, since: discharge.at });
  const days = asked.policy.reopenDays ?? REOPEN_DAYS;
  if (daysBetween(discharge.on, localDate(at, now.zone)) > days) {
    const latest = plusDays(discharge.on, days);
    return refuse('REOPEN_TOO_LATE', { dischargedOn: discharge.on, days, latest });
  }
  return accept({ type: 'EpisodeReopened', data: {}, ...givenTexts({ reason: words }) });
};

/** What should never have been recorded, as a whole: single entries are marked in error. */
export function voidEpisode(
  now: Episode,
  { voidReason, duplicateOf, words }: EpisodeCommandOf<'VoidEpisode'>,
): Decision<EpisodeEvent> {
  if (!words.trim()) return refuse('REASON_MISSING');
  const isDuplicate = voidReason === 'DUPLICATE';
  if (isDuplicate && (duplicateOf === null || duplicateOf === now.id)) {
    return refuse('VOID_DUPLICATE_OF_NONE', { episodeId: now.id });
  }
  return accept({
    type: 'EpisodeVoided',
    data: { reason: voidReason, duplicateOf: isDuplicate ? duplicateOf : null },
    ...givenTexts({ words }),
  });
}

/** Nothing more is recorded of a voided episode; voiding it again changes nothing. */
export function afterVoid(
  { voided }: Episode,
  command: EpisodeCommand,
): Decision<EpisodeEvent> | null {
  if (!voided) return null;
  if (command.type === 'VoidEpisode') return alreadySo();
  return refuse('EPISODE_VOIDED', { voidedAt: voided.at, reason: voided.reason });
}
