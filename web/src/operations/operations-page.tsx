import { Group, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationsDocument, type OperationsQuery } from '../../generated/graphql';
import { useRead } from '../data/read';
import { useAsked } from '../data/use-asked';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { ModelTable } from './model-table';
import classes from './operations.module.css';
import { ParkedTable } from './parked-table';
import { RebuildButton } from './rebuild-button';

/** No news tell of it, so it is asked for while somebody looks. */
const ASK_EVERY_MS = 3_000;

/** Is it healthy? How far everything is, what is in the way, and what can be done about it. */
export function OperationsPage() {
  const { t } = useTranslation();
  usePlace(t('operations.title'));
  const read = useRead(OperationsDocument, {});
  const { refresh } = read;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) refresh();
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <Loaded read={read} isPage skeleton={[48, 60, 600]}>
      {({ projections }) => <Health projections={projections} refresh={refresh} />}
    </Loaded>
  );
}

interface HealthProps {
  readonly projections: OperationsQuery['projections'];
  readonly refresh: () => void;
}

function Health({ projections, refresh }: HealthProps) {
  const { t } = useTranslation();
  const { may } = useSession();
  const isPast = useAsked() !== null;
  const { models, parked, reactors } = projections;
  const lagEvents = Math.max(0, ...models.map((model) => model.lagEvents));
  const mayRebuild = may('REBUILD_READ_MODELS') && !isPast;
  const mayRelease = may('RELEASE_STREAMS') && !isPast;
  return (
    <div className={classes['page']}>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1}>{t('operations.title')}</Title>
          <Text c="var(--quiet)">
            {lagEvents === 0
              ? t('operations.healthy')
              : t('operations.behind', { count: lagEvents })}
            {parked.length > 0 && ` ${t('operations.parkedLead', { count: parked.length })}`}
          </Text>
          {isPast && <Text>{t('operations.nowOnly')}</Text>}
        </div>
        {mayRebuild && <RebuildButton onDone={refresh} />}
      </Group>
      <section aria-labelledby="parked">
        <Title order={2} id="parked" mb={8}>
          {t('operations.parked')}
        </Title>
        {parked.length === 0 ? (
          <Text c="var(--quiet)">{t('operations.parkedNone')}</Text>
        ) : (
          <>
            <Text mb={8}>{t('operations.parkedHint')}</Text>
            <ParkedTable parked={parked} mayAct={mayRelease} onDone={refresh} />
          </>
        )}
      </section>
      <section aria-labelledby="models">
        <Title order={2} id="models" mb={8}>
          {t('operations.models')}
        </Title>
        <ModelTable models={models} reactors={reactors} />
      </section>
    </div>
  );
}
