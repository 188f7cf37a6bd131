import { Stack, Title } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EpisodeReplayDocument,
  ReplayPatientDocument,
  type EpisodeReplayQuery,
  type ReplayPatientQuery,
} from '../../generated/graphql';
import { useRead } from '../data/read';
import { writtenDay } from '../display/times';
import { useLocale } from '../display/use-locale';
import { useTelling } from '../entries/use-telling';
import { AppLink } from '../frame/app-link';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { After } from './after';
import { Compare } from './compare';
import { Detail } from './detail';
import { EntryList } from './entry-list';
import type { ReplaySearch } from './params';
import { firstBreak, versionOf } from './replay-facts';
import classes from './replay.module.css';
import { Strip } from './strip';

export type Entry = EpisodeReplayQuery['episodeHistory']['events'][number];

/** Who knew what, when? */
export function ReplayPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/episodes/$id/replay' });
  const { data } = useRead(ReplayPatientDocument, { id });
  const name = data?.episode.patient.name;
  const who = name ? (name.erased ? t('states.erased') : name.value) : null;
  usePlace(who ? `${who}: ${t('replay.title')}` : t('replay.title'), {
    title: t('frame.caseload'),
    to: '/caseload',
  });
  const read = useRead(EpisodeReplayDocument, { id });
  return (
    <Stack gap="md">
      <Head id={id} who={who ?? t('replay.title')} of={data?.episode} />
      <Loaded read={read} skeleton={[20, 96, 560]}>
        {({ episodeHistory }) => (
          <Replayed
            id={id}
            clinicId={data?.episode.clinicId ?? null}
            entries={episodeHistory.events}
          />
        )}
      </Loaded>
    </Stack>
  );
}

interface HeadProps {
  readonly id: string;
  readonly who: string;
  readonly of: ReplayPatientQuery['episode'] | undefined;
}

/** Whose episode it is; the entries tell the rest. */
function Head({ id, who, of }: HeadProps) {
  const { t } = useTranslation();
  const locale = useLocale(of?.clinicId);
  const born = of?.patient.birthDate?.value;
  return (
    <div>
      <Title order={1} dir="auto">
        {who}
      </Title>
      <p className={classes['quiet']}>
        {born && `${t('episode.born', { day: writtenDay(born, locale) })} · `}
        {t('replay.lead')} ·{' '}
        <AppLink to="/episodes/$id" params={{ id }}>
          {t('replay.toEpisode')}
        </AppLink>
      </p>
    </div>
  );
}

/** Whether the entries are whole: what an auditor asks first. */
function Chain({ entries }: Pick<ReplayedProps, 'entries'>) {
  const { t } = useTranslation();
  const broken = firstBreak(entries);
  return broken === null ? (
    <p className={classes['intact']}>✓ {t('replay.chain.whole', { count: entries.length })}</p>
  ) : (
    <p className={classes['broken']}>✗ {t('replay.chain.broken', { entry: broken + 1 })}</p>
  );
}

interface ReplayedProps {
  readonly id: string;
  /** Null: not known yet. */
  readonly clinicId: string | null;
  readonly entries: readonly Entry[];
}

function Replayed({ id, clinicId, entries }: ReplayedProps) {
  const search: ReplaySearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const telling = useTelling(entries, clinicId);
  const set = useCallback(
    (change: ReplaySearch) => {
      void navigate({
        to: '.',
        search: (before) => ({ ...before, ...change }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  const last = entries.length - 1;
  const version = versionOf(search.v, last);
  const entry = entries[version];
  const select = useCallback((to: number) => set({ v: String(to) }), [set]);
  if (!entry) return null;
  return (
    <>
      <Strip entries={entries} version={version} />
      <Chain entries={entries} />
      <div className={classes['columns']}>
        <EntryList
          telling={telling}
          entries={entries}
          version={version}
          search={search}
          set={set}
          onSelect={select}
        />
        <div className={classes['side']}>
          <After id={id} entry={entry} isWhole={search.whole === '1'} set={set} />
          <Detail id={id} entry={entry} entries={entries} />
          <Compare id={id} entries={entries} a={search.a} b={search.b} set={set} />
        </div>
      </div>
    </>
  );
}
