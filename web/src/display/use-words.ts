import type { i18n as I18n } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Words for codes that a policy may have made: what is not in the texts is made readable. */
export interface Words {
  condition(code: string | null | undefined): string;
  /** `INSTRUMENT` or `INSTRUMENT/SITE`. */
  measure(code: string): string;
  site(code: string): string;
  /** A code of a policy or a rule that has no word of its own, made readable. */
  code(code: string): string;
}

/** Words for codes in the language of the page. */
export function useWords(): Words {
  const { i18n } = useTranslation();
  // The same until the language changes: what is told by it is not told again at each drawing.
  const { language } = i18n;
  return useMemo(() => wordsOf(i18n, language), [i18n, language]);
}

function wordsOf(i18n: I18n, language: string): Words {
  const word = (topic: string, code: string) => {
    // Codes of a policy are no keys that the compiler knows.
    const path = `words.${topic}.${code}`;
    const found: unknown = i18n.getResource(language, 'translation', path);
    return typeof found === 'string' ? found : readable(code);
  };
  return {
    condition: (code) => (code ? word('conditions', code) : '–'),
    measure: (code) => {
      const [instrument = code, site] = code.split('/');
      const name = word('measures', instrument);
      return site === undefined ? name : `${name} ${word('sites', site)}`;
    },
    site: (code) => word('sites', code),
    code: readable,
  };
}

/** `TENNIS_ELBOW` is Tennis elbow. */
function readable(code: string): string {
  const text = code.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
