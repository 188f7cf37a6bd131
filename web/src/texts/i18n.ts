import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en } from './en';
import { enFirst } from './en-first';

/** Languages that the pages speak; every one has every text (test/web/texts.spec.ts). */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'anamnesis-language';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Prepares the texts of the language that was chosen, or that the browser asks for. */
export async function openTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: enFirst } },
    lng: 'en',
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  await speak(wantedLanguage());
}

/** Goes over to a language, loading its texts first. */
export async function speak(language: Language): Promise<void> {
  if (language === 'de' && !i18next.hasResourceBundle('de', 'translation')) {
    const { de } = await import('./de');
    i18next.addResourceBundle('de', 'translation', de);
  }
  if (language === 'en' && i18next.language === 'de') await import('./en').then(addEnglish);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the texts that the first page has no use for: every other page waits for them. */
export async function wholeTexts(): Promise<void> {
  if (i18next.language !== 'en') return;
  addEnglish(await import('./en'));
}

function addEnglish({ en }: typeof import('./en')): void {
  i18next.addResourceBundle('en', 'translation', en, true, true);
}

/** Goes over to a language and keeps the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await speak(language);
}

function wantedLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT), ...navigator.languages];
  const found = wanted.map((each) => LANGUAGES.find((one) => each?.startsWith(one) ?? false));
  return found.find((each) => each !== undefined) ?? 'en';
}
