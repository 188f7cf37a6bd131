import { Group, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  GoalRevisionsPageDocument,
  type GoalRevisionsPageQuery,
  type RevisionsOfFragment,
} from '../../generated/graphql';
import { ChartFrame } from '../charts/chart-frame';
import { byName, COMPARED_FROM } from '../charts/funnel-facts';
import { formatFigure } from '../charts/numbers';
import { RowChart, type Row } from '../charts/row-chart';
import { useRead } from '../data/read';
import { Empty, Loaded, Skeletons } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { CompareBy } from './compare-by';
import { exportedCsv } from './export-file';
import { atShownMoment } from './export-query';
import { Filters } from './filters';
import { FreezeReport } from './freeze-report';
import classes from './outcomes.module.css';
import { groupArguments, useQuestion, type Question } from './question';
import { RevisionCounts } from './revision-counts';
import { useCaption } from './said';
import { useUnitName } from './unit-name';

/** Were targets moved, and would the first ones have been reached? */
export function RevisionsPage() {
  const { t } = useTranslation();
  usePlace(t('outcomes.revisions.title'), { title: t('outcomes.title'), to: '/outcomes' });
  const question = useQuestion();
  if (!question) return <Skeletons isPage />;
  return (
    <Stack gap="lg" className={classes['page'] ?? ''}>
      <Group justify="space-between" align="flex-start">
        <Title order={1}>{t('outcomes.revisions.title')}</Title>
        <FreezeReport
          question={{ goalRevisions: { filter: question.filter, ...groupArguments(question) } }}
          suggested={t('outcomes.revisions.title')}
          period={question.period}
        />
      </Group>
      <Filters question={question} />
      <Revisions question={question} />
    </Stack>
  );
}

function Revisions({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const asked = { filter: question.filter, ...groupArguments(question) };
  const read = useRead(GoalRevisionsPageDocument, asked);
  return (
    <Loaded read={read}>
      {(data) => {
        const figures = data.all.groups[0]?.figures;
        if (!figures || figures.revisions === 0) {
          return <Empty title={t('outcomes.revisions.none')} />;
        }
        return (
          <Stack gap="xl">
            <Finding figures={figures} />
            <CompareBy question={question} />
            <Dumbbells data={data} question={question} />
            <RevisionCounts figures={figures} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Finding({ figures }: { readonly figures: RevisionsOfFragment }) {
  const { t, i18n } = useTranslation();
  const { goals, revised, worth } = figures;
  const { n, reachedOriginal, reachedCurrent } = worth;
  if (n === 0) {
    return (
      <p className={classes['finding']}>
        {t('outcomes.revisions.findingNone', { goals, revised })}
      </p>
    );
  }
  const points = formatFigure(
    (100 * (reachedCurrent - reachedOriginal)) / n,
    'points',
    i18n.language,
  );
  return (
    <p className={classes['finding']}>
      {t('outcomes.revisions.finding', {
        ...{ goals, revised, n, points },
        original: reachedOriginal,
        current: reachedCurrent,
      })}
    </p>
  );
}

interface DumbbellsProps {
  readonly data: GoalRevisionsPageQuery;
  readonly question: Question;
}

interface Unit {
  readonly key: string;
  readonly name: string;
  readonly figures: RevisionsOfFragment;
}

/** Where each unit would be by the first targets, and where it is by those in force. */
function Dumbbells({ data, question }: DumbbellsProps) {
  const { t, i18n } = useTranslation();
  const { fetchAs } = useSession();
  const caption = useCaption();
  const nameOf = useUnitName(question.by);
  const named: Unit[] = data.units.groups.map((group) => ({
    key: group.key ?? '',
    name: nameOf(group),
    figures: group.figures,
  }));
  const units = byName(named, i18n.language);
  const say = (value: number) => formatFigure(value, 'share', i18n.language);
  const rows = units.map((unit): Row => {
    const { n, reachedOriginal, reachedCurrent } = unit.figures.worth;
    const isFaint = n < COMPARED_FROM;
    const [original, current] = n === 0 ? [0, 0] : [reachedOriginal / n, reachedCurrent / n];
    const told = { name: unit.name, original: say(original), current: say(current), n };
    const few = t('outcomes.revisions.few', { n });
    const words = n === 0 ? [unit.name] : [t('outcomes.revisions.label', told)];
    return {
      ...{ key: unit.key, name: unit.name, tone: 'undirected', isFaint },
      line: { low: Math.min(original, current), high: Math.max(original, current) },
      value: n === 0 ? null : current,
      before: n === 0 ? null : original,
      label: [...words, ...(isFaint ? [few] : [])].join(', '),
      note: n === 0 ? few : null,
    };
  });
  const csv = {
    query: 'goalRevisions',
    variables: { filter: question.filter, ...groupArguments(question) },
  } as const;
  const names = ['unit', 'goals', 'revised', 'both', 'original', 'current', 'points'] as const;
  return (
    <ChartFrame
      title={t('outcomes.revisions.chart')}
      sentence={t('outcomes.revisions.chartSentence')}
      fileName="goal-revisions"
      csv={() => exportedCsv(fetchAs, atShownMoment(csv))}
      caption={caption(data.all, question.period, data.all.groups[0]?.figures.worth.n ?? 0)}
      table={{
        columns: names.map((name) => t(`outcomes.revisions.columns.${name}`)),
        rows: units.map(({ name, figures: { goals, revised, worth } }) => {
          const { n, reachedOriginal, reachedCurrent } = worth;
          const points = n === 0 ? null : (100 * (reachedCurrent - reachedOriginal)) / n;
          const written = formatFigure(points, 'points', i18n.language);
          return [name, goals, revised, n, reachedOriginal, reachedCurrent, written];
        }),
      }}
    >
      <RowChart
        rows={rows}
        label={t('outcomes.revisions.chart')}
        domain={[0, 1]}
        format={say}
        reference={null}
        onOpen={null}
      />
    </ChartFrame>
  );
}
