import { useEffect } from 'react';
import { connection } from './connection';
import { holders } from './held-news';
import { known } from './known';

/** News within this time are read once, together. */
const GATHER_MS = 150;

/**
 * Calls back when more is known to have happened, and when a lost connection is there again; waits
 * while something is open that must not move.
 */
export function useNews(callback: () => void, isActive: boolean): void {
  useEffect(() => {
    if (!isActive) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isDue = false;
    const attend = () => {
      if (!isDue || holders.get() > 0 || timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        if (holders.get() > 0) return;
        isDue = false;
        callback();
      }, GATHER_MS);
    };
    const hear = () => {
      isDue = true;
      attend();
    };
    let wasLost = connection.get().status === 'lost';
    const unsubscribe = [
      known.subscribe(hear),
      holders.subscribe(attend),
      connection.subscribe(() => {
        const isLost = connection.get().status === 'lost';
        if (wasLost && !isLost) hear();
        wasLost = isLost;
      }),
    ];
    return () => {
      if (timer !== null) clearTimeout(timer);
      for (const stop of unsubscribe) stop();
    };
  }, [callback, isActive]);
}
