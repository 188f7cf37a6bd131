import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type Row,
} from '@tanstack/react-table';
import { useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChanged, useSteadyOrder } from '../display/steady';
import { GoalsCell, NextCell, PatientCell, PhaseCell, SessionsCell } from './cells';
import plain from '../display/plain-table.module.css';
import classes from './caseload.module.css';
import { FlagList } from './flag-mark';
import { NewsButtons } from './news-buttons';
import { textOrder, type CaseloadEntry } from './urgency';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

const column = createColumnHelper<Features, CaseloadEntry>();

/** Ascending by the texts of a column; who has none stays last, whichever way it is turned. */
const byText = {
  sortUndefined: 'last',
  sortFn: (
    one: Row<Features, CaseloadEntry>,
    other: Row<Features, CaseloadEntry>,
    columnId: string,
  ) => textOrder(one.getValue(columnId), other.getValue(columnId)),
} as const;

const columns = column.columns([
  column.accessor(({ patient }) => patient.name?.value?.toLocaleLowerCase(), {
    id: 'patient',
    ...byText,
  }),
  column.display({ id: 'attention' }),
  column.accessor(({ phase }) => phase, {
    id: 'phase',
    ...byText,
  }),
  column.accessor(({ nextSession }) => nextSession?.at, {
    id: 'next',
    ...byText,
  }),
  column.display({ id: 'sessions' }),
  column.accessor(({ deadlines }) => deadlines.goalDueOn ?? undefined, {
    id: 'goals',
    ...byText,
  }),
]);

const COLUMN_IDS = ['patient', 'attention', 'phase', 'next', 'sessions', 'goals'] as const;
type ColumnId = (typeof COLUMN_IDS)[number];

/** The order that an address asks for: `patient`, or `-patient` for the reverse; none: urgency. */
function sortingOf(text: string | undefined) {
  if (text === undefined) return [];
  const desc = text.startsWith('-');
  const id = desc ? text.slice(1) : text;
  return COLUMN_IDS.some((each) => each === id) ? [{ id, desc }] : [];
}

interface Props {
  /** Who needs somebody first at the top. */
  readonly entries: readonly CaseloadEntry[];
  readonly sort: string | undefined;
  /** What was asked for: another question may be in another order. */
  readonly question: string;
  readonly asCards: boolean;
}

/** The list: a table, or cards in a narrow window. Its order holds still while news come in. */
export function CaseloadTable({ entries, sort, question, asCards }: Props) {
  const { t } = useTranslation();
  const table = useTable({
    features,
    columns,
    data: entries,
    getRowId: ({ episodeId }) => episodeId,
    state: { sorting: sortingOf(sort) },
  });
  const { rows } = table.getRowModel();
  const steady = useSteadyOrder(
    rows.map(({ id }) => id),
    `${question} ${sort ?? ''}`,
  );
  const byId = new Map(rows.map(({ id, original }) => [id, original]));
  const shown = steady.ids.flatMap((id) => byId.get(id) ?? []);
  const news = <NewsButtons steady={steady} />;
  if (asCards) {
    return (
      <>
        {news}
        <ul className={classes['cards']} aria-label={t('caseload.table')}>
          {shown.map((entry) => (
            <Card key={entry.episodeId} entry={entry} />
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      {news}
      <div className={plain['frame']}>
        <table className={plain['table']}>
          <VisuallyHidden component="caption">{t('caseload.table')}</VisuallyHidden>
          <thead>
            <tr>
              {table.getFlatHeaders().map((header) => (
                <HeaderCell
                  key={header.id}
                  // The ids of the columns above.
                  id={header.column.id as ColumnId}
                  canSort={header.column.getCanSort()}
                  sorted={header.column.getIsSorted()}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <TableRow key={entry.episodeId} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface HeaderProps {
  readonly id: ColumnId;
  readonly canSort: boolean;
  readonly sorted: false | 'asc' | 'desc';
}

/** Pressed once: ascending; again: descending; a third time: by urgency as before. */
function HeaderCell({ id, canSort, sorted }: HeaderProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const title = t(`caseload.${id}`);
  if (!canSort) return <th scope="col">{title}</th>;
  const next = sorted === false ? id : sorted === 'asc' ? `-${id}` : undefined;
  const order = sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={order}>
      <UnstyledButton
        className={classes['sort']}
        title={t('caseload.sortBy', { column: title })}
        onClick={() =>
          void navigate({
            to: '/caseload',
            replace: true,
            search: (before) => ({ ...before, sort: next }),
          })
        }
      >
        {title}
        {sorted === 'asc' && <ArrowUp size={14} aria-hidden />}
        {sorted === 'desc' && <ArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}

interface RowProps {
  readonly entry: CaseloadEntry;
}

const CELLS: Readonly<Record<ColumnId, (props: RowProps) => ReactNode>> = {
  patient: PatientCell,
  attention: ({ entry }) => <FlagList flags={entry.flags} />,
  phase: PhaseCell,
  next: NextCell,
  sessions: SessionsCell,
  goals: GoalsCell,
};

/** Drawn again only when something of it changed: news come in while somebody works. */
const TableRow = memo(function TableRow({ entry }: RowProps) {
  const isChanged = useChanged(JSON.stringify(entry));
  return (
    <tr className={classes['row']} data-changed={isChanged || undefined}>
      {COLUMN_IDS.map((id) => {
        const Cell = CELLS[id];
        return (
          <td key={id}>
            <Cell entry={entry} />
          </td>
        );
      })}
    </tr>
  );
});

const Card = memo(function Card({ entry }: RowProps) {
  const isChanged = useChanged(JSON.stringify(entry));
  return (
    <li className={classes['card']} data-changed={isChanged || undefined}>
      <div className={classes['cardrow']}>
        <PatientCell entry={entry} />
        <PhaseCell entry={entry} />
      </div>
      <FlagList flags={entry.flags} />
      <div className={classes['cardrow']}>
        <NextCell entry={entry} />
        <SessionsCell entry={entry} />
      </div>
      <GoalsCell entry={entry} />
    </li>
  );
});
