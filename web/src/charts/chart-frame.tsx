import { Button, Group, SegmentedControl, Table, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cell } from './csv';
import { savePicture, saveText } from './save';
import styles from './charts.module.css';

/** The chart in words and numbers: what the Table shows, in its order. */
export interface ChartTable {
  readonly columns: readonly string[];
  /** Cells as they are read; a number column is aligned right. */
  readonly rows: readonly (readonly Cell[])[];
}

interface ChartFrameProps {
  readonly title: string;
  /** What the chart says, in one sentence. */
  readonly sentence: string;
  readonly table: ChartTable;
  /** The text of the file, made when it is asked for. */
  readonly csv: () => string | Promise<string>;
  /** Name of its files, without an ending. */
  readonly fileName: string;
  /** As of, period, rule version and n: below the chart, and on its picture. */
  readonly caption: string;
  /** More about reading it: limits, dispersion. */
  readonly note?: ReactNode;
  /** Beside the buttons, such as a search for a unit. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** What all charts have: a sentence, a table, files of numbers and picture, a caption. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, sentence, table, caption, note, tools, children } = props;
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const figure = useRef<HTMLElement>(null);
  return (
    <figure className={styles.figure} ref={figure} aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={styles.words}>
          <Title order={2}>{title}</Title>
          <p className={styles.sentence}>{sentence}</p>
        </div>
        <Group gap="xs" className={styles.tools}>
          {tools}
          <SegmentedControl
            size="xs"
            value={view}
            onChange={(value) => setView(value === 'table' ? 'table' : 'chart')}
            data={[
              { value: 'chart', label: t('charts.chart') },
              { value: 'table', label: t('charts.table') },
            ]}
            aria-label={t('charts.view')}
          />
          <Files {...props} isChart={view === 'chart'} figure={figure} />
        </Group>
      </Group>
      {view === 'chart' ? children : <ChartRows table={table} title={title} />}
      {note !== undefined && <div className={styles.note}>{note}</div>}
      <figcaption className={styles.caption}>{caption}</figcaption>
    </figure>
  );
}

interface FilesProps extends ChartFrameProps {
  readonly isChart: boolean;
  readonly figure: { readonly current: HTMLElement | null };
}

/** Files of the numbers and of the picture. */
function Files({ title, sentence, caption, csv, fileName, isChart, figure }: FilesProps) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const save = (made: Promise<void>) => {
    setFailed(false);
    made.catch(() => setFailed(true));
  };
  const picture = async () => {
    const svg = figure.current?.querySelector<SVGSVGElement>('svg[data-chart]');
    if (svg) await savePicture(svg, { title, sentence, caption, fileName });
  };
  const numbers = async () => saveText(await csv(), `${fileName}.csv`);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => save(numbers())}>
        CSV
      </Button>
      <Button size="xs" variant="default" disabled={!isChart} onClick={() => save(picture())}>
        PNG
      </Button>
      {failed && (
        <span role="alert" className={styles.failed}>
          {t('charts.fileFailed')}
        </span>
      )}
    </>
  );
}

function ChartRows({ table, title }: { readonly table: ChartTable; readonly title: string }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table className={styles.table} aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            {table.columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row, index) => (
            // Rows are only read: they neither move nor keep anything.
            <Table.Tr key={index}>
              {row.map((cell, column) => (
                <Table.Td key={table.columns[column]}>{cell ?? '–'}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
