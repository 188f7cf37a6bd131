/** One place where two states differ; null stands for "not there". */
export interface Change {
  /** E.g. `goals[<id>].status.status`, `hold.reason`, `referral.bodySites[1]`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Where two plain states (objects, lists, values) differ, in the order of their fields. Items of a
 * list are told by their `id` or `entryId` where all have one, else by their place; what is wholly
 * new or gone is one change.
 */
export function difference(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  compare('', before, after, changes);
  return changes;
}

function compare(path: string, before: unknown, after: unknown, changes: Change[]): void {
  // Folds share what an event leaves as it is.
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    compareItems(path, before, after, changes);
  } else if (isFields(before) && isFields(after)) {
    compareFields(path, before, after, changes);
  } else if ((before ?? null) !== (after ?? null)) {
    changes.push({ path, before: before ?? null, after: after ?? null });
  }
}

function compareFields(path: string, before: Fields, after: Fields, changes: Change[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compare(path === '' ? name : `${path}.${name}`, before[name], after[name], changes);
  }
}

function compareItems(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  changes: Change[],
): void {
  const old = byKey(before);
  const now = byKey(after);
  const named = old && now;
  const [left, right] = named ? [old, now] : [byPlace(before), byPlace(after)];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compare(`${path}[${key}]`, left.get(key), right.get(key), changes);
  }
}

/** Items by what names them; null where not each has a name of its own. */
function byKey(items: readonly unknown[]): Map<string, unknown> | null {
  const keyed = new Map<string, unknown>();
  for (const item of items) {
    const name = isFields(item) ? (item['id'] ?? item['entryId']) : undefined;
    if (typeof name !== 'string' || keyed.has(name)) return null;
    keyed.set(name, item);
  }
  return keyed;
}

function byPlace(items: readonly unknown[]): Map<string, unknown> {
  return new Map(items.map((item, index) => [String(index), item]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
