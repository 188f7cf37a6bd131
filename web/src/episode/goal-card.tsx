import { Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GoalBar } from '../charts/goal-bar';
import { GoalChart } from '../charts/goal-chart';
import type { FormContext, GoalShown } from '../commands/form-context';
import { instrumentOf, measureText } from '../commands/forms/measures';
import { writtenNumber } from '../display/numbers';
import { writtenDay, writtenDayOf } from '../display/times';
import { Wide } from '../display/wide';
import { FormLink } from './form-link';
import { WordsOf } from './words-of';

interface GoalCardProps {
  readonly goal: GoalShown;
  readonly context: Omit<FormContext, 'about'>;
}

/** A goal: what was agreed, how far it is by the original and the current target, and why. */
export function GoalCard({ goal, context }: GoalCardProps) {
  const { t } = useTranslation();
  const { episode, locale, words } = context;
  const key = measureText(goal.measure);
  const instrument = instrumentOf(context, goal.measure.instrument);
  const observations = episode.observations.filter((each) => measureText(each) === key);
  const { current, lineage } = goal;
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Group gap="xs">
              <Title order={3}>{words.measure(key)}</Title>
              <Badge variant="light" tt="none" color={goal.status === 'OPEN' ? 'petrol' : 'gray'}>
                {t(`codes.goalStates.${goal.status}`)}
              </Badge>
            </Group>
            <WordsOf text={current.statement} />
            <Text c="var(--quiet)">
              {t('episode.goalTerms', {
                from: goal.baseline.score,
                to: current.target,
                day: writtenDay(current.due, locale),
              })}
            </Text>
          </div>
          <GoalBar original={goal.progress.original} current={goal.progress.current} />
        </Group>
        {goal.status === 'OPEN' && (
          <Group gap="xs">
            <FormLink form="reviseGoal" about={goal.id} />
            <FormLink form="scoreGoal" about={goal.id} />
            <FormLink form="abandonGoal" about={goal.id} />
          </Group>
        )}
        {instrument && observations.length > 0 && (
          <GoalChart
            observations={observations}
            targets={lineage.versions.map((version) => ({
              ...version,
              evidence: version.evidence.map(({ id }) => id),
            }))}
            baseline={goal.baseline}
            range={{ min: instrument.min, max: instrument.max }}
            threshold={null}
            better={instrument.better}
            measureLabel={`${words.measure(key)}, ${instrument.unit}`}
            onOpen={null}
          />
        )}
        {lineage.versions.length > 1 && <Versions goal={goal} context={context} />}
      </Stack>
    </Paper>
  );
}

/** Every version of a goal, and why each was made. */
function Versions({ goal, context }: GoalCardProps) {
  const { t } = useTranslation();
  const { locale } = context;
  return (
    <Wide label={t('episode.versions')}>
      <Table aria-label={t('episode.versions')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('episode.version')}</Table.Th>
            <Table.Th scope="col">{t('commands.fields.target')}</Table.Th>
            <Table.Th scope="col">{t('commands.fields.due')}</Table.Th>
            <Table.Th scope="col">{t('episode.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {goal.lineage.versions.map((version, place) => (
            <Table.Tr key={version.id}>
              <Table.Td>
                {`v${place + 1}, ${writtenDayOf(version.setAt, locale)}`}
                <Text size="sm" c="var(--quiet)">
                  {version.author.name?.value}
                </Text>
              </Table.Td>
              <Table.Td>
                {writtenNumber(version.target, locale.language, 1)}
                {version.demand && (
                  <Text size="sm" c="var(--quiet)">
                    {t(`codes.demands.${version.demand}`)}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{writtenDay(version.due, locale)}</Table.Td>
              <Table.Td>
                {version.reason
                  ? t(`codes.revisionReasons.${version.reason.code}`)
                  : t('episode.original')}
                <WordsOf text={version.reason?.words} size="sm" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
