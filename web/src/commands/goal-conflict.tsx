import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GoalVersionPartsFragment } from '../../generated/graphql';
import { writtenDay, writtenMoment } from '../display/times';
import { Wide } from '../display/wide';
import { numberOf, textOf } from './fields';
import type { FormContext } from './form-context';
import type { Refusal } from './use-command';
import { WaysOn } from './ways-on';

interface GoalConflictProps {
  readonly newer: NonNullable<Refusal['newerGoalVersion']>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly context: FormContext;
  readonly onContinue: () => void;
  readonly onDiscard: () => void;
}

/** Two people revised one goal: what both had before them, what the other recorded, and mine. */
export function GoalConflict(props: GoalConflictProps) {
  const { newer, values, context, onContinue, onDiscard } = props;
  const { t } = useTranslation();
  const { current } = newer;
  const goal = context.episode.goals.find(({ id }) => id === context.about);
  const base = goal?.lineage.versions.find(({ id }) => id === textOf(values, 'revises'));
  const version = (goal?.lineage.versions.findIndex(({ id }) => id === current.id) ?? -1) + 1;
  const rows = [
    {
      name: t('commands.fields.target'),
      of: (each: GoalVersionPartsFragment | undefined) => String(each?.target ?? '–'),
      mine: String(numberOf(values, 'target') ?? '–'),
    },
    {
      name: t('commands.fields.due'),
      of: (each: GoalVersionPartsFragment | undefined) =>
        each ? writtenDay(each.due, context.locale) : '–',
      mine: dayOf(textOf(values, 'due'), context),
    },
    {
      name: t('commands.fields.statement'),
      of: (each: GoalVersionPartsFragment | undefined) => each?.statement?.value ?? '–',
      mine: textOf(values, 'statement') ?? '–',
    },
  ];
  return (
    <>
      <Text>
        {t('commands.goalRevised', {
          who: current.author.name?.value ?? current.author.id,
          when: writtenMoment(current.recordedAt, context.locale),
        })}
      </Text>
      <Wide label={t('commands.overtaken')}>
        <Table withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th>{t('commands.base')}</Table.Th>
              <Table.Th>{t('commands.theirs')}</Table.Th>
              <Table.Th>{t('commands.mine')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ name, of, mine }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{of(base)}</Table.Td>
                <Table.Td>{of(current)}</Table.Td>
                <Table.Td>{mine}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      <WaysOn
        // 0: it is not known here yet.
        goOn={
          version > 0 ? t('commands.continueFrom', { version }) : t('commands.continueFromTheirs')
        }
        {...{ onContinue, onDiscard }}
      />
    </>
  );
}

function dayOf(day: string | undefined, { locale }: FormContext): string {
  return day === undefined ? '–' : writtenDay(day, locale);
}
