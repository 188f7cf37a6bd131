import { CASELOAD, CHART, FUNNEL, OUTCOMES, REPLAY } from '../test/api/read-texts';

/** What there is to ask about. */
export interface Place {
  readonly clinics: readonly string[];
  readonly episodes: readonly string[];
  readonly position: number;
}

/** What is to be reached, in ms (p99); null: nothing is set. */
interface Reach {
  readonly now: number | null;
  readonly first: number | null;
  readonly again: number | null;
}

/** A question that is asked again and again, of other clinics or episodes. */
export interface Read {
  readonly name: string;
  readonly reachMs: Reach;
  /** Whether it can be asked of the past. */
  readonly past: boolean;
  /** Of all clinics: it takes longer, and is asked less often. */
  readonly wide: boolean;
  ask(place: Place, n: number): { readonly query: string; readonly variables: object };
}

/** The last twelve months that were over when the log ends. */
const YEAR = { from: '2023-11-01', to: '2024-10-31' };
const CLINIC: Reach = { now: 20, first: 150, again: 20 };
const YEAR_OF_ALL: Reach = { now: 300, first: null, again: 20 };
const ALL_YEARS: Reach = { now: 1_500, first: null, again: 20 };

function clinicRead(name: string, query: string, variables: object): Read {
  return {
    name,
    reachMs: CLINIC,
    past: true,
    wide: false,
    ask({ clinics }, n) {
      const filter = { clinicIds: [clinics[n % clinics.length]], ...YEAR };
      return { query, variables: { ...variables, filter } };
    },
  };
}

function wideRead(name: string, reachMs: Reach, query: string, variables: object): Read {
  return { name, reachMs, past: true, wide: true, ask: () => ({ query, variables }) };
}

const caseload: Read = {
  name: "caseload page of 50, one clinic's",
  reachMs: CLINIC,
  past: true,
  wide: false,
  ask({ clinics }, n) {
    const clinicIds = [clinics[n % clinics.length]];
    return { query: CASELOAD, variables: { clinicIds, first: 50 } };
  },
};

const replay: Read = {
  name: 'replay of an episode',
  reachMs: { now: null, first: null, again: null },
  past: false,
  wide: false,
  ask({ episodes }, n) {
    // Far apart, so that no page of the database has two.
    const id = episodes[(n * 97) % episodes.length];
    return { query: REPLAY, variables: { id, toVersion: 4 } };
  },
};

export const READS: readonly Read[] = [
  caseload,
  clinicRead("one clinic's outcomes, 12 months", OUTCOMES, { groupBy: 'THERAPIST' }),
  clinicRead("one clinic's control chart, 12 months", CHART, { figure: 'RESPONDERS' }),
  clinicRead("one clinic's funnel, 12 months", FUNNEL, {
    figure: 'RESPONDERS',
    units: 'THERAPIST',
  }),
  wideRead('organisation, 12 months', YEAR_OF_ALL, OUTCOMES, { groupBy: 'CLINIC', filter: YEAR }),
  wideRead('organisation, all years', ALL_YEARS, OUTCOMES, { groupBy: 'CLINIC' }),
  replay,
];
