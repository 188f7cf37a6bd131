import type {
  FiguresOfFragment,
  FrozenQuery,
  IndicatorFunnelQuery,
  OutcomesOverviewQuery,
  RevisionsOfFragment,
} from '../../generated/graphql';
import { INDICATORS, REVISIONS, type Indicator } from './indicators';
import type { OutcomeSearch } from './params';
import type { Period } from './period';

/** Groups of an answer as they were kept. */
interface Grouped<F> {
  readonly groups: readonly {
    readonly key?: string | null;
    readonly label?: string | null;
    readonly figures: F;
  }[];
}

/** An answer as it was kept, by its query; OTHER: none that has a picture here. */
export type Kept =
  | { readonly query: 'OUTCOMES'; readonly answer: Grouped<FiguresOfFragment> }
  | { readonly query: 'GOAL_REVISIONS'; readonly answer: Grouped<RevisionsOfFragment> }
  | { readonly query: 'CONTROL_CHART'; readonly answer: OutcomesOverviewQuery['RESPONDERS'] }
  | { readonly query: 'FUNNEL'; readonly answer: IndicatorFunnelQuery['funnel'] }
  | { readonly query: 'OTHER' };

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}; // looked at by name
}

/** What was kept, where its parts are those of its query; the service wrote them as it answered. */
export function keptOf(query: FrozenQuery, result: unknown): Kept {
  const answer = fieldsOf(result);
  const has = (...names: string[]) => names.every((name) => Array.isArray(answer[name]));
  // The service kept the answer of this very query; the lists that are drawn are there.
  if (query === 'OUTCOMES' && has('groups')) return { query, answer: answer as never };
  if (query === 'GOAL_REVISIONS' && has('groups')) return { query, answer: answer as never };
  if (query === 'CONTROL_CHART' && has('points', 'limits')) {
    return { query, answer: answer as never };
  }
  if (query === 'FUNNEL' && has('units', 'curve')) return { query, answer: answer as never };
  return { query: 'OTHER' };
}

/** The indicator that a frozen chart is about; null: none of the pages. */
export function indicatorIn(args: unknown): Indicator | null {
  const { figure } = fieldsOf(args);
  return INDICATORS.find(({ chart, funnel }) => chart === figure || funnel === figure) ?? null;
}

export function filterIn(args: unknown): Fields {
  return fieldsOf(fieldsOf(args)['filter']);
}

/** First and last day of the question. */
export function periodIn(args: unknown): Period {
  const { from, to } = filterIn(args);
  const day = (value: unknown) => (typeof value === 'string' ? value : null);
  return { from: day(from), to: day(to) };
}

/** Where the pages ask it. */
export interface Asking {
  /** Part of the address below /outcomes; null: the overview. */
  readonly indicator: string | null;
  readonly search: OutcomeSearch;
}

/**
 * The page that asks the same; null: the pages have none, or their address cannot say it. `clinics`
 * are those that who looks at it is asked about without naming any.
 */
export function askingOf(
  query: FrozenQuery,
  args: unknown,
  clinics: readonly string[],
): Asking | null {
  const search = searchOf(args, clinics);
  if (!search) return null;
  if (query === 'OUTCOMES') return { indicator: null, search };
  if (query === 'GOAL_REVISIONS') return { indicator: REVISIONS, search };
  const indicator = indicatorIn(args);
  return indicator && query !== 'REFERRAL_FUNNEL' ? { indicator: indicator.slug, search } : null;
}

function searchOf(args: unknown, clinics: readonly string[]): OutcomeSearch | null {
  const filter = filterIn(args);
  const { from, to } = periodIn(args);
  const lists = [filter['therapistIds'], filter['conditions'], filter['payers']].map(listOf);
  const [therapist, condition, payer] = lists.map(([only]) => only);
  const asked = listOf(filter['clinicIds']);
  const areOwn = asked.length === clinics.length && asked.every((id) => clinics.includes(id));
  const isSayable = lists.every(({ length }) => length < 2) && (asked.length < 2 || areOwn);
  const isMore = listOf(filter['referrerIds']).length > 0 || listOf(filter['labels']).length > 0;
  if (!isSayable || isMore) return null;
  const { instrument, bodySite } = fieldsOf(filter['measure']);
  const measure = [instrument, bodySite].filter((part) => typeof part === 'string').join('/');
  return {
    ...(from === null && to === null ? { from: 'all' } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(areOwn || asked[0] === undefined ? {} : { clinic: asked[0] }),
    ...(therapist === undefined ? {} : { therapist }),
    ...(condition === undefined ? {} : { condition }),
    ...(payer === undefined ? {} : { payer }),
    ...(measure === '' ? {} : { measure }),
  };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
