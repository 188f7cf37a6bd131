import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Sparkline } from '../charts/sparkline';
import type { FormContext } from '../commands/form-context';
import { instrumentOf, measureText } from '../commands/forms/measures';
import { writtenDay } from '../display/times';
import { Wide } from '../display/wide';
import { writtenNumber } from '../display/numbers';

interface MeasuresProps {
  readonly context: Omit<FormContext, 'about'>;
}

/** Every measure that was taken: its course on the range of the instrument, first and last. */
export function Measures({ context }: MeasuresProps) {
  const { t } = useTranslation();
  const { episode, locale, words } = context;
  const keys = [...new Set(episode.observations.map(measureText))];
  if (keys.length === 0) return <Text c="var(--quiet)">{t('episode.noMeasures')}</Text>;
  return (
    <Wide label={t('episode.measures')}>
      <Table aria-label={t('episode.measures')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('commands.fields.measure')}</Table.Th>
            <Table.Th scope="col">{t('episode.course')}</Table.Th>
            <Table.Th scope="col">{t('episode.first')}</Table.Th>
            <Table.Th scope="col">{t('episode.last')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => {
            const taken = episode.observations.filter((each) => measureText(each) === key);
            const [first, last] = [taken[0], taken.at(-1)];
            const instrument = instrumentOf(context, taken[0]?.instrument ?? key);
            const written = (each: typeof first) =>
              each
                ? `${writtenNumber(each.score, locale.language, 1)} · ${writtenDay(each.on, locale)}`
                : '–';
            return (
              <Table.Tr key={key}>
                <Table.Th scope="row">
                  {words.measure(key)}
                  <Text size="sm" c="var(--quiet)">
                    {instrument?.unit}
                  </Text>
                </Table.Th>
                <Table.Td>
                  <Sparkline
                    points={taken.map(({ score }) => ({ value: score }))}
                    {...(instrument ? { range: [instrument.min, instrument.max] as const } : {})}
                    label={t('episode.courseOf', {
                      measure: words.measure(key),
                      scores: taken.map(({ score }) => score).join(', '),
                    })}
                  />
                </Table.Td>
                <Table.Td>{written(first)}</Table.Td>
                <Table.Td>{written(last)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}
