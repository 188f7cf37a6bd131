/**
 * Calls of one turn of the event loop with the same key are one call: those of the fields of a
 * request, which all ask for the same first. Nothing is remembered longer, so that nobody is
 * answered by something that was asked before they came.
 */
export function inTurn<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = asked.get(key);
    if (known) return known;
    const made = work();
    if (asked.size === 0) setImmediate(() => asked.clear());
    asked.set(key, made);
    return made;
  };
}
