import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

/** A chart on paper is this wide, whatever the window was. */
export const PRINT_WIDTH = 680;

let isPrinting = false;
/** The theme of the screen, as Mantine keeps it in the document; undefined: none yet. */
let schemeOnScreen: string | undefined;
const listeners = new Set<() => void>();

function set(printing: boolean): void {
  if (printing === isPrinting) return;
  isPrinting = printing;
  setScheme(printing);
  // At once: the browser draws the paper as soon as the event is over.
  flushSync(() => {
    for (const listener of listeners) listener();
  });
}

/** Paper is light, whatever the screen is: without its ground a dark page is pale on white. */
function setScheme(printing: boolean): void {
  const { dataset } = document.documentElement;
  if (printing) {
    schemeOnScreen = dataset['mantineColorScheme'];
    dataset['mantineColorScheme'] = 'light';
  } else if (schemeOnScreen !== undefined) {
    dataset['mantineColorScheme'] = schemeOnScreen;
  }
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
