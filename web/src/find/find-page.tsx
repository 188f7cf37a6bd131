import { Button, Group, MultiSelect, Select, Stack, Table, TextInput, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  FindEpisodesDocument,
  FindPatientsDocument,
  FindPeopleDocument,
  type EntryType,
  type FindEpisodesQuery,
  type FindPatientsQuery,
} from '../../generated/graphql';
import { instantOf } from '../commands/moments';
import { useRead } from '../data/read';
import { writtenDay, writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { AppLink } from '../frame/app-link';
import { Empty, Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { entries } from '../texts/en/entries';
import type { FindSearch } from './params';

// The keys of that table are the kinds of entries, which `Object.keys` widens to string.
const TYPES = Object.keys(entries) as readonly EntryType[];
const LETTERS_MIN = 2;

/** Which episode was it? By patient, by who recorded something, what, and when. */
export function FindPage() {
  const { t } = useTranslation();
  usePlace(t('find.title'));
  const search: FindSearch = useSearch({ strict: false });
  const types = TYPES.filter((type) => search.types?.split(',').includes(type));
  const { zone } = useLocale();
  // Days are those of the clinic.
  const after = search.from ? instantOf(`${search.from}T00:00:00`, zone) : undefined;
  const until = search.to ? instantOf(`${search.to}T23:59:59`, zone) : undefined;
  const read = useRead(FindEpisodesDocument, {
    ...(search.patient ? { patientId: search.patient } : {}),
    ...(search.actor ? { actorId: search.actor } : {}),
    ...(types.length > 0 ? { types } : {}),
    ...(after ? { recordedAfter: after } : {}),
    ...(until ? { recordedUntil: until } : {}),
  });
  const navigate = useNavigate();
  const choose = (patient: string) => {
    void navigate({ to: '.', search: (before) => ({ ...before, patient, name: undefined }) });
  };
  return (
    <Stack gap="md">
      <Title order={1}>{t('find.title')}</Title>
      <Wish search={search} types={types} />
      {search.name !== undefined && search.patient === undefined && (
        <Called name={search.name} onChosen={choose} />
      )}
      <Loaded read={read}>{({ episodesFound }) => <Found found={episodesFound} />}</Loaded>
    </Stack>
  );
}

interface WishProps {
  readonly search: FindSearch;
  readonly types: readonly EntryType[];
}

function Wish({ search, types }: WishProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may } = useSession();
  const people = useRead(FindPeopleDocument, {}, { pause: !may('READ_STAFF') }).data;
  const set = (change: FindSearch) => {
    void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true });
  };
  return (
    <Group gap="sm" align="flex-end">
      <PatientChoice search={search} set={set} />
      <Select
        label={t('find.actor')}
        placeholder={t('find.any')}
        searchable
        clearable
        data={(people?.staff.staff ?? []).map(({ id, name: full }) => ({
          value: id,
          label: full?.value ?? id,
        }))}
        value={search.actor ?? null}
        onChange={(actor) => set({ actor: actor ?? undefined })}
        w={200}
      />
      <MultiSelect
        label={t('find.types')}
        placeholder={types.length === 0 ? t('find.any') : ''}
        searchable
        clearable
        data={TYPES.map((value) => ({ value, label: t(`entries.${value}`) }))}
        value={[...types]}
        onChange={(all) => set({ types: all.length === 0 ? undefined : all.join(',') })}
        w={250}
      />
      <TextInput
        type="date"
        label={t('find.from')}
        value={search.from ?? ''}
        onChange={(event) => set({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t('find.to')}
        value={search.to ?? ''}
        onChange={(event) => set({ to: event.currentTarget.value || undefined })}
      />
    </Group>
  );
}

interface PatientChoiceProps {
  readonly search: FindSearch;
  readonly set: (change: FindSearch) => void;
}

/** Whose episodes: looked up by name among all who may be found. */
function PatientChoice({ search, set }: PatientChoiceProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  // What the field says of who was chosen is no name to look for.
  const [called, setCalled] = useState<string | null>(null);
  const isWritten = name.trim().length >= LETTERS_MIN && name !== called;
  const given = { search: name.trim() };
  const patients = useRead(FindPatientsDocument, given, { pause: !isWritten }).data;
  const label = useLabel();
  const found = (patients?.patients.patients ?? []).map((each) => ({
    value: each.id,
    label: label(each),
  }));
  const chosen = search.patient ?? null;
  const isListed = chosen === null || found.some(({ value }) => value === chosen);
  return (
    <Select
      label={t('find.patient')}
      placeholder={t('find.patientHint')}
      searchable
      clearable
      onSearchChange={setName}
      filter={({ options }) => options}
      data={isListed ? found : [...found, { value: chosen, label: called ?? t('find.chosen') }]}
      value={chosen}
      onChange={(patient, option) => {
        setCalled(patient === null ? null : (option?.label ?? null));
        set({ patient: patient ?? undefined, name: undefined });
      }}
      w={260}
    />
  );
}

type FoundPatient = FindPatientsQuery['patients']['patients'][number];

/** Name and birth date: two may have one name. */
function useLabel(): (patient: FoundPatient) => string {
  const locale = useLocale();
  return ({ id, name, birthDate }) =>
    [name?.value ?? id, birthDate?.value && writtenDay(birthDate.value, locale)]
      .filter(Boolean)
      .join(', ');
}

interface CalledProps {
  readonly name: string;
  readonly onChosen: (id: string) => void;
}

/** Brought here by a name: who is called like that, to choose from. */
function Called({ name, onChosen }: CalledProps) {
  const { t } = useTranslation();
  const label = useLabel();
  const read = useRead(FindPatientsDocument, { search: name });
  return (
    <Loaded read={read}>
      {({ patients: { patients } }) => (
        <Group gap="xs" role="group" aria-label={t('find.called', { name })}>
          <span>{t(patients.length === 0 ? 'find.calledNobody' : 'find.called', { name })}</span>
          {patients.map((each) => (
            <Button key={each.id} variant="default" onClick={() => onChosen(each.id)}>
              {label(each)}
            </Button>
          ))}
        </Group>
      )}
    </Loaded>
  );
}

function Found({ found }: { readonly found: FindEpisodesQuery['episodesFound'] }) {
  const { t } = useTranslation();
  const { episodes, totalCount, lookedAtAfter } = found;
  if (episodes.length === 0) {
    return <Empty title={t('find.none')}>{t('find.noneText')}</Empty>;
  }
  return (
    <>
      <p>
        {t('find.count', { shown: episodes.length, count: totalCount })}
        {lookedAtAfter !== null && ` ${t('find.latestOnly')}`}
      </p>
      <Table.ScrollContainer minWidth={760}>
        <Table aria-label={t('find.title')}>
          <Table.Thead>
            <Table.Tr>
              {(['patient', 'condition', 'phase', 'entries', 'latest', 'by'] as const).map(
                (name) => (
                  <Table.Th key={name} scope="col">
                    {t(`find.columns.${name}`)}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {episodes.map((episode) => (
              <FoundRow key={episode.episodeId} episode={episode} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

type Episode = FindEpisodesQuery['episodesFound']['episodes'][number];

function FoundRow({ episode }: { readonly episode: Episode }) {
  const { t } = useTranslation();
  const words = useWords();
  const locale = useLocale();
  const { patient, latest } = episode;
  const name = patient.name?.erased ? t('states.erased') : (patient.name?.value ?? patient.id);
  return (
    <Table.Tr>
      <Table.Td>
        <AppLink
          to="/episodes/$id/replay"
          params={{ id: episode.episodeId }}
          search={(before) => ({ ...before, v: String(latest.version) })}
        >
          {name}
        </AppLink>
      </Table.Td>
      <Table.Td>{words.condition(episode.condition)}</Table.Td>
      <Table.Td>{t(`words.phases.${episode.phase}`)}</Table.Td>
      <Table.Td>{episode.entries}</Table.Td>
      <Table.Td>
        {t(`entries.${latest.type}`)}, {writtenMoment(latest.recordedAt, locale)}
      </Table.Td>
      <Table.Td>{latest.actor.name?.value ?? latest.actor.id}</Table.Td>
    </Table.Tr>
  );
}
