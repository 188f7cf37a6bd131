import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './charts.module.css';

/**
 * What the point under the pointer or focus says. Its place is always there, so nothing moves; the
 * point itself has the same words for those who listen.
 */
export function Readout({ text }: { readonly text: string | null }) {
  const { t } = useTranslation();
  return (
    <p className={styles.readout} data-empty={text === null} aria-hidden="true">
      {text ?? t('charts.walkHint')}
    </p>
  );
}

export interface LegendEntry {
  readonly icon: ReactNode;
  readonly text: string;
}

/** What each mark that is drawn stands for, in words. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ icon, text }) => (
        <li key={text}>
          {icon}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
