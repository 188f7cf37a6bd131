import { answered } from '../data/answered';

/** A file that the service makes: the query behind a chart. */
export interface CsvQuery {
  readonly query: 'outcomes' | 'controlChart' | 'funnel' | 'goalRevisions';
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The same question at the very moment that is on the screen. */
export function atShownMoment({ query, variables }: CsvQuery): CsvQuery {
  const moment = answered.get();
  return { query, variables: moment ? { ...variables, asOf: { exactly: moment } } : variables };
}
