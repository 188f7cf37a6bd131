import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';
import { askedText, type AskedMoment } from '../data/as-of';
import { answered } from '../data/answered';
import { stringifySearch } from '../search-params';

/** Goes to a moment at the same page; null: now. */
export function useGoTo(): (moment: AskedMoment | null) => void {
  const navigate = useNavigate();
  return useCallback(
    (moment) => {
      const asOf = moment ? askedText(moment) : undefined;
      void navigate({ to: '.', search: (before) => ({ ...before, asOf }) });
    },
    [navigate],
  );
}

/** The address of exactly what is shown now; null: the page has no answer of a moment yet. */
export function useExactLink(): () => string | null {
  const location = useRouterState({ select: (state) => state.location });
  return useCallback(() => {
    const moment = answered.get();
    if (!moment) return null;
    const asOf = askedText({ kind: 'exactly', moment });
    const search = stringifySearch({ ...location.search, asOf });
    return `${window.location.origin}${location.pathname}${search}`;
  }, [location]);
}
