import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { writtenClock } from '../display/times';
import { localDay } from '../display/zones';
import { useLocale } from '../display/use-locale';
import { useSession } from '../session/session';
import { useName } from './cells';
import classes from './caseload.module.css';
import { textOrder, type CaseloadEntry } from './urgency';

interface Props {
  readonly entries: readonly CaseloadEntry[];
  /** The moment that the list is of. */
  readonly evaluatedAt: string;
}

/** The sessions that are still to come on the day of the moment, in the order of the clock. */
export function Today({ entries, evaluatedAt }: Props) {
  const { t } = useTranslation();
  const { zoneOf } = useSession();
  const sessions = entries
    .flatMap((entry) => (entry.nextSession ? [{ entry, at: entry.nextSession.at }] : []))
    .filter(({ entry, at }) => {
      const zone = zoneOf(entry.clinicId);
      return localDay(at, zone) === localDay(evaluatedAt, zone);
    })
    .sort((one, other) => textOrder(one.at, other.at));
  return (
    <section aria-labelledby="today">
      <Title order={2} id="today" mb={8}>
        {t('caseload.today')}
      </Title>
      {sessions.length === 0 ? (
        <Text c="var(--quiet)">{t('caseload.todayNone')}</Text>
      ) : (
        <ul className={classes['today']}>
          {sessions.map(({ entry, at }) => (
            <Session key={entry.episodeId} entry={entry} at={at} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Session({ entry, at }: { readonly entry: CaseloadEntry; readonly at: string }) {
  const name = useName();
  const locale = useLocale(entry.clinicId);
  return (
    <li className={classes['session']}>
      <time dateTime={at} className={classes['clock']}>
        {writtenClock(at, locale)}
      </time>
      <span dir="auto">{name(entry.patient.name)}</span>
    </li>
  );
}
