import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isCorrectable } from '../commands/corrections/correct-entry';
import { FORMS } from '../commands/forms';
import { useAsked } from '../data/use-asked';
import { writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';
import { Corrections } from '../episode/corrections';
import { AppLink } from '../frame/app-link';
import { useSession } from '../session/session';
import { tiesOf } from './replay-facts';
import type { Entry } from './replay-page';
import classes from './replay.module.css';

interface DetailProps {
  /** The episode. */
  readonly id: string;
  readonly entry: Entry;
  readonly entries: readonly Entry[];
}

/** What proves an entry, and what it belongs to. */
export function Detail({ id, entry, entries }: DetailProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { stored, hash, actor, actorRole, reasonCode } = entry;
  const ties = tiesOf(stored.header);
  const facts = [
    ['occurred', writtenMoment(entry.occurredAt, locale)],
    ['recorded', writtenMoment(entry.recordedAt, locale)],
    ['logged', entry.loggedAt],
    ['position', `p${entry.position}`],
    ['actor', `${actor.name?.value ?? actor.id} (${actorRole})`],
    ['reason', reasonCode],
    ['id', entry.id],
    ['hash', hash],
    ['prevHash', stored.prevHash],
    ['sealed', stored.sealedBytes === 0 ? null : String(stored.sealedBytes)],
    ['command', ties.commandId],
    ['correlation', ties.correlationId],
    ['causation', ties.causationId],
  ] as const;
  return (
    <section className={classes['panel']}>
      <Title order={2}>{t('replay.detail.title')}</Title>
      <p className={stored.intact ? classes['intact'] : classes['broken']}>
        {stored.intact ? `✓ ${t('replay.detail.intact')}` : `✗ ${t('replay.detail.broken')}`}
      </p>
      <Corrections entry={entry} all={entries} />
      <CorrectLink id={id} entry={entry} />
      <dl className={classes['facts']}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{t(`replay.detail.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <details>
        <summary>{t('replay.detail.stored')}</summary>
        <pre className={classes['json']} tabIndex={0} aria-label={t('replay.detail.stored')}>
          {`${stored.header}\n\n${stored.data}`}
        </pre>
      </details>
    </section>
  );
}

/** To the form that the entry was recorded with, beside the episode; not in the past. */
function CorrectLink({ id, entry }: Pick<DetailProps, 'id' | 'entry'>) {
  const { t } = useTranslation();
  const { may } = useSession();
  const isPast = useAsked() !== null;
  if (isPast || !may(FORMS.correctEntry.right)) return null;
  if (entry.inError || !isCorrectable(entry.type)) return null;
  return (
    <p>
      <AppLink
        to="/episodes/$id"
        params={{ id }}
        search={(before) => ({ asOf: before.asOf, form: 'correctEntry', about: entry.id })}
      >
        {t('commands.title.correctEntry')}
      </AppLink>
    </p>
  );
}
