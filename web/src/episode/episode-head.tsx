import { Badge, Button, Group, Menu, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { ChevronDown } from 'lucide-react';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { EpisodeShown } from '../commands/form-context';
import { FORMS, type FormName } from '../commands/forms';
import { useHoldNews } from '../data/held-news';
import { useAsked } from '../data/use-asked';
import { writtenDay, writtenDayOf } from '../display/times';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { localDay } from '../display/zones';
import { useSession } from '../session/session';
import classes from './episode.module.css';
import { FormLink } from './form-link';
import { isOpen, moreForms, nextSteps, sessionMeant } from './next-steps';

interface EpisodeHeadProps {
  readonly episode: EpisodeShown;
}

interface MeasuredHeadProps extends EpisodeHeadProps {
  /** Its height is asked: what sticks below it has to know. */
  readonly ref: Ref<HTMLElement>;
}

/** Who, what for, by whom sent, how far, and what is to be done: always in sight. */
export function EpisodeHead({ episode, ref }: MeasuredHeadProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { clinics } = useSession();
  const locale = useLocale(episode.clinicId);
  const { patient, referral, therapist, hold } = episode;
  const held = episode.sessions.filter(({ status }) => status === 'COMPLETED').length;
  const openFindings = episode.findings.filter(({ closed }) => closed === null).length;
  return (
    <header className={classes['head']} ref={ref}>
      <div className={classes['who']}>
        <Group gap="sm" align="baseline">
          <Title order={1} dir="auto">
            {patient.name?.erased
              ? t('states.erased')
              : (patient.name?.value ?? t('caseload.nameless'))}
          </Title>
          <Badge variant="light" size="lg" tt="none">
            {t(`words.phases.${episode.phase}`)}
          </Badge>
          {referral.urgency === 'URGENT' && isOpen(episode) && (
            <Badge color="orange" variant="outline" size="lg" tt="none">
              {t('words.flags.URGENT')}
            </Badge>
          )}
          {openFindings > 0 && (
            <Badge color="orange" variant="outline" size="lg" tt="none">
              {t('episode.findingsOpen', { count: openFindings })}
            </Badge>
          )}
        </Group>
        <Text c="var(--quiet)">
          {[
            words.condition(referral.condition),
            patient.birthDate?.value &&
              t('episode.born', { day: writtenDay(patient.birthDate.value, locale) }),
            t('episode.referredBy', { who: referrerOf(episode, t('episode.someReferrer')) }),
            therapist?.name?.value ?? t('episode.nobody'),
            clinics.length > 1 && clinics.find(({ id }) => id === episode.clinicId)?.name,
            authorised(episode, held, t),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {episode.discharge && (
          <Text>
            {t('episode.ended', {
              day: writtenDay(episode.discharge.on, locale),
              why: t(`codes.dischargeReasons.${episode.discharge.reason}`),
            })}
          </Text>
        )}
        {hold && (
          <Text fw={600} c="var(--worse)">
            {t('episode.onHold', {
              why: t(`codes.holdReasons.${hold.reason}`),
              since: writtenDayOf(hold.since, locale),
            })}
          </Text>
        )}
      </div>
      <Actions episode={episode} />
    </header>
  );
}

function referrerOf({ referral }: EpisodeShown, unnamed: string): string {
  const { name, organisation } = referral.referrer;
  return name?.value ?? organisation?.value ?? unnamed;
}

function authorised({ authorizations }: EpisodeShown, held: number, t: TFunction): string {
  const visits = authorizations.map(({ visits: each }) => each);
  if (visits.length === 0) return t('episode.notAuthorised');
  if (visits.includes(null)) return t('episode.heldOnly', { count: held });
  const of = visits.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return t('episode.heldOf', { held, of });
}

/** Forms that are about the session of now, where there is one. */
const OF_A_SESSION: ReadonlySet<FormName> = new Set(['startSession', 'completeSession']);

/** The main thing to do, the next ones, and behind a menu the rest. */
function Actions({ episode }: EpisodeHeadProps) {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const isPast = useAsked() !== null;
  const [isMenuOpen, setMenuOpen] = useState(false);
  useHoldNews(isMenuOpen);
  const { zone } = useLocale(episode.clinicId);
  const meant = sessionMeant(episode, localDay(episode.asOf.evaluatedAt, zone), zone);
  const steps = nextSteps(episode).filter((form) => may(FORMS[form].right));
  const more = moreForms(episode).filter((form) => may(FORMS[form].right) && !steps.includes(form));
  if (isPast) {
    return (
      <Button
        variant="default"
        onClick={() =>
          void navigate({ to: '.', search: (before) => ({ ...before, asOf: undefined }) })
        }
      >
        {t('frame.past.backToChange')}
      </Button>
    );
  }
  return (
    <Group gap="xs" className={classes['actions'] ?? ''}>
      {steps.map((form, place) => (
        <FormLink
          key={form}
          form={form}
          {...(meant !== undefined && OF_A_SESSION.has(form) ? { about: meant } : {})}
          size="sm"
          variant={place === 0 ? 'filled' : 'default'}
        />
      ))}
      {more.length > 0 && isOpen(episode) && (
        <Menu opened={isMenuOpen} onChange={setMenuOpen} position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden />}>
              {t('episode.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((form) => (
              <Menu.Item
                key={form}
                onClick={() =>
                  void navigate({
                    to: '.',
                    search: (before) => ({ ...before, form, about: undefined }),
                  })
                }
              >
                {t(`commands.title.${form}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
