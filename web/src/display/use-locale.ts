import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session';
import type { Locale } from './times';

/** Language and time zone to write for; of a clinic when one is named, else of the person. */
export function useLocale(clinicId?: string | null): Locale {
  const { i18n } = useTranslation();
  const { zoneOf } = useSession();
  const zone = zoneOf(clinicId ?? null);
  return useMemo(() => ({ language: i18n.language, zone }), [i18n.language, zone]);
}
