import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RevisionsOfFragment } from '../../generated/graphql';
import { formatFigure } from '../charts/numbers';
import classes from './outcomes.module.css';

const DAYS_A_WEEK = 7;

/** Which way targets were moved, why, how soon, and what it came to. */
export function RevisionCounts({ figures }: { readonly figures: RevisionsOfFragment }) {
  const { t, i18n } = useTranslation();
  const { easier, harder, mixed, same, reasons, daysToFirst, worth } = figures;
  const number = (value: number | null, unit: 'points' | 'share') =>
    formatFigure(value, unit, i18n.language);
  const weeks = (days: number | null) =>
    number(days === null ? null : days / DAYS_A_WEEK, 'points');
  const spread = (
    { median, q1, q3 }: RevisionsOfFragment['daysToFirst'],
    say: (value: number | null) => string,
  ) => t('outcomes.revisions.weeksValue', { median: say(median), q1: say(q1), q3: say(q3) });
  const share = (value: number | null) => number(value, 'share');
  const directions = { easier, harder, mixed, same };
  return (
    <div className={classes['tables']}>
      <Counts
        title={t('outcomes.revisions.direction')}
        rows={(['easier', 'harder', 'mixed', 'same'] as const).map((way) => [
          t(`outcomes.revisions.${way}`),
          String(directions[way]),
        ])}
      />
      <Counts
        title={t('outcomes.revisions.reasons')}
        rows={reasons.map(({ reason, n }) => [t(`outcomes.revisions.reason.${reason}`), String(n)])}
      />
      <Counts
        title={t('outcomes.revisions.effect')}
        rows={[
          [t('outcomes.revisions.weeks'), spread(daysToFirst, weeks)],
          [t('outcomes.revisions.gain'), spread(worth.gain, share)],
        ]}
      />
    </div>
  );
}

interface CountsProps {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

function Counts({ title, rows }: CountsProps) {
  return (
    <section>
      <Title order={2}>{title}</Title>
      <Table aria-label={title}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td ta="right" className={classes['nowrap'] ?? ''}>
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
