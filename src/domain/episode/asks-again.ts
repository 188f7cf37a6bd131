import { isCorrection } from '../effective';
import type { Header } from '../envelope';
import type { EpisodeEvent } from './events';
import { isFindingEntry } from './findings';

/**
 * Entries that, told when they happen, move no rule that another entry rests on: what comes before
 * them was judged without them, and what comes after them by them. Not an assessment: an answer
 * of it may need somebody's eyes.
 */
const QUIET: ReadonlySet<string> = new Set<EpisodeEvent['type']>([
  'ReferralReceived',
  'ReferralAccepted',
  'ReferralClarificationRequested',
  'ReferralClarified',
  'ConsentGiven',
  'GoalSet',
  'GoalRevised',
  'GoalReplaced',
  'GoalScored',
  'GoalAbandoned',
  'AdverseReactionReported',
]);

/** Whether the rules of an episode have to be asked again for an entry of it. */
export function asksAgain(
  type: string,
  header: Pick<Header, 'occurredAt' | 'recordedAt'>,
): boolean {
  // Findings are no trigger: what they say is the answer.
  if (isFindingEntry({ type })) return false;
  const toldLater = header.occurredAt < header.recordedAt;
  return isCorrection({ type }) || toldLater || !QUIET.has(type);
}
