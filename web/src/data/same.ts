/**
 * What came after, with each part that is equal to the one before in its place being that very
 * object: an answer is read anew as a whole, and what is drawn of the same object need not be drawn
 * again. Of plain JSON; parts of a list are compared place by place.
 */
export function sameWhereEqual<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (!isPart(before) || !isPart(after) || Array.isArray(before) !== Array.isArray(after)) {
    return after;
  }
  const entries = Object.entries(after).map(
    ([key, value]) => [key, sameWhereEqual(before[key], value)] as const,
  );
  const isEqual =
    entries.length === Object.keys(before).length &&
    entries.every(([key, value]) => key in before && Object.is(before[key], value));
  if (isEqual) return before as T; // equal in all its parts
  const parts: unknown = Array.isArray(after)
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
  return parts as T; // made of the parts of what came
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
