/** What the address keeps of the pages about outcomes. */
export const OUTCOME_PARAMS = [
  ...(['from', 'to', 'clinic', 'therapist', 'condition', 'payer', 'measure'] as const),
  ...(['label', 'by', 'unit', 'place', 'key', 'against'] as const),
] as const;
type Param = (typeof OUTCOME_PARAMS)[number];
export type OutcomeSearch = { readonly [name in Param]?: string | undefined };
