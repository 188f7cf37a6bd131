import { useEffect } from 'react';
import { makeStore } from './store';

/** How many menus or other things are open under which nothing should move. */
export const holders = makeStore(0);

/** While `isOpen`, news wait: what is under somebody's finger does not move. */
export function useHoldNews(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    holders.set(holders.get() + 1);
    return () => {
      holders.set(holders.get() - 1);
    };
  }, [isOpen]);
}
