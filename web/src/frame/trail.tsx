import { makeStore, useStore } from '../data/store';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsked } from '../data/use-asked';
import type { PagePath } from '../session/rights';
import { AppLink } from './app-link';
import classes from './trail.module.css';

/** The path to the page: where it belongs, and what it is. */
export interface Place {
  readonly title: string;
  /** The page above it. */
  readonly above?: { readonly title: string; readonly to: PagePath };
}

const place = makeStore<Place | null>(null);

/** Says what a page is: in the header and in the title of the window, which names the past. */
export function usePlace(title: string, above?: Place['above']): void {
  const { t } = useTranslation();
  const isPast = useAsked() !== null;
  const [aboveTitle, aboveTo] = [above?.title, above?.to];
  useEffect(() => {
    const isBelow = aboveTitle !== undefined && aboveTo !== undefined;
    place.set({ title, ...(isBelow ? { above: { title: aboveTitle, to: aboveTo } } : {}) });
  }, [title, aboveTitle, aboveTo]);
  useEffect(() => {
    const prefix = isPast ? `(${t('frame.past.prefix')}) ` : '';
    document.title = `${prefix}${title} · Anamnesis`;
  }, [title, isPast, t]);
}

/** The path in the header. */
export function Trail() {
  const now = useStore(place);
  return (
    <div className={classes['trail']}>
      {now?.above && (
        <>
          <AppLink to={now.above.to}>{now.above.title}</AppLink>
          <span aria-hidden> / </span>
        </>
      )}
      <span className={classes['title']}>{now?.title}</span>
    </div>
  );
}
