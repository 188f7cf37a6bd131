import { Group, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OutcomesOverviewDocument, type OutcomesOverviewQuery } from '../../generated/graphql';
import { useRead } from '../data/read';
import { AppLink } from '../frame/app-link';
import { Empty, Loaded, Skeletons } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useAgainst } from './against';
import { Completion } from './completion';
import { Filters } from './filters';
import { FreezeReport } from './freeze-report';
import { OverviewFiles } from './overview-files';
import { IndicatorTable } from './indicator-table';
import { useQuestion, type Question } from './question';
import { sayPeriod, useCaption } from './said';
import classes from './outcomes.module.css';

/** Are patients better, compared fairly? */
export function OutcomesPage() {
  const { t } = useTranslation();
  usePlace(t('outcomes.title'));
  const question = useQuestion();
  if (!question) return <Skeletons isPage parts={[36, 62, 106, 560]} />;
  return (
    <Stack gap="lg" className={classes['page'] ?? ''}>
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t('outcomes.lead')}</Title>
        <Group gap="xs">
          <AppLink to="/reports">{t('outcomes.reports.title')}</AppLink>
          <OverviewFiles question={question} />
          <FreezeReport
            question={{ outcomes: { filter: question.filter } }}
            suggested={t('outcomes.title')}
            period={question.period}
          />
        </Group>
      </Group>
      <Filters question={question} compares />
      <Overview question={question} />
    </Stack>
  );
}

function Overview({ question }: { readonly question: Question }) {
  const { filter, history } = question;
  const read = useRead(OutcomesOverviewDocument, { filter, history });
  return (
    <Loaded read={read} skeleton={[20, 106, 560]}>
      {(data) => <Answer data={data} question={question} />}
    </Loaded>
  );
}

interface AnswerProps {
  readonly data: OutcomesOverviewQuery;
  readonly question: Question;
}

function Answer({ data, question }: AnswerProps) {
  const { t, i18n } = useTranslation();
  const { against, filter } = question;
  const before = useAgainst(question);
  const caption = useCaption();
  const figures = data.outcomes.groups[0]?.figures;
  if (!figures || figures.episodes === 0) {
    return (
      <Empty title={t('outcomes.empty.title')}>
        <p>{t('outcomes.empty.text')}</p>
        <AppLink to="/outcomes" search={(before) => ({ ...before, from: 'all', to: undefined })}>
          {t('outcomes.empty.all')}
        </AppLink>
      </Empty>
    );
  }
  return (
    <Stack gap="lg">
      <Completion figures={figures} question={question} />
      <IndicatorTable
        figures={figures}
        filter={filter}
        courses={data}
        against={
          against && {
            period: sayPeriod(against.period, t, i18n.language),
            figures: before ?? null,
          }
        }
      />
      <p className={classes['note']}>
        {t('outcomes.table.reading')} {against && t('outcomes.table.readingAgainst')}
      </p>
      <p className={classes['caption']}>
        {caption(data.outcomes, question.period, figures.episodes)}
      </p>
    </Stack>
  );
}
