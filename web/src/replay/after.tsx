import { SegmentedControl, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateAfterDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { Differences } from './differences';
import type { ReplaySearch } from './params';
import type { Entry } from './replay-page';
import classes from './replay.module.css';

interface AfterProps {
  readonly id: string;
  readonly entry: Entry;
  readonly isWhole: boolean;
  readonly set: (change: ReplaySearch) => void;
}

/** What was known once the entry was there: what it changed, or all of it. */
export function After({ id, entry, isWhole, set }: AfterProps) {
  const { t } = useTranslation();
  return (
    <section className={classes['panel']}>
      <div className={classes['panelHead']}>
        <Title order={2}>
          {t('replay.after', { version: entry.version + 1, type: t(`entries.${entry.type}`) })}
        </Title>
        <SegmentedControl
          size="xs"
          value={isWhole ? 'whole' : 'changed'}
          onChange={(value) => set({ whole: value === 'whole' ? '1' : undefined })}
          data={[
            { value: 'changed', label: t('replay.changed') },
            { value: 'whole', label: t('replay.whole') },
          ]}
          aria-label={t('replay.afterView')}
        />
      </div>
      {isWhole ? (
        <Whole id={id} version={entry.version} />
      ) : (
        <Differences differences={entry.difference} />
      )}
    </section>
  );
}

function Whole({ id, version }: { readonly id: string; readonly version: number }) {
  const { t } = useTranslation();
  const read = useRead(StateAfterDocument, { id, toVersion: version });
  return (
    <Loaded read={read}>
      {({ replay }) => (
        <pre className={classes['json']} tabIndex={0} aria-label={t('replay.whole')}>
          {JSON.stringify(replay.state, null, 2)}
        </pre>
      )}
    </Loaded>
  );
}
