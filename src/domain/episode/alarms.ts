import type { Note } from '../decider';
import { instrumentByCode } from '../outcomes/instruments';
import type { Observation } from './values';

/**
 * Answers that need somebody's eyes at once, whatever the score: PHQ-9's last item asks for
 * thoughts of being better off dead (Kroenke et al., J Gen Intern Med 2001;16:606-613). A total
 * without its items does not say what was answered, and is told as that.
 */
export function alarmsOf(observations: readonly Observation[]): readonly Note[] {
  return observations.flatMap(({ instrument: code, items }): Note[] => {
    const alarm = instrumentByCode(code, [])?.alarm;
    if (!alarm) return [];
    if (!items) return [{ code: 'ALARM_NOT_ASKED', facts: { instrument: code, item: alarm.item } }];
    const value = items[alarm.item] ?? null;
    if (value === null || value <= alarm.above) return [];
    return [{ code: 'ALARMING_ANSWER', facts: { instrument: code, item: alarm.item, value } }];
  });
}
