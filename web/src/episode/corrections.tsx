import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EpisodeEntriesQuery } from '../../generated/graphql';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { Moment } from '../frame/moment-text';
import { changesTold } from './changes-told';
import classes from './episode.module.css';
import { WordsOf } from './words-of';

export type Corrected = Pick<
  EpisodeEntriesQuery['episodeHistory']['events'][number],
  'id' | 'holds' | 'texts' | 'corrections'
>;

interface CorrectionsProps {
  readonly entry: Corrected;
  /** The entries of the episode: words of a correction are in its own. */
  readonly all: readonly Pick<Corrected, 'id' | 'texts'>[];
  readonly clinicId?: string | null;
}

/** What was corrected in an entry: the old struck out, the new beside it, who, when and why. */
export function Corrections({ entry, all, clinicId = null }: CorrectionsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const locale = useLocale(clinicId);
  return entry.corrections.map((correction) => (
    <div key={correction.id} className={classes['correction']}>
      <Text size="sm" fw={600}>
        {t(correction.takesOut ? 'episode.takenOut' : 'episode.corrected')}{' '}
        <Moment at={correction.recordedAt} clinicId={clinicId} />
        {correction.actor.name?.value && ` · ${correction.actor.name.value}`}
      </Text>
      {!correction.takesOut &&
        changesTold(correction.difference, { entry, all, t, words, locale }).map((change) => (
          <Text key={change.path} size="sm" title={change.path} dir="auto">
            {change.label}: {change.before !== '' && <del>{change.before}</del>}{' '}
            {change.after !== '' && <ins>{change.after}</ins>}
          </Text>
        ))}
      <WordsOf text={correction.reason} size="sm" />
    </div>
  ));
}
