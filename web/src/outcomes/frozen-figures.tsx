import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FunnelChart } from '../charts/funnel-chart';
import { XmrChart } from '../charts/xmr-chart';
import type { Kept } from './frozen';
import { IndicatorTable } from './indicator-table';
import type { Indicator } from './indicators';
import classes from './outcomes.module.css';
import { RevisionCounts } from './revision-counts';
import { useSession } from '../session/session';

interface Kind {
  readonly key?: string | null;
  readonly label?: string | null;
}

interface FrozenFiguresProps {
  readonly kept: Kept;
  /** What was asked of which episodes. */
  readonly filter: { readonly measure?: unknown };
  /** What a chart is about; null: no chart of the pages. */
  readonly indicator: Indicator | null;
}

/** Figures as they were kept, drawn by what is on the page and nothing else. */
export function FrozenFigures({ kept, filter, indicator }: FrozenFiguresProps) {
  const { t } = useTranslation();
  const none = <p className={classes['finding']}>{t('outcomes.reports.noPicture')}</p>;
  switch (kept.query) {
    case 'OUTCOMES':
      return kept.answer.groups.map(({ figures, ...group }) => (
        <Stack key={group.key} gap="xs">
          <GroupTitle group={group} />
          <p className={classes['finding']}>
            {t('outcomes.reports.counts', {
              episodes: figures.episodes,
              complete: figures.complete,
              eligible: figures.eligible,
            })}
          </p>
          <IndicatorTable figures={figures} filter={filter} courses={null} against={null} />
        </Stack>
      ));
    case 'GOAL_REVISIONS':
      return kept.answer.groups.map(({ figures, ...group }) => (
        <Stack key={group.key} gap="xs">
          <GroupTitle group={group} />
          <RevisionCounts figures={figures} />
        </Stack>
      ));
    case 'CONTROL_CHART': {
      const { points, limits } = kept.answer;
      if (!indicator) return none;
      const { better, unit, bounds } = indicator;
      const look = { better, unit, bounds, open: null, period: null, onOpen: null };
      return <XmrChart points={points} limits={limits} {...look} />;
    }
    case 'FUNNEL': {
      const { units, curve, centre } = kept.answer;
      if (!indicator) return none;
      const { better, unit, scale, slug } = indicator;
      return (
        <FunnelChart
          units={units.map((each) => ({ ...each, label: each.label ?? each.key }))}
          {...{ curve, centre: centre ?? null, better, unit, scale }}
          sizeLabel={t(`outcomes.indicators.${slug}.n`)}
          found={null}
          hidden={0}
          onOpen={null}
        />
      );
    }
    case 'OTHER':
      return none;
  }
}

/** What a group is called: a clinic by its name, others as they were kept. */
function GroupTitle({ group: { key, label } }: { readonly group: Kind }) {
  const { clinics } = useSession();
  const name = label ?? clinics.find(({ id }) => id === key)?.name ?? key ?? null;
  return name === null ? null : <Title order={2}>{name}</Title>;
}
