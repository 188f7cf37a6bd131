import { Badge, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntryType, EpisodeEntriesQuery } from '../../generated/graphql';
import { factsOf } from '../entries/entry-facts';
import type { Telling } from '../entries/telling';
import { textLabel } from '../entries/text-label';
import { useTelling } from '../entries/use-telling';
import { Moment } from '../frame/moment-text';
import { isCorrectable } from '../commands/corrections/correct-entry';
import { Corrections } from './corrections';
import classes from './episode.module.css';
import { FormLink } from './form-link';
import { WordsOf } from './words-of';

const SHOWN_MAX = 10;
const QUIET = { variant: 'subtle', color: 'gray', size: 'compact-xs', fw: 400 } as const;
/** What identifies an episode or gives it its order is never taken out; nor is a correction. */
const STAYING: ReadonlySet<EntryType> = new Set([
  'ReferralReceived',
  'ReferralAccepted',
  'ReferralDeclined',
  'TherapistAssigned',
  'EpisodeTransferred',
  'Discharged',
  'EpisodeReopened',
  'EpisodeVoided',
  'EntryCorrected',
  'EntryMarkedInError',
  'FindingRaised',
  'FindingClosed',
] as const);
type Entry = EpisodeEntriesQuery['episodeHistory']['events'][number];

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly clinicId: string;
}

/** The latest entries: both times where they differ, what was corrected struck out. */
export function Entries({ entries, clinicId }: EntriesProps) {
  const telling = useTelling(entries, clinicId);
  return (
    <ol className={classes['entries']}>
      {entries
        .slice(-SHOWN_MAX)
        .toReversed()
        .map((entry) => (
          <li key={entry.id}>
            <EntryLine entry={entry} clinicId={clinicId} telling={telling} all={entries} />
          </li>
        ))}
    </ol>
  );
}

interface EntryLineProps {
  readonly entry: Entry;
  readonly clinicId: string;
  readonly telling: Telling;
  readonly all: readonly Entry[];
}

function EntryLine({ entry, all, clinicId, telling }: EntryLineProps) {
  const { t } = useTranslation();
  const facts = factsOf(entry, telling).join(' · ');
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
        {!entry.inError && isCorrectable(entry.type) && (
          <FormLink form="correctEntry" about={entry.id} {...QUIET} />
        )}
        {!isStruck && !STAYING.has(entry.type) && (
          <FormLink form="markEntryInError" about={entry.id} {...QUIET} />
        )}
      </Group>
      {entry.late && (
        <Text size="sm" c="var(--worse)">
          {t('episode.recordedLate')} <Moment at={entry.recordedAt} clinicId={clinicId} />
        </Text>
      )}
      {facts !== '' && <Text size="sm">{facts}</Text>}
      {entry.texts.map(({ field, text }) => (
        <WordsOf key={field} text={text} size="sm" label={textLabel(field, t)} />
      ))}
      <Corrections entry={entry} all={all} clinicId={clinicId} />
    </Stack>
  );
}
