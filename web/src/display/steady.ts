import { useEffect, useRef, useState } from 'react';

interface Kept {
  readonly key: string;
  readonly ids: readonly string[];
}

/** A list that keeps its order while news come in: nothing moves under somebody's eyes. */
export interface Steady {
  /** What is shown, in the order that was seen first. */
  readonly ids: readonly string[];
  /** How many there are that are not shown yet. */
  readonly newCount: number;
  /** The order would be another by now. */
  readonly isOutdated: boolean;
  readonly renew: () => void;
}

/** Keeps the order of ids until `key` (what was asked for) changes, or `renew` is called. */
export function useSteadyOrder(ids: readonly string[], key: string): Steady {
  const [kept, setKept] = useState<Kept>({ key, ids });
  const now = kept.key === key ? kept : { key, ids };
  if (now !== kept) setKept(now);
  const shown = now.ids.filter((id) => ids.includes(id));
  const known = ids.filter((id) => now.ids.includes(id));
  return {
    ids: shown,
    newCount: ids.length - known.length,
    isOutdated: known.some((id, place) => id !== shown[place]),
    renew: () => setKept({ key, ids }),
  };
}

const TINT_MS = 1_000;

/** True for a second after a text changed: what is told is looked at, and then quiet again. */
export function useChanged(text: string): boolean {
  const seen = useRef(text);
  const [isChanged, setChanged] = useState(false);
  useEffect(() => {
    if (seen.current === text) return undefined;
    seen.current = text;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), TINT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return isChanged;
}
