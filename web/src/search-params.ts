/** Reads the search part of an address; of a name given twice the last. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Writes it; absent and empty texts are left out. Moments and lists stay readable. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [`${escaped(name)}=${escaped(value)}`] : [],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Colons and commas may stand as they are in a query (RFC 3986, 3.4). */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2C', ',');
}

/** The named texts of an address, for a route's `validateSearch`; others are dropped. */
export function texts<N extends string>(...names: readonly N[]) {
  return (search: Record<string, unknown>): { [name in N]?: string | undefined } => {
    const found: Partial<Record<N, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') found[name] = value;
    }
    return found;
  };
}
