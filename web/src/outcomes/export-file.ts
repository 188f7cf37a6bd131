import type { CsvQuery } from './export-query';

/** Fetches as the person who is signed in. */
export type FetchAs = (url: string, init: RequestInit) => Promise<Response>;

/** The text of a CSV of the service: it leaves the clinic, so small counts read `hidden`. */
export async function exportedCsv(
  fetchAs: FetchAs,
  { query, variables }: CsvQuery,
): Promise<string> {
  const response = await fetchAs('/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, format: 'csv', variables }),
  });
  if (!response.ok) throw new Error(`The file was answered with ${response.status}.`);
  return response.text();
}
