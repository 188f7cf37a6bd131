import { Stack, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FrozenReportsDocument, type FrozenReportsQuery } from '../../generated/graphql';
import { useRead } from '../data/read';
import { writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';
import { AppLink } from '../frame/app-link';
import { Empty, Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { periodIn } from './frozen';
import classes from './outcomes.module.css';
import { sayPeriod } from './said';

/** Which reports were frozen: the latest first. */
export function ReportsPage() {
  const { t } = useTranslation();
  usePlace(t('outcomes.reports.title'), { title: t('outcomes.title'), to: '/outcomes' });
  const read = useRead(FrozenReportsDocument, {});
  return (
    <Stack gap="lg" className={classes['page'] ?? ''}>
      <div>
        <Title order={1}>{t('outcomes.reports.title')}</Title>
        <p className={classes['note']}>{t('outcomes.reports.lead')}</p>
      </div>
      <Loaded read={read}>{({ frozenReports }) => <Reports frozen={frozenReports} />}</Loaded>
    </Stack>
  );
}

function Reports({ frozen }: { readonly frozen: FrozenReportsQuery['frozenReports'] }) {
  const { t } = useTranslation();
  const { reports, totalCount } = frozen;
  if (reports.length === 0) {
    return <Empty title={t('outcomes.reports.none')}>{t('outcomes.reports.noneText')}</Empty>;
  }
  return (
    <>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing={6} aria-label={t('outcomes.reports.title')}>
          <Table.Thead>
            <Table.Tr>
              {(['name', 'period', 'of', 'frozen'] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`outcomes.reports.columns.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reports.map((report) => (
              <ReportRow key={report.id} report={report} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {totalCount > reports.length && (
        <p className={classes['note']}>
          {t('outcomes.reports.more', { shown: reports.length, count: totalCount })}
        </p>
      )}
    </>
  );
}

type Report = FrozenReportsQuery['frozenReports']['reports'][number];

function ReportRow({ report }: { readonly report: Report }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const { id, name, query, of, frozenAt, frozenBy } = report;
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes['indicator'] ?? ''}>
        <AppLink to="/reports/$id" params={{ id }}>
          {name?.value ?? t('outcomes.reports.nameless')}
        </AppLink>
        <span>{t(`outcomes.reports.queries.${query}`)}</span>
      </Table.Th>
      <Table.Td>{sayPeriod(periodIn(report.arguments), t, i18n.language)}</Table.Td>
      <Table.Td>
        {writtenMoment(of.evaluatedAt, locale)} (p{of.position})
      </Table.Td>
      <Table.Td>
        {writtenMoment(frozenAt, locale)}
        {frozenBy?.name?.value && `, ${frozenBy.name.value}`}
      </Table.Td>
    </Table.Tr>
  );
}
