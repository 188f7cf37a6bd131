import { Badge, Tooltip } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsked } from '../data/use-asked';
import { AsOfControl } from './as-of-control';
import { ConnectionState } from './connection-state';
import classes from './frame.module.css';
import { KeyList } from './key-list';
import { PastBand } from './past-band';
import { PatientSearch } from './patient-search';
import { PersonMenu } from './person-menu';
import { Rail } from './rail';
import { usePageKeys } from './page-keys';
import { Trail } from './trail';

/** What is around every page: rail, header, and in the past the band that says so. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const isPast = useAsked() !== null;
  const [isChoosing, setChoosing] = useState(false);
  const [isHelping, setHelping] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  usePageKeys({
    chooseMoment: () => setChoosing(true),
    help: () => setHelping(true),
    search: () => search.current?.focus(),
  });
  return (
    <div className={classes['frame']} data-past={isPast || undefined}>
      <a className={classes['skip']} href="#content">
        {t('frame.skip')}
      </a>
      <Rail />
      <div className={classes['side']}>
        <header className={classes['header']}>
          <Trail />
          <PatientSearch ref={search} />
          <ConnectionState />
          <AsOfControl isOpen={isChoosing} onOpen={setChoosing} />
          <Tooltip label={t('frame.demoHint')}>
            <Badge variant="outline" className={classes['demo']} tabIndex={0}>
              {t('frame.demo')}
            </Badge>
          </Tooltip>
          <PersonMenu onKeys={() => setHelping(true)} />
        </header>
        {isPast && <PastBand />}
        <main id="content" tabIndex={-1} className={classes['content']}>
          {children}
        </main>
      </div>
      <KeyList isOpen={isHelping} onClose={() => setHelping(false)} />
    </div>
  );
}
