import { Group, Stack, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IndicatorCourseDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { PageMissing } from '../frame/page-missing';
import { Empty, Loaded, Skeletons } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useAgainst } from './against';
import { Behind } from './behind';
import { CompareBy } from './compare-by';
import { CourseChart } from './course-chart';
import { Filters } from './filters';
import { FreezeReport } from './freeze-report';
import { indicatorOf, isReadable, REVISIONS, type Indicator } from './indicators';
import { IntervalsByName } from './interval-chart';
import classes from './outcomes.module.css';
import { useQuestion, type Question } from './question';
import { RevisionsPage } from './revisions-page';
import { sayPeriod, sayValued } from './said';
import { FunnelOfUnits } from './unit-charts';

/** One indicator: does it move, who differs, and which episodes is it made of? */
export function IndicatorPage() {
  const { indicator: slug } = useParams({ from: '/outcomes/$indicator' });
  const indicator = indicatorOf(slug);
  if (slug === REVISIONS) return <RevisionsPage />;
  if (!indicator) return <PageMissing />;
  return <Known indicator={indicator} />;
}

function Known({ indicator }: { readonly indicator: Indicator }) {
  const { t } = useTranslation();
  const { slug, chart } = indicator;
  const name = t(`outcomes.indicators.${slug}.name`);
  usePlace(name, { title: t('outcomes.title'), to: '/outcomes' });
  const question = useQuestion();
  if (!question) return <Skeletons isPage />;
  return (
    <Stack gap="lg" className={classes['page'] ?? ''}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>{name}</Title>
          <p className={classes['note']}>{t(`outcomes.indicators.${slug}.what`)}</p>
        </div>
        <FreezeReport
          question={{ controlChart: { figure: chart, filter: question.history } }}
          suggested={name}
          period={question.period}
        />
      </Group>
      <Filters question={question} compares />
      {isReadable(indicator, question.filter) ? (
        <Charts indicator={indicator} question={question} />
      ) : (
        <Empty title={t('outcomes.table.needsMeasure')} />
      )}
    </Stack>
  );
}

interface ChartsProps {
  readonly indicator: Indicator;
  readonly question: Question;
}

function Charts({ indicator, question }: ChartsProps) {
  const { t, i18n } = useTranslation();
  const { filter, history, set } = question;
  const open = question.open ?? { from: question.today, to: question.today };
  const read = useRead(IndicatorCourseDocument, { figure: indicator.chart, filter, history, open });
  const [place] = indicator.behind;
  const openUnit = (key: string) => set({ key: `unit:${key}`, place });
  return (
    <Loaded read={read} skeleton={[24, 420, 520]}>
      {(data) => {
        const all = data.outcomes.groups[0]?.figures ?? null;
        return (
          <Stack gap="xl">
            {all && (
              <p className={classes['finding']}>
                {sayValued(indicator.of(all), indicator, t, i18n.language)} ·{' '}
                {sayPeriod(question.period, t, i18n.language)}
                <Before indicator={indicator} question={question} />
              </p>
            )}
            <CourseChart
              data={data}
              indicator={indicator}
              question={question}
              onOpen={(month) => set({ key: `month:${month}`, place })}
            />
            <CompareBy question={question} />
            {indicator.funnel && (
              <FunnelOfUnits
                figure={indicator.funnel}
                indicator={indicator}
                question={question}
                onOpen={openUnit}
              />
            )}
            <IntervalsByName
              indicator={indicator}
              question={question}
              all={all}
              onOpen={openUnit}
            />
            <p className={classes['note']}>{t('outcomes.caseMix')}</p>
            <Behind indicator={indicator} question={question} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** The same figure of the period that is compared with. */
function Before({ indicator, question }: ChartsProps) {
  const { t, i18n } = useTranslation();
  const { against } = question;
  const figures = useAgainst(question);
  if (!against || figures === undefined) return null;
  return (
    <span className={classes['before']}>
      {figures && figures.episodes > 0
        ? sayValued(indicator.of(figures), indicator, t, i18n.language)
        : t('outcomes.noValue')}{' '}
      · {sayPeriod(against.period, t, i18n.language)}
    </span>
  );
}
