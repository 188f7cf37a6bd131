import { makeStore } from './store';

/**
 * The last position in the log that this page knows of, by its own commands or by live news. Every
 * read of now waits until that is in the answer, and whatever is shown is read again when it grows.
 */
export const known = makeStore<string | null>(null);

/** Takes note of a position; an older one changes nothing. */
export function noteKnown(position: string | null | undefined): void {
  if (position === null || position === undefined) return;
  const before = known.get();
  // Positions are whole numbers that JavaScript's numbers may not hold.
  if (before === null || BigInt(position) > BigInt(before)) known.set(position);
}
