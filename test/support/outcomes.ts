import type { OutcomeFilter } from '../../src/projections/cohort-rows';

/** No restriction: every episode of the cohort. */
export const EVERY_EPISODE: OutcomeFilter = {
  clinics: null,
  therapists: null,
  conditions: null,
  payers: null,
  referrers: null,
  labels: {},
  from: null,
  to: null,
  measure: null,
};
