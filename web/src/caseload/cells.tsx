import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { GoalBar } from '../charts/goal-bar';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { writtenDay, writtenDayOf, writtenSoon } from '../display/times';
import { AppLink } from '../frame/app-link';
import { Moment } from '../frame/moment-text';
import { useSession } from '../session/session';
import classes from './caseload.module.css';
import { isWaiting, type CaseloadEntry } from './urgency';

interface CellProps {
  readonly entry: CaseloadEntry;
}

/** The name of who may be erased or not known. */
export function useName(): (
  text: { value?: string | null; erased: boolean } | null | undefined,
) => string {
  const { t } = useTranslation();
  return (text) => {
    if (!text) return t('caseload.nameless');
    return text.erased ? t('states.erased') : (text.value ?? t('caseload.nameless'));
  };
}

/** Patient, and below what they come for. */
export function PatientCell({ entry }: CellProps) {
  const words = useWords();
  const name = useName();
  const { clinics } = useSession();
  const clinic = clinics.length > 1 && clinics.find(({ id }) => id === entry.clinicId)?.name;
  return (
    <div className={classes['patient']}>
      <AppLink
        to="/episodes/$id"
        params={{ id: entry.episodeId }}
        dir="auto"
        className={classes['name'] ?? ''}
      >
        {name(entry.patient.name)}
      </AppLink>
      <Text size="sm" c="var(--quiet)" dir="auto">
        {[words.condition(entry.condition), clinic].filter(Boolean).join(' · ')}
      </Text>
    </div>
  );
}

/** Where the episode stands, and with whom, where that is not who looks. */
export function PhaseCell({ entry }: CellProps) {
  const { t } = useTranslation();
  const name = useName();
  const isOwn = useSession().me.staffId === entry.therapist?.id;
  return (
    <div className={classes['phase']}>
      {t(`words.phases.${entry.phase}`)}
      {!isOwn && (
        <Text size="sm" c="var(--quiet)" dir="auto">
          {entry.therapist ? name(entry.therapist.name) : t('caseload.unassigned')}
        </Text>
      )}
    </div>
  );
}

/** When the next session is, and when the last one was. */
export function NextCell({ entry }: CellProps) {
  const { t } = useTranslation();
  const locale = useLocale(entry.clinicId);
  const { nextSession, lastSessionAt } = entry;
  return (
    <div className={classes['next']}>
      {nextSession ? (
        <Moment at={nextSession.at} clinicId={entry.clinicId}>
          {writtenSoon(nextSession.at, locale)}
        </Moment>
      ) : (
        <span className={classes['absent']}>{t('caseload.noNext')}</span>
      )}
      {(lastSessionAt || isWaiting(entry)) && (
        <Text size="sm" c="var(--quiet)">
          {lastSessionAt
            ? t('caseload.last', { day: writtenDayOf(lastSessionAt, locale) })
            : t('caseload.received', { day: writtenDayOf(entry.receivedAt, locale) })}
        </Text>
      )}
    </div>
  );
}

/** Sessions used of those that were authorised. */
export function SessionsCell({ entry }: CellProps) {
  const { t } = useTranslation();
  const { sessionsUsed: used, sessionsAuthorized: of } = entry;
  if (of === null) return t('caseload.usedOnly', { used });
  return (
    <span title={t('caseload.usedLabel', { used, of })}>{t('caseload.used', { used, of })}</span>
  );
}

/** Open goals: what is measured, until when, and how far it is. */
export function GoalsCell({ entry }: CellProps) {
  const { t } = useTranslation();
  const words = useWords();
  const locale = useLocale(entry.clinicId);
  if (entry.goals.length === 0) {
    return <span className={classes['absent']}>{t('caseload.noGoals')}</span>;
  }
  return (
    <ul className={classes['goals']}>
      {entry.goals.map((goal) => (
        <li key={goal.id} className={classes['goal']}>
          <span>
            {words.measure(goal.measure)}{' '}
            <Text component="span" size="sm" c="var(--quiet)" className={classes['due'] ?? ''}>
              {t('caseload.due', { day: writtenDay(goal.due, locale) })}
            </Text>
          </span>
          <GoalBar
            original={goal.progressOriginal ?? null}
            current={goal.progressCurrent ?? null}
          />
        </li>
      ))}
    </ul>
  );
}
