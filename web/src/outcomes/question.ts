import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import {
  MomentTimeDocument,
  type OutcomeFilterInput,
  type OutcomeGrouping,
  type PayerClass,
} from '../../generated/graphql';
import { useRead } from '../data/read';
import { useAsked } from '../data/use-asked';
import { localDay } from '../display/zones';
import { useLocale } from '../display/use-locale';
import type { OutcomeSearch } from './params';
import { comparedWith, COMPARISONS, lastDayOf, periodOf } from './period';
import type { Comparison, Period } from './period';

/** How units can be told apart; a label is named in the address as `label:arm`. */
export const GROUPINGS = ['CLINIC', 'THERAPIST', 'CONDITION', 'PAYER', 'REFERRER'] as const;
export type Grouping = (typeof GROUPINGS)[number] | 'LABEL';

export const PAYERS = [
  'WORK_INSURANCE',
  'PRIVATE_INSURANCE',
  'PUBLIC',
  'SELF_PAY',
  'UNKNOWN',
] as const satisfies readonly PayerClass[];

/** A question about outcomes as the address puts it. */
export interface Question {
  readonly search: OutcomeSearch;
  readonly period: Period;
  /** Local day that the page is asked on: of the past, its own. */
  readonly today: string;
  readonly filter: OutcomeFilterInput;
  /** The same without a period. */
  readonly who: OutcomeFilterInput;
  /** The same from the first month on: limits are made of what was before, too. */
  readonly history: OutcomeFilterInput;
  /** The month that is not over; null: the period ends before it. */
  readonly open: OutcomeFilterInput | null;
  /** The period that this one is compared with; null: none was chosen. */
  readonly against: {
    readonly comparison: Comparison;
    readonly period: Period;
    readonly filter: OutcomeFilterInput;
  } | null;
  readonly by: Grouping;
  /** Of `by: LABEL`. */
  readonly label: string | null;
  /** Changes the address; undefined takes a part out. */
  readonly set: (change: OutcomeSearch) => void;
}

/** The day that is looked at; null: a position says no time, and the answer is on its way. */
function useToday(): string | null {
  const asked = useAsked();
  const { zone } = useLocale();
  // A page that is open over midnight asks by the new day when it is drawn anew.
  const [openedAtMs] = useState(() => Date.now());
  const { data } = useRead(MomentTimeDocument, {}, { pause: asked?.kind !== 'position' });
  if (asked === null) return localDay(openedAtMs, zone);
  switch (asked.kind) {
    case 'at':
      return localDay(asked.at, zone);
    case 'exactly':
      return localDay(asked.moment.evaluatedAt, zone);
    case 'position':
      return data ? localDay(data.clinics.asOf.evaluatedAt, zone) : null;
  }
}

/** Null while the day that is looked at is not known. */
export function useQuestion(): Question | null {
  const search: OutcomeSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const today = useToday();
  const set = useCallback(
    (change: OutcomeSearch) => {
      void navigate({
        to: '.',
        search: (before) => ({ ...before, ...change }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  if (today === null) return null;
  return { search, today, set, ...questionOf(search, today) };
}

/** What an address asks on a day. */
export function questionOf(
  search: OutcomeSearch,
  today: string,
): Omit<Question, 'search' | 'today' | 'set'> {
  const period = periodOf(search, today);
  const who = whoOf(search);
  const within = (from: string | null, to: string | null): OutcomeFilterInput => ({
    ...who,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  });
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  const isPast = period.to !== null && period.to < lastDayOf(today.slice(0, 7));
  const isClosed = period.to !== null && period.to < firstOfMonth;
  // With the last 12 closed months the one that has begun is of interest, too.
  const hasOpen = search.to === undefined || !(isPast && isClosed);
  const comparison = COMPARISONS.find((each) => each === search.against);
  const other = comparison ? comparedWith(period, comparison) : null;
  const [by, label] = groupingOf(search);
  return {
    period,
    who,
    filter: within(period.from, period.to),
    history: within(null, period.to),
    open: hasOpen ? within(firstOfMonth, today) : null,
    against:
      comparison && other
        ? { comparison, period: other, filter: within(other.from, other.to) }
        : null,
    by,
    label,
  };
}

function whoOf(search: OutcomeSearch): OutcomeFilterInput {
  const { clinic, therapist, condition, payer, measure, label } = search;
  const payerClass = PAYERS.find((each) => each === payer);
  const [instrument, bodySite] = measure?.split('/') ?? [];
  const [key, code] = label?.split(':') ?? [];
  return {
    ...(clinic ? { clinicIds: [clinic] } : {}),
    ...(therapist ? { therapistIds: [therapist] } : {}),
    ...(condition ? { conditions: [condition] } : {}),
    ...(payerClass ? { payers: [payerClass] } : {}),
    ...(instrument ? { measure: { instrument, ...(bodySite ? { bodySite } : {}) } } : {}),
    ...(key && code ? { labels: [{ key, code }] } : {}),
  };
}

function groupingOf({ by }: OutcomeSearch): readonly [Grouping, string | null] {
  if (by?.startsWith('label:')) return ['LABEL', by.slice('label:'.length)];
  return [GROUPINGS.find((each) => each === by) ?? 'CLINIC', null];
}

/** The arguments of a grouped query. */
export function groupArguments({ by, label }: Pick<Question, 'by' | 'label'>): {
  readonly groupBy: OutcomeGrouping;
  readonly label: string | null;
} {
  return { groupBy: by, label };
}
