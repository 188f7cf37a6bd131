import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

/** A chart on paper is this wide, whatever the window was. */
export const PRINT_WIDTH = 680;

let isPrinting = false;
const listeners = new Set<() => void>();

function set(printing: boolean): void {
  if (printing === isPrinting) return;
  isPrinting = printing;
  // At once: the browser draws the paper as soon as the event is over.
  flushSync(() => {
    for (const listener of listeners) listener();
  });
}

const media = window.matchMedia('print');
media.addEventListener('change', ({ matches }) => set(matches));
window.addEventListener('beforeprint', () => set(true));
window.addEventListener('afterprint', () => set(media.matches));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the page is being put on paper: charts are then drawn anew, light and 680 px wide. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting);
}
