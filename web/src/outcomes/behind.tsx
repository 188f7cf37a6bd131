import { Button, Group, Select, Stack, Table, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IndicatorBehindDocument,
  type FigurePlace,
  type IndicatorBehindQuery,
  type IndicatorBehindQueryVariables,
} from '../../generated/graphql';
import { formatDay, formatFigure, formatMonth } from '../charts/numbers';
import { useClient } from '../data/client-context';
import { useRead } from '../data/read';
import { useWords } from '../display/use-words';
import { AppLink } from '../frame/app-link';
import { Loaded } from '../frame/states';
import { useSession } from '../session/session';
import type { Indicator } from './indicators';
import classes from './outcomes.module.css';
import { groupArguments, type Question } from './question';
import { useUnitName } from './unit-name';

interface BehindProps {
  readonly indicator: Indicator;
  readonly question: Question;
}

/** What the address says of where one looks behind: `month:2026-03`, `unit:<key>`, or nothing. */
function keyOf({
  search,
}: Question): { readonly kind: 'month' | 'unit'; readonly key: string } | null {
  const [, kind, key] = /^(month|unit):(.*)$/.exec(search.key ?? '') ?? [];
  if (kind === undefined || key === undefined) return null;
  return { kind: kind === 'month' ? 'month' : 'unit', key };
}

/** The episodes that a figure is made of, or why they are not shown. */
export function Behind({ indicator, question }: BehindProps) {
  const { t, i18n } = useTranslation();
  const { may } = useSession();
  const unitName = useChosenName(question);
  const heading = useRef<HTMLHeadingElement>(null);
  const of = keyOf(question);
  const { search, set } = question;
  const key = search.key;
  useEffect(() => {
    // Chosen on a chart: what was opened is shown, and the next Tab is in it.
    if (key !== undefined) heading.current?.focus();
  }, [key]);
  const place = indicator.behind.find((each) => each === search.place) ?? null;
  if (!may('READ_EPISODES'))
    return <p className={classes['note']}>{t('outcomes.behind.forbidden')}</p>;
  return (
    <section id="behind" className={classes['behind']}>
      <Title order={2} ref={heading} tabIndex={-1}>
        {t('outcomes.behind.title')}
      </Title>
      <Group gap="sm" align="flex-end" my="xs">
        <Select
          label={t('outcomes.behind.count')}
          placeholder={t('outcomes.filter.any')}
          data={indicator.behind.map((value) => ({
            value,
            label: t(`outcomes.behind.places.${value}`),
          }))}
          value={place}
          onChange={(chosen) => set({ place: chosen ?? undefined })}
          clearable
          w={260}
        />
        {of && (
          <Button variant="default" onClick={() => set({ key: undefined })}>
            {of.kind === 'month'
              ? t('outcomes.behind.month', { month: formatMonth(of.key, i18n.language, 'long') })
              : t('outcomes.behind.unit', { name: unitName(of.key) }).trim()}{' '}
            × {t('outcomes.behind.clear')}
          </Button>
        )}
      </Group>
      {place === null ? (
        <p className={classes['note']}>{t('outcomes.behind.lead')}</p>
      ) : (
        <Episodes place={place} question={question} of={of} />
      )}
    </section>
  );
}

/** The name of a unit that the address names by its key; a person's is not known here. */
function useChosenName({ by }: Question): (key: string) => string {
  const { clinics } = useSession();
  const nameOf = useUnitName(by);
  return (key) => {
    if (by === 'CLINIC') return clinics.find(({ id }) => id === key)?.name ?? '';
    return by === 'THERAPIST' ? '' : nameOf({ key: key === '' ? null : key });
  };
}

interface EpisodesProps {
  readonly place: FigurePlace;
  readonly question: Question;
  readonly of: ReturnType<typeof keyOf>;
}

function Episodes({ place, question, of }: EpisodesProps) {
  const asked = askedFor(place, question, of);
  const read = useRead(IndicatorBehindDocument, asked);
  return (
    <Loaded read={read}>
      {({ episodesBehind }) => (
        // Another first page has its own later ones.
        <Pages
          key={`${JSON.stringify(asked)} ${episodesBehind.asOf.position}`}
          first={episodesBehind}
          asked={asked}
        />
      )}
    </Loaded>
  );
}

function askedFor(
  place: FigurePlace,
  question: Question,
  of: ReturnType<typeof keyOf>,
): Omit<IndicatorBehindQueryVariables, 'asOf' | 'atLeast'> {
  if (!of) return { place, filter: question.filter };
  const { key } = of;
  // A month of the chart may lie before the period, or not be over.
  if (of.kind === 'month') return { place, filter: question.who, groupBy: 'MONTH', key };
  const group = groupArguments(question);
  return { place, filter: question.filter, ...group, key: key === '' ? null : key };
}

type Page = IndicatorBehindQuery['episodesBehind'];

interface PagesProps {
  readonly first: Page;
  readonly asked: Omit<IndicatorBehindQueryVariables, 'asOf' | 'atLeast'>;
}

function Pages({ first, asked }: PagesProps) {
  const { t } = useTranslation();
  const client = useClient();
  const [later, setLater] = useState<readonly Page[]>([]);
  const [isBusy, setBusy] = useState(false);
  const pages = [first, ...later];
  const last = pages.at(-1) ?? first;
  const more = async () => {
    setBusy(true);
    const { position, evaluatedAt } = first.asOf;
    // All pages are of the moment of the first.
    const asOf = { exactly: { position, evaluatedAt } };
    const variables = { ...asked, asOf, after: last.pageInfo.endCursor ?? null };
    const { data } = await client.query(IndicatorBehindDocument, variables).toPromise();
    setBusy(false);
    if (data) setLater((before) => [...before, data.episodesBehind]);
  };
  const nodes = pages.flatMap(({ edges }) => edges.map(({ node }) => node));
  const { counted, figure, totalCount } = first;
  if (figure === 0) return <p className={classes['note']}>{t('outcomes.behind.none')}</p>;
  return (
    <Stack gap="xs" align="flex-start">
      <p className={classes['note']}>
        {t('outcomes.behind.shown', { shown: nodes.length, total: totalCount, counted, figure })}{' '}
        {counted < figure && t('outcomes.behind.hidden', { count: figure - counted })}
      </p>
      <EpisodeTable nodes={nodes} />
      {last.pageInfo.hasNextPage && (
        <Button variant="default" loading={isBusy} onClick={() => void more()}>
          {t('outcomes.behind.more')}
        </Button>
      )}
    </Stack>
  );
}

type Node = Page['edges'][number]['node'];

const COLUMNS = [
  ...(['patient', 'condition', 'therapist', 'ended', 'scores', 'change', 'says'] as const),
  'counted',
] as const;

function EpisodeTable({ nodes }: { readonly nodes: readonly Node[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={820} w="100%">
      <Table aria-label={t('outcomes.behind.title')}>
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((column) => (
              <Table.Th key={column} scope="col">
                {t(`outcomes.behind.columns.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {nodes.map((node) => (
            <EpisodeRow key={node.episodeId} node={node} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function EpisodeRow({ node }: { readonly node: Node }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const score = (value: number | null) => formatFigure(value, 'points', i18n.language);
  const { patient, therapist, baseline, final, change, responder } = node;
  const erased = t('states.erased');
  const result =
    final === null
      ? 'missing'
      : responder === null
        ? 'notJudged'
        : responder
          ? 'responder'
          : 'notResponder';
  return (
    <Table.Tr>
      <Table.Td>
        <AppLink to="/episodes/$id/replay" params={{ id: node.episodeId }}>
          {patient.name?.erased ? erased : (patient.name?.value ?? patient.id)}
        </AppLink>
      </Table.Td>
      <Table.Td>{words.condition(node.condition)}</Table.Td>
      <Table.Td>{therapist?.name?.value ?? '–'}</Table.Td>
      <Table.Td>
        {formatDay(node.indexOn, i18n.language)}
        {node.lapsed && ` · ${t('outcomes.behind.lapsed')}`}
      </Table.Td>
      <Table.Td>
        {score(baseline)} → {score(final)}
      </Table.Td>
      <Table.Td>{score(change)}</Table.Td>
      <Table.Td>{t(`outcomes.behind.${result}`)}</Table.Td>
      <Table.Td>{node.counted}</Table.Td>
    </Table.Tr>
  );
}
