import DataLoader from 'dataloader';

/**
 * Makes one query of calls made in the same turn or while a query is in flight. Each call is
 * answered by a query that starts after it: nothing is remembered. Keys that the query does not
 * answer give undefined; a failed query fails the calls it gathered.
 */
export function gathered<V>(
  query: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, V>> {
  let inFlight = false;
  let next: (() => void) | null = null;

  const loader = new DataLoader<string, V | undefined>(
    async (keys) => {
      inFlight = true;
      try {
        const found = await query([...new Set(keys)]);
        return keys.map((key) => found.get(key));
      } finally {
        inFlight = false;
        const dispatch = next;
        next = null;
        dispatch?.();
      }
    },
    {
      cache: false,
      batchScheduleFn: (dispatch) => {
        if (inFlight) next = dispatch;
        else setImmediate(dispatch);
      },
    },
  );

  return async (keys) => {
    const answers = new Map<string, V>();
    const values = await loader.loadMany(keys);
    for (const [i, key] of keys.entries()) {
      const value = values[i];
      if (value instanceof Error) throw value;
      if (value !== undefined) answers.set(key, value);
    }
    return answers;
  };
}
