import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EpisodeEntriesQuery } from '../../generated/graphql';
import { Moment } from '../frame/moment-text';
import classes from './episode.module.css';
import { FormLink } from './form-link';
import { WordsOf } from './words-of';

const SHOWN_MAX = 10;
type Entry = EpisodeEntriesQuery['episodeHistory']['events'][number];

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly clinicId: string;
}

/** The latest entries: both times where they differ, what was corrected struck out. */
export function Entries({ entries, clinicId }: EntriesProps) {
  return (
    <ol className={classes['entries']}>
      {entries
        .slice(-SHOWN_MAX)
        .toReversed()
        .map((entry) => (
          <li key={entry.id}>
            <EntryLine entry={entry} clinicId={clinicId} />
          </li>
        ))}
    </ol>
  );
}

function EntryLine({ entry, clinicId }: { readonly entry: Entry; readonly clinicId: string }) {
  const { t } = useTranslation();
  const isStruck = entry.inError || entry.correctedBy !== null;
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Text fw={600} td={isStruck ? 'line-through' : undefined}>
          {t(`entries.${entry.type}`)}
        </Text>
        <Moment at={entry.occurredAt} clinicId={clinicId} position={entry.position} />
        <Text c="var(--quiet)">{entry.actor.name?.value}</Text>
        {entry.inError && (
          <Badge color="red" variant="outline" tt="none">
            {t('episode.inError')}
          </Badge>
        )}
        {!isStruck && (
          <FormLink
            form="markEntryInError"
            about={entry.id}
            variant="subtle"
            color="gray"
            size="compact-xs"
            fw={400}
          />
        )}
      </Group>
      {entry.late && (
        <Text size="sm" c="var(--worse)">
          {t('episode.recordedLate')} <Moment at={entry.recordedAt} clinicId={clinicId} />
        </Text>
      )}
      {entry.texts.map(({ field, text }) => (
        <WordsOf key={field} text={text} size="sm" />
      ))}
      {entry.corrections.map((correction) => (
        <div key={correction.id} className={classes['correction']}>
          <Text size="sm">
            {t(correction.takesOut ? 'episode.takenOut' : 'episode.corrected')}{' '}
            <Moment at={correction.recordedAt} clinicId={clinicId} />
          </Text>
          {correction.difference.map(({ path, before, after }) => (
            <Text key={path} size="sm" ff="monospace">
              {path}: <del>{JSON.stringify(before)}</del> <ins>{JSON.stringify(after)}</ins>
            </Text>
          ))}
          <WordsOf text={correction.reason} size="sm" />
        </div>
      ))}
    </Stack>
  );
}
