interface Call<V> {
  readonly keys: readonly string[];
  readonly resolve: (found: ReadonlyMap<string, V>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one query of calls made in the same turn or while a query is in flight. Each call is
 * answered by a query that starts after it: nothing is remembered. Keys that the query does not
 * answer are absent; a failed query fails the calls it gathered.
 *
 * One promise a call: a DataLoader makes one a key, on the way of every command.
 */
export function gathered<V>(
  query: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, V>> {
  let waiting: Call<V>[] = [];
  let isBusy = false;

  const ask = async (): Promise<void> => {
    const calls = waiting;
    waiting = [];
    try {
      const keys = new Set<string>();
      for (const call of calls) for (const key of call.keys) keys.add(key);
      const found = await query([...keys]);
      for (const call of calls) call.resolve(calls.length === 1 ? found : foundOf(call, found));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
    isBusy = false;
    if (waiting.length > 0) soon();
  };
  const soon = (): void => {
    isBusy = true;
    setImmediate(() => void ask());
  };

  return (keys) =>
    new Promise((resolve, reject) => {
      waiting.push({ keys, resolve, reject });
      if (!isBusy) soon();
    });
}

function foundOf<V>({ keys }: Call<V>, found: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  const own = new Map<string, V>();
  for (const key of keys) {
    const value = found.get(key);
    if (value !== undefined) own.set(key, value);
  }
  return own;
}
