import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveText } from '../charts/save';
import { useSession } from '../session/session';
import { exportedCsv } from './export-file';
import { atShownMoment } from './export-query';
import type { Question } from './question';

/** All figures as a file, and the page on paper. */
export function OverviewFiles({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const { fetchAs } = useSession();
  const [failed, setFailed] = useState(false);
  const save = async () => {
    setFailed(false);
    const asked = { query: 'outcomes', variables: { filter: question.filter } } as const;
    try {
      saveText(await exportedCsv(fetchAs, atShownMoment(asked)), 'outcomes.csv');
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      {failed && <span role="alert">{t('charts.fileFailed')}</span>}
      <Button variant="default" onClick={() => void save()}>
        CSV
      </Button>
      <Button variant="default" onClick={() => window.print()}>
        {t('outcomes.print')}
      </Button>
    </>
  );
}
