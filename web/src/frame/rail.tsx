import { Link } from '@tanstack/react-router';
import { Activity, ChartColumn, FileSearch, Inbox, Users, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { pagesFor, type PagePath } from '../session/rights';
import { useSession } from '../session/session';
import classes from './rail.module.css';

const ENTRIES = {
  '/caseload': { icon: Users, text: 'frame.caseload' },
  '/outcomes': { icon: ChartColumn, text: 'frame.outcomes' },
  '/find': { icon: FileSearch, text: 'frame.find' },
  '/referrals/new': { icon: Inbox, text: 'caseload.receiveReferral' },
  '/operations': { icon: Activity, text: 'frame.operations' },
} as const satisfies Record<PagePath, { icon: LucideIcon; text: string }>;

/** The pages that the role may see: left, or at the bottom of a narrow window. */
export function Rail() {
  const { t } = useTranslation();
  const { may } = useSession();
  return (
    <nav aria-label={t('frame.rail')} className={classes['rail']}>
      <div className={classes['inner']}>
        <p className={classes['product']}>{t('frame.product')}</p>
        <ul className={classes['entries']}>
          {pagesFor(may).map((path) => {
            const { icon: Icon, text } = ENTRIES[path];
            return (
              <li key={path}>
                <Link
                  to={path}
                  className={classes['entry']}
                  activeOptions={{ includeSearch: false }}
                >
                  <Icon size={18} aria-hidden />
                  <span>{t(text)}</span>
                </Link>
              </li>
            );
          })}
        </ul>
      </div>
    </nav>
  );
}
