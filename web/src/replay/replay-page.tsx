import { Stack, Title } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EpisodeReplayDocument,
  ReplayPatientDocument,
  type EpisodeReplayQuery,
} from '../../generated/graphql';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { After } from './after';
import { Compare } from './compare';
import { Detail } from './detail';
import { EntryList } from './entry-list';
import type { ReplaySearch } from './params';
import { versionOf } from './replay-facts';
import classes from './replay.module.css';
import { Strip } from './strip';

export type Entry = EpisodeReplayQuery['episodeHistory']['events'][number];

/** Who knew what, when? */
export function ReplayPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/episodes/$id/replay' });
  usePlace(t('replay.title'), { title: t('frame.caseload'), to: '/caseload' });
  const read = useRead(EpisodeReplayDocument, { id });
  return (
    <Stack gap="md">
      <Head id={id} />
      <Loaded read={read}>
        {({ episodeHistory }) => <Replayed id={id} entries={episodeHistory.events} />}
      </Loaded>
    </Stack>
  );
}

/** Whose episode it is; the entries tell the rest. */
function Head({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data } = useRead(ReplayPatientDocument, { id });
  const name = data?.episode.patient.name;
  return (
    <div>
      <Title order={1}>
        {name ? (name.erased ? t('states.erased') : name.value) : t('replay.title')}
      </Title>
      <p className={classes['quiet']}>{t('replay.lead')}</p>
    </div>
  );
}

interface ReplayedProps {
  readonly id: string;
  readonly entries: readonly Entry[];
}

function Replayed({ id, entries }: ReplayedProps) {
  const search: ReplaySearch = useSearch({ strict: false });
  const navigate = useNavigate();
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
      <div className={classes['columns']}>
        <EntryList
          entries={entries}
          version={version}
          search={search}
          set={set}
          onSelect={select}
        />
        <div className={classes['side']}>
          <After id={id} entry={entry} isWhole={search.whole === '1'} set={set} />
          <Detail id={id} entry={entry} entries={entries} />
          <Compare id={id} entries={entries} search={search} set={set} />
        </div>
      </div>
    </>
  );
}
