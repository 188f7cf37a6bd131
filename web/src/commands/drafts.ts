/* What was written in a form and not sent stays in memory: closing a form loses nothing. */

/** What a form holds, by the names of its fields. */
export type Values = Readonly<Record<string, unknown>>;

const drafts = new Map<string, Values>();

/** A form of one episode, about one thing in it. */
export function draftKey(episodeId: string, form: string, about: string | null): string {
  return [episodeId, form, about ?? ''].join(' ');
}

export function draftOf(key: string): Values | null {
  return drafts.get(key) ?? null;
}

export function keepDraft(key: string, values: Values): void {
  drafts.set(key, values);
}

export function dropDraft(key: string): void {
  drafts.delete(key);
}

/** Whether leaving the pages altogether would lose something. */
export function hasDrafts(): boolean {
  return drafts.size > 0;
}

// The browser asks before a tab with drafts is closed.
window.addEventListener('beforeunload', (event) => {
  if (hasDrafts()) event.preventDefault();
});
