import { useElementSize } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useMemo, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EpisodeDocument,
  EpisodeEntriesDocument,
  EpisodeNewsDocument,
  InstrumentsDocument,
  TherapistsDocument,
  type EpisodeEntriesQuery,
  type InstrumentsQuery,
} from '../../generated/graphql';
import type { EpisodeShown, FormContext } from '../commands/form-context';
import { useLive } from '../data/live';
import { useRead } from '../data/read';
import { useAsked } from '../data/use-asked';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { AppLink } from '../frame/app-link';
import { useChangesOf } from '../frame/changes-here';
import { Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { HomeProgrammes, Referral } from './care';
import { Entries } from './entries';
import { EpisodeHead } from './episode-head';
import classes from './episode.module.css';
import { FormLink } from './form-link';
import { FormPanel } from './form-panel';
import { GoalList } from './goal-list';
import { Measures } from './measures';
import { isOpen } from './next-steps';
import { Reactions, Safety } from './safety';
import { Section } from './section';
import { Sessions } from './sessions';

/** What was agreed, what happened, what next? One episode, and every form that it needs. */
export function EpisodePage() {
  const { id } = useParams({ from: '/episodes/$id' });
  // Another episode never shows what was of the one before.
  return <EpisodeOf key={id} id={id} />;
}

function EpisodeOf({ id }: { readonly id: string }) {
  useChangesOf({ episodeId: id });
  const read = useRead(EpisodeDocument, { id });
  const entries = useRead(EpisodeEntriesDocument, { id });
  const policy = useRead(InstrumentsDocument, {});
  useLive(EpisodeNewsDocument, { id });
  return (
    <Loaded read={read} isPage skeleton={[30, 56, 480, 480]}>
      {({ episode }) => (
        <Loaded read={policy} isPage skeleton={[30, 56, 480, 480]}>
          {(known) => (
            <Episode
              episode={episode}
              policy={known.policy}
              entries={entries.data?.episodeHistory.events ?? []}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

interface EpisodeProps {
  readonly episode: EpisodeShown;
  readonly policy: InstrumentsQuery['policy'];
  readonly entries: EpisodeEntriesQuery['episodeHistory']['events'];
}

function Episode({ episode, policy, entries }: EpisodeProps) {
  const { t } = useTranslation();
  const { name } = episode.patient;
  usePlace(name?.erased ? t('states.erased') : (name?.value ?? t('caseload.nameless')), {
    title: t('caseload.title'),
    to: '/caseload',
  });
  const context = useContextOf(episode, policy, entries);
  const { ref: head, height } = useElementSize();
  return (
    <div
      className={classes['page']}
      style={{ '--head-height': `${height}px` } as CSSProperties} // a property of our own
    >
      <EpisodeHead episode={episode} ref={head} />
      <CompareWithNow episode={episode} />
      <div className={classes['columns']}>
        <div className={classes['main']}>
          <Section
            title={t('episode.goals')}
            actions={isOpen(episode) && <FormLink form="setGoal" />}
          >
            <GoalList context={context} />
          </Section>
          <Section
            title={t('episode.sessions')}
            actions={isOpen(episode) && <FormLink form="scheduleSession" />}
          >
            <Sessions episode={episode} />
          </Section>
          <Section title={t('episode.measures')}>
            <Measures context={context} />
          </Section>
          <Section
            title={t('episode.entries')}
            actions={
              <AppLink to="/episodes/$id/replay" params={{ id: episode.id }}>
                {t('episode.replay')}
              </AppLink>
            }
          >
            <Entries entries={entries} clinicId={episode.clinicId} />
          </Section>
        </div>
        <div className={classes['side']}>
          <Section title={t('episode.safety')}>
            <Safety context={context} />
          </Section>
          <Section title={t('episode.reactions')}>
            <Reactions context={context} />
          </Section>
          <Section title={t('episode.home')}>
            <HomeProgrammes context={context} />
          </Section>
          <Section title={t('episode.referral')}>
            <Referral context={context} />
          </Section>
        </div>
        <FormPanel context={context} />
      </div>
    </div>
  );
}

/** From what was known then to what is now, entry by entry. */
function CompareWithNow({ episode }: Pick<EpisodeProps, 'episode'>) {
  const { t } = useTranslation();
  const isPast = useAsked() !== null;
  if (!isPast) return null;
  return (
    <AppLink
      to="/episodes/$id/replay"
      params={{ id: episode.id }}
      search={() => ({ a: String(episode.version), b: 'now', asOf: undefined })}
      hash="compare"
    >
      {t('episode.compareWithNow')}
    </AppLink>
  );
}

/** What forms and sections know. */
function useContextOf(
  episode: EpisodeShown,
  policy: InstrumentsQuery['policy'],
  entries: EpisodeProps['entries'],
): Omit<FormContext, 'about'> {
  const { t } = useTranslation();
  const words = useWords();
  const { me, may } = useSession();
  const locale = useLocale(episode.clinicId);
  const staff = useRead(
    TherapistsDocument,
    { clinicIds: [episode.clinicId] },
    { pause: !may('READ_STAFF') },
  );
  const found = staff.data?.staff.staff;
  return useMemo(() => {
    const known = [...(found ?? []), ...(episode.therapist ? [episode.therapist] : [])];
    const therapists = new Map(known.map(({ id, name }) => [id, name?.value ?? id]));
    const activityNames = new Map(
      entries.flatMap(({ texts }) =>
        texts
          .filter(({ field }) => field.startsWith('activity:'))
          .map(({ field, text }) => [field.slice('activity:'.length), text.value ?? ''] as const),
      ),
    );
    return {
      ...{ episode, policy, locale, t, words, activityNames },
      staffId: me.staffId ?? null,
      therapists: [...therapists].map(([value, label]) => ({ value, label })),
      now: Date.now,
    };
  }, [episode, policy, entries, found, locale, t, words, me.staffId]);
}
