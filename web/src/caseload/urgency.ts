import type { CaseloadFlag, CaseloadQuery } from '../../generated/graphql';

/** An open episode as the caseload tells it. */
export type CaseloadEntry = CaseloadQuery['caseload']['edges'][number]['node'];

/** How much a flag wants: to be acted on today, to be seen to soon, or to be known. */
export type Weight = 'act' | 'soon' | 'note';

/** All flags, what cannot wait first: harm, then what stops care, then what runs out. */
export const FLAGS = [
  'REACTION',
  'CONTRAINDICATION_TO_CLEAR',
  'SCREENING_DUE',
  'URGENT',
  'CONSENT_MISSING',
  'GOAL_OVERDUE',
  'AUTHORIZATION_RUNNING_OUT',
  'CERTIFICATION_DUE',
  'LAPSED',
  'NO_SESSION',
  'GOAL_DUE',
  'FINDING',
  'DEVIATION',
  'LATE_DOCUMENTATION',
  'ON_HOLD',
] as const satisfies readonly CaseloadFlag[];

/** What a flag wants. */
export function weightOf(flag: CaseloadFlag): Weight {
  switch (flag) {
    case 'REACTION':
    case 'CONTRAINDICATION_TO_CLEAR':
    case 'SCREENING_DUE':
    case 'URGENT':
    case 'CONSENT_MISSING':
      return 'act';
    case 'GOAL_OVERDUE':
    case 'AUTHORIZATION_RUNNING_OUT':
    case 'CERTIFICATION_DUE':
    case 'LAPSED':
    case 'NO_SESSION':
    case 'GOAL_DUE':
      return 'soon';
    case 'FINDING':
    case 'DEVIATION':
    case 'LATE_DOCUMENTATION':
    case 'ON_HOLD':
      return 'note';
  }
}

/** Flags of an entry, the weightiest first. */
export function inOrder(flags: readonly CaseloadFlag[]): readonly CaseloadFlag[] {
  return FLAGS.filter((flag) => flags.includes(flag));
}

/**
 * Compares two entries by who needs somebody first: the weightiest flag, then the next ones, then
 * who waits for a first session, the longest first, then the earlier session. Negative: the first
 * one does.
 */
export function byUrgency(one: CaseloadEntry, other: CaseloadEntry): number {
  const [ranks, others] = [one, other].map(({ flags }) =>
    inOrder(flags).map((flag) => FLAGS.findIndex((each) => each === flag)),
  );
  const length = Math.max(ranks?.length ?? 0, others?.length ?? 0);
  for (let place = 0; place < length; place += 1) {
    const difference = (ranks?.[place] ?? FLAGS.length) - (others?.[place] ?? FLAGS.length);
    if (difference !== 0) return difference;
  }
  const [waits, otherWaits] = [one, other].map((each) =>
    isWaiting(each) ? each.receivedAt : undefined,
  );
  return textOrder(waits, otherWaits) || textOrder(one.nextSession?.at, other.nextSession?.at);
}

/** Was the patient referred, and has nobody booked a session with them yet? */
export function isWaiting({ phase, nextSession }: CaseloadEntry): boolean {
  return (phase === 'REFERRED' || phase === 'ACCEPTED') && nextSession === null;
}

/** Compares texts that may be absent: absent ones come last. */
export function textOrder(
  one: string | null | undefined,
  other: string | null | undefined,
): number {
  if (one === other) return 0;
  if (one === null || one === undefined) return 1;
  if (other === null || other === undefined) return -1;
  return one < other ? -1 : 1;
}
