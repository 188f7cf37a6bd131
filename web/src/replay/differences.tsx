import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shortPath, written, type Difference } from './replay-facts';
import classes from './replay.module.css';

/** Field by field what was there (−) and what is (+). */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  const { t } = useTranslation();
  if (differences.length === 0) return <p className={classes['quiet']}>{t('replay.nothing')}</p>;
  return (
    <Table className={classes['differences'] ?? ''} aria-label={t('replay.changed')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('replay.field')}</Table.Th>
          <Table.Th scope="col">− {t('replay.before')}</Table.Th>
          <Table.Th scope="col">+ {t('replay.now')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ path, before, after }) => (
          <Table.Tr key={path}>
            <Table.Th scope="row" title={path}>
              {shortPath(path)}
            </Table.Th>
            <Table.Td>
              <pre tabIndex={0}>
                <del>{written(before)}</del>
              </pre>
            </Table.Td>
            <Table.Td>
              <pre tabIndex={0}>
                <ins>{written(after)}</ins>
              </pre>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
