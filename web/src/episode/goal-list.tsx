import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormContext } from '../commands/form-context';
import { GoalCard } from './goal-card';

/** Each has its chart: more at once make a page that nobody reads, and that is slow to draw. */
const SHOWN_AT_ONCE = 5;

interface GoalListProps {
  readonly context: Omit<FormContext, 'about'>;
}

/** Goals, those that are open first, then the latest; of many the first ones. */
export function GoalList({ context }: GoalListProps) {
  const { t } = useTranslation();
  const [shownMax, setShownMax] = useState(SHOWN_AT_ONCE);
  const known = context.episode.goals.filter(({ status }) => status !== 'REPLACED');
  const open = known.filter(({ status }) => status === 'OPEN');
  const over = known.filter(({ status }) => status !== 'OPEN').toReversed();
  const goals = open.length === 0 ? known : [...open, ...over];
  const shown = goals.slice(0, Math.max(shownMax, open.length));
  if (goals.length === 0) return <Text c="var(--quiet)">{t('episode.noGoals')}</Text>;
  return (
    <Stack gap="md">
      {shown.map((goal) => (
        <GoalCard key={goal.id} goal={goal} context={context} />
      ))}
      {shown.length < goals.length && (
        <Stack gap="xs" align="flex-start">
          <Text c="var(--quiet)">
            {t('episode.goalsShown', { shown: shown.length, count: goals.length })}
          </Text>
          <Button variant="default" onClick={() => setShownMax(shown.length + SHOWN_AT_ONCE)}>
            {t('episode.goalsMore')}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}
