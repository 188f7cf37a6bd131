import type { Episode } from '../domain/episode/state';

export const PHASES = [
  'REFERRED',
  'DECLINED',
  'ACCEPTED',
  'ASSESSED',
  'IN_TREATMENT',
  'ON_HOLD',
  'DISCHARGED',
  'VOIDED',
] as const;
/** Where an episode stands, in the one word a clinician would say. */
export type Phase = (typeof PHASES)[number];

export function phaseOf(episode: Episode): Phase {
  if (episode.voided) return 'VOIDED';
  if (episode.discharge) return 'DISCHARGED';
  if (episode.decision.status === 'declined') return 'DECLINED';
  if (episode.decision.status === 'pending') return 'REFERRED';
  if (episode.hold) return 'ON_HOLD';
  if (episode.sessions.some(({ status }) => status === 'completed' || status === 'started')) {
    return 'IN_TREATMENT';
  }
  return episode.assessments.length > 0 ? 'ASSESSED' : 'ACCEPTED';
}
