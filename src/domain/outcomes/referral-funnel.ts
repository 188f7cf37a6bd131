import { daysBetween, type LocalDate } from '../time';
import { describe, type Summary } from './intervals';

/** How far a referral came; days are local to its clinic, null: not that far. */
export interface ReferralWay {
  readonly declined: boolean;
  readonly receivedOn: LocalDate;
  readonly acceptedOn: LocalDate | null;
  readonly firstSessionOn: LocalDate | null;
  readonly dischargedOn: LocalDate | null;
}

/** How far referrals came, and how long each step took. */
export interface ReferralFunnel {
  readonly received: number;
  readonly declined: number;
  readonly accepted: number;
  readonly firstSession: number;
  readonly discharged: number;
  /** Days from one step to the next, of those that took both. */
  readonly daysToAccept: Summary;
  readonly daysToFirstSession: Summary;
  readonly daysToDischarge: Summary;
}

export function referralFunnel(ways: readonly ReferralWay[]): ReferralFunnel {
  return {
    received: ways.length,
    declined: ways.filter(({ declined }) => declined).length,
    accepted: ways.filter(({ acceptedOn }) => acceptedOn !== null).length,
    firstSession: ways.filter(({ firstSessionOn }) => firstSessionOn !== null).length,
    discharged: ways.filter(({ dischargedOn }) => dischargedOn !== null).length,
    daysToAccept: days(ways, 'receivedOn', 'acceptedOn'),
    daysToFirstSession: days(ways, 'acceptedOn', 'firstSessionOn'),
    daysToDischarge: days(ways, 'firstSessionOn', 'dischargedOn'),
  };
}

type Step = Exclude<keyof ReferralWay, 'declined'>;

function days(ways: readonly ReferralWay[], from: Step, to: Step): Summary {
  return describe(
    ways.flatMap((way) => {
      const [start, end] = [way[from], way[to]];
      return start && end ? [daysBetween(start, end)] : [];
    }),
  );
}
