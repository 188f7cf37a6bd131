/** A field that differs between two states; null: nothing is there. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A value of a state as it is written in a cell. */
export function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})/g;

/** A path with its ids by their last four digits: `goals[…95fa].status`. */
export function shortPath(path: string): string {
  return path.replaceAll(IDS, '…$1');
}

/** The version of an address, within what there is; without one the last. */
export function versionOf(text: string | undefined, last: number): number {
  const version = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : last;
  return Math.min(version, last);
}

/** Stored JSON on several lines, fields in their stored order; a text that is none stays. */
export function laidOut(json: string): string {
  try {
    const parsed: unknown = JSON.parse(json);
    return JSON.stringify(parsed, null, 2);
  } catch {
    return json;
  }
}

/** What of an entry its place in the chain is judged by. */
interface Linked {
  readonly version: number;
  readonly hash: string;
  readonly stored: { readonly prevHash: string; readonly intact: boolean };
}

/**
 * The first entry that is altered, or that does not follow on the one before it; null: each is as
 * it was hashed and names the one before, so none is missing from the first to the last shown.
 * Whether later ones were cut off only the whole log can tell.
 */
export function firstBreak(entries: readonly Linked[]): number | null {
  const broken = entries.findIndex(({ version, stored }, place) => {
    const before = entries[place - 1];
    const follows = before === undefined || stored.prevHash === before.hash;
    return version !== place || !stored.intact || !follows;
  });
  return broken === -1 ? null : broken;
}

/** What of an envelope ties an entry to others; null where it says nothing of it. */
export interface Ties {
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly commandId: string | null;
  readonly schemaVersion: string | null;
}

export function tiesOf(header: string): Ties {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(header);
  } catch {
    // An altered envelope may be no JSON: it says nothing then.
  }
  const fields = new Map(typeof parsed === 'object' && parsed ? Object.entries(parsed) : []);
  const text = (name: string) => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  return {
    correlationId: text('correlationId'),
    causationId: text('causationId'),
    commandId: text('commandId'),
    schemaVersion: text('schemaVersion'),
  };
}

/** Where moments lie between the first and the last of them, 0 to 1. */
export function placesBetween(moments: readonly string[]): (moment: string) => number {
  const times = moments.map((each) => Date.parse(each));
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  return (moment) => (span > 0 ? (Date.parse(moment) - first) / span : 0.5);
}
