import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationsQuery } from '../../generated/graphql';
import { Moment } from '../frame/moment-text';
import plain from '../display/plain-table.module.css';
import classes from './operations.module.css';
import { ReleaseForm, type Release } from './release-form';

type Parked = OperationsQuery['projections']['parked'];

interface Props {
  readonly parked: Parked;
  readonly mayAct: boolean;
  readonly onDone: () => void;
}

/** Streams that could not be taken in further, why, and what can be done. */
export function ParkedTable({ parked, mayAct, onDone }: Props) {
  const { t } = useTranslation();
  const [release, setRelease] = useState<Release | null>(null);
  const heads = ['stream', 'entry', 'since', 'cause'] as const;
  return (
    <div className={plain['frame']}>
      <table className={plain['table']}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(`operations.${head}`)}
              </th>
            ))}
            {mayAct && <th scope="col">{t('operations.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {parked.map(({ stream, position, since, error }) => (
            <tr key={stream}>
              <td className={classes['stream']}>{stream}</td>
              <td>{position}</td>
              <td>
                <Moment at={since} position={position} />
              </td>
              <td>
                <span className={classes['cause']}>{error}</span>
              </td>
              {mayAct && (
                <td>
                  <Group gap="xs" wrap="nowrap">
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => setRelease({ kind: 'retry', stream, position })}
                    >
                      {t('operations.retry')}
                    </Button>
                    <Button
                      variant="default"
                      size="compact-sm"
                      onClick={() => setRelease({ kind: 'skip', stream, position })}
                    >
                      {t('operations.skip')}
                    </Button>
                  </Group>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {release && (
        <ReleaseForm release={release} onClose={() => setRelease(null)} onDone={onDone} />
      )}
    </div>
  );
}
