import { Button, Group, NativeSelect, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  CaseloadDocument,
  CaseloadNewsDocument,
  FiguresNewsDocument,
  type CaseloadQuery,
} from '../../generated/graphql';
import { usePrinting } from '../charts/printing';
import { useLive } from '../data/live';
import { useRead } from '../data/read';
import { useAsked } from '../data/use-asked';
import { AppLink } from '../frame/app-link';
import { useChangesOf } from '../frame/changes-here';
import { Empty, Loaded } from '../frame/states';
import { usePlace } from '../frame/trail';
import { Updated } from '../frame/updated';
import { useSession } from '../session/session';
import { CaseloadTable } from './caseload-table';
import classes from './caseload.module.css';
import { useName } from './cells';
import { FlagFilter } from './flag-filter';
import { flagCounts, flagsIn, narrowed } from './narrowed';
import { Today } from './today';
import { byUrgency, type CaseloadEntry } from './urgency';

/** Who needs me today? A therapist's open episodes; for others those of their clinics. */
export function CaseloadPage() {
  const { t } = useTranslation();
  const { me, may } = useSession();
  usePlace(t('caseload.title'));
  const isOwn = me.roles.some(({ role }) => role === 'THERAPIST');
  const ownId = isOwn ? (me.staffId ?? null) : null;
  useChangesOf(ownId === null ? null : { therapistId: ownId });
  const read = useRead(CaseloadDocument, {});
  useLive(CaseloadNewsDocument, { therapistId: ownId ?? '' }, { pause: ownId === null });
  // Who sees all of a clinic hears of everything that moves its figures.
  useLive(FiguresNewsDocument, {}, { pause: ownId !== null || !may('READ_FIGURES') });
  return (
    <div className={classes['page']}>
      <Loaded read={read} isPage skeleton={[48, 52, 32, 560]}>
        {({ caseload }) => <Caseload caseload={caseload} isOwn={isOwn} />}
      </Loaded>
    </div>
  );
}

interface CaseloadProps {
  readonly caseload: CaseloadQuery['caseload'];
  /** Of the person's own patients; else of everyone's. */
  readonly isOwn: boolean;
}

function Caseload({ caseload, isOwn }: CaseloadProps) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/caseload' });
  const isNarrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const isPrinting = usePrinting();
  const all = caseload.edges.map(({ node }) => node);
  const ofTherapist = all.filter(
    ({ therapist }) => search.therapist === undefined || therapist?.id === search.therapist,
  );
  const shown = narrowed(ofTherapist, { flags: flagsIn(search.flags), q: search.q });
  const { totalCount, asOf } = caseload;
  if (totalCount === 0 && search.q === undefined) return <NobodyOpen isOwn={isOwn} />;
  return (
    <div className={classes['page']} style={{ gap: 20 }}>
      <div className={classes['top']}>
        <div>
          <Title order={1}>{t('caseload.title')}</Title>
          <Count shown={shown.length} all={all.length} total={totalCount} />
        </div>
        {!isOwn && <TherapistFilter entries={all} chosen={search.therapist ?? null} />}
        <ReceivedLink />
      </div>
      <Today entries={ofTherapist} evaluatedAt={asOf.evaluatedAt} />
      <FlagFilter counts={flagCounts(ofTherapist)} chosen={search.flags} />
      {search.q !== undefined && <FindEverywhere name={search.q} />}
      {shown.length === 0 ? (
        <NobodyFits />
      ) : (
        <CaseloadTable
          entries={[...shown].sort(byUrgency)}
          sort={search.sort}
          question={JSON.stringify(search)}
          // Paper is narrow too, and a table is what one takes along.
          asCards={isNarrow && !isPrinting}
        />
      )}
      <Updated text={t('caseload.updated')} of={asOf.position} />
    </div>
  );
}

/** The caseload has who is in care now; whose care ended is found among all. */
function FindEverywhere({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text>{t('caseload.openOnly')}</Text>
      <AppLink to="/find" search={{ name }}>
        {t('caseload.findEverywhere', { name })}
      </AppLink>
    </Group>
  );
}

/** For who may receive a referral, and look up for whom; not in the past. */
function ReceivedLink() {
  const { t } = useTranslation();
  const { may } = useSession();
  const isPast = useAsked() !== null;
  if (isPast || !may('HANDLE_REFERRALS') || !may('SEARCH_PATIENTS')) return null;
  return <AppLink to="/referrals/new">{t('caseload.receiveReferral')}</AppLink>;
}

function Count({ shown, all, total }: Record<'shown' | 'all' | 'total', number>) {
  const { t } = useTranslation();
  const text =
    all < total
      ? t('caseload.cut', { shown: all, count: total })
      : shown < total
        ? t('caseload.shown', { shown, count: total })
        : t('caseload.lead', { count: total });
  return <Text c="var(--quiet)">{text}</Text>;
}

function NobodyOpen({ isOwn }: { readonly isOwn: boolean }) {
  const { t } = useTranslation();
  const isPast = useAsked() !== null;
  if (isPast) return <Empty title={t('caseload.emptyTitle')}>{t('caseload.emptyPast')}</Empty>;
  return (
    <Empty title={t('caseload.emptyTitle')}>
      {isOwn ? t('caseload.emptyText') : t('caseload.emptyManager')} <ReceivedLink />
    </Empty>
  );
}

function NobodyFits() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Empty title={t('caseload.noneTitle')}>
      <p>{t('caseload.noneText')}</p>
      <Button
        variant="default"
        onClick={() => void navigate({ to: '/caseload', search: ({ asOf }) => ({ asOf }) })}
      >
        {t('caseload.clear')}
      </Button>
    </Empty>
  );
}

interface TherapistFilterProps {
  readonly entries: readonly CaseloadEntry[];
  readonly chosen: string | null;
}

function TherapistFilter({ entries, chosen }: TherapistFilterProps) {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate();
  const people = new Map(
    entries.flatMap(({ therapist }) => (therapist ? [[therapist.id, therapist.name]] : [])),
  );
  const options = [...people]
    .map(([value, text]) => ({ value, label: name(text) }))
    .sort((one, other) => one.label.localeCompare(other.label));
  return (
    <NativeSelect
      label={t('caseload.therapist')}
      data={[{ value: '', label: t('caseload.everyone') }, ...options]}
      value={chosen ?? ''}
      onChange={(event) => {
        const { value } = event.currentTarget;
        void navigate({
          to: '/caseload',
          replace: true,
          search: (before) => ({ ...before, therapist: value === '' ? undefined : value }),
        });
      }}
    />
  );
}
