import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseAsked, type AskedMoment } from './as-of';

/** The past moment of the address; null: now. */
export function useAsked(): AskedMoment | null {
  const text = useSearch({ strict: false, select: ({ asOf }) => asOf });
  return useMemo(() => parseAsked(text), [text]);
}
