import { useEffect } from 'react';
import { makeStore } from '../data/store';
import { useStepping } from './changes-here';
import { useGoTo } from './moment';

const KEPT = 'anamnesis-keys';

/** Whether single keys do something; kept in this browser (WCAG 2.1.4: they can be turned off). */
export const keysAreOn = makeStore(localStorage.getItem(KEPT) !== 'off');

/** Turns them on or off. */
export function turnKeys(on: boolean): void {
  localStorage.setItem(KEPT, on ? 'on' : 'off');
  keysAreOn.set(on);
}

interface PageKeys {
  readonly chooseMoment: () => void;
  readonly help: () => void;
  readonly search: () => void;
}

/** The keys of every page; silent in fields, in menus and dialogs, and with a modifier. */
export function usePageKeys({ chooseMoment, help, search }: PageKeys): void {
  const goTo = useGoTo();
  const step = useStepping();
  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      t: chooseMoment,
      '?': help,
      '/': search,
      n: () => goTo(null),
      '[': () => step('previous'),
      ']': () => step('next'),
    };
    const press = (event: KeyboardEvent) => {
      if (!keysAreOn.get() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isBusy(event.target)) return;
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [chooseMoment, help, search, goTo, step]);
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role=menu], [role=dialog], [role=listbox]') !== null
  );
}
