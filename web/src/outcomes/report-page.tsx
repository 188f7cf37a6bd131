import { Button, Group, Stack, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FrozenReportDocument, type FrozenReportQuery } from '../../generated/graphql';
import { saveJson } from '../charts/save';
import { askedText } from '../data/as-of';
import { useRead } from '../data/read';
import { writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';
import { AppLink } from '../frame/app-link';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { askingOf, filterIn, indicatorIn, keptOf, periodIn, type Asking } from './frozen';
import { FrozenFigures } from './frozen-figures';
import classes from './outcomes.module.css';
import { sayPeriod } from './said';

type Report = FrozenReportQuery['frozenReport']['report'];

/** A frozen report: the figures as they were kept, whatever was recorded since. */
export function ReportPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/reports/$id' });
  usePlace(t('outcomes.reports.one'), { title: t('outcomes.title'), to: '/outcomes' });
  const read = useRead(FrozenReportDocument, { id });
  return <Loaded read={read}>{({ frozenReport }) => <Told report={frozenReport.report} />}</Loaded>;
}

function Told({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const { me, clinics } = useSession();
  const { id, name, query, result } = report;
  const asked = (me.clinics.length > 0 ? me.clinics : clinics).map((clinic) => clinic.id);
  const asking = askingOf(query, report.arguments, asked);
  return (
    <Stack gap="lg" className={classes['page'] ?? ''}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{name?.value ?? t('outcomes.reports.nameless')}</Title>
          <Facts report={report} />
        </div>
        <Group gap="xs">
          <Button variant="default" onClick={() => saveJson(report, `report-${id}`)}>
            JSON
          </Button>
          <Button variant="default" onClick={() => window.print()}>
            {t('outcomes.print')}
          </Button>
        </Group>
      </Group>
      <FrozenFigures
        kept={keptOf(query, result)}
        filter={filterIn(report.arguments)}
        indicator={indicatorIn(report.arguments)}
      />
      {asking && <AskedThen asking={asking} report={report} />}
      <p>
        <AppLink to="/reports">{t('outcomes.reports.all')}</AppLink>
      </p>
    </Stack>
  );
}

/** What was asked, of which moment, and who kept it. */
function Facts({ report }: { readonly report: Report }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const { clinics } = useSession();
  const { query, of, frozenAt, frozenBy, figuresVersion, clinicIds } = report;
  const places = clinicIds
    ?.map((id) => clinics.find((clinic) => clinic.id === id)?.name ?? id)
    .join(', ');
  const lines = [
    [
      t(`outcomes.reports.queries.${query}`),
      sayPeriod(periodIn(report.arguments), t, i18n.language),
      places ?? t('outcomes.reports.organisation'),
    ],
    [
      t('outcomes.caption.asOf', {
        time: writtenMoment(of.evaluatedAt, locale),
        position: of.position,
      }),
      t('outcomes.caption.rules', { version: figuresVersion }),
    ],
    [
      t('outcomes.reports.frozenAt', {
        time: writtenMoment(frozenAt, locale),
        name: frozenBy?.name?.value ?? t('outcomes.reports.somebody'),
      }),
    ],
  ];
  return lines.map((parts) => (
    <p key={parts[0]} className={classes['note']}>
      {parts.join(' · ')}
    </p>
  ));
}

interface AskedThenProps {
  readonly asking: Asking;
  readonly report: Report;
}

/** The same question put anew at the same moment: charts, comparison and the episodes behind. */
function AskedThen({ asking: { indicator, search }, report: { of } }: AskedThenProps) {
  const { t } = useTranslation();
  const there = { ...search, asOf: askedText({ kind: 'exactly', moment: of }) };
  return (
    <p>
      {indicator === null ? (
        <AppLink to="/outcomes" search={there}>
          {t('outcomes.reports.then')}
        </AppLink>
      ) : (
        <AppLink to="/outcomes/$indicator" params={{ indicator }} search={there}>
          {t('outcomes.reports.then')}
        </AppLink>
      )}
    </p>
  );
}
