import { Alert, Button, Group, Skeleton, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../data/problem';
import type { Read } from '../data/read';
import { useLocale } from '../display/use-locale';
import { writtenClock } from '../display/times';
import { AppLink } from './app-link';

/** Before this nothing is drawn: most answers are faster, and a flash would only be noise. */
const SKELETON_AFTER_MS = 200;

interface LoadedProps<D> {
  readonly read: Read<D>;
  /** Heights, px, of the parts that will be there, so that nothing jumps when they come. */
  readonly skeleton?: readonly number[];
  /** The whole page is made of it: what is said meanwhile is the page's heading. */
  readonly isPage?: boolean;
  readonly children: (data: D) => ReactNode;
}

/** An answer, or what there is to say while it is not there: loading, error, stale, not found. */
export function Loaded<D>({ read, skeleton, isPage = false, children }: LoadedProps<D>) {
  const { data, problem } = read;
  if (data === undefined) {
    return problem ? (
      <Failed problem={problem} retry={read.refresh} isPage={isPage} />
    ) : (
      <Skeletons parts={skeleton} isPage={isPage} />
    );
  }
  return (
    <div aria-busy={read.isOfOther} style={read.isOfOther ? { opacity: 0.6 } : undefined}>
      {problem && <Stale cameAtMs={read.cameAtMs} problem={problem} retry={read.refresh} />}
      {children(data)}
    </div>
  );
}

/** A heading and three lines: where nothing is known of what will come. */
const PARTS = [28, 40, 40, 40] as const;

interface SkeletonsProps {
  readonly parts?: readonly number[] | undefined;
  readonly isPage?: boolean;
}

/** Grey places of what is on its way, after a moment. */
export function Skeletons({ parts = PARTS, isPage = false }: SkeletonsProps) {
  const { t } = useTranslation();
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isDue) return null;
  return (
    <div aria-busy="true">
      {isPage && <VisuallyHidden component="h1">{t('states.loading')}</VisuallyHidden>}
      <VisuallyHidden role="status">{t('states.loading')}</VisuallyHidden>
      <Stack gap={20}>
        {parts.map((height, place) => (
          // Parts neither move nor keep anything.
          <Part key={place} height={height} isHeading={place === 0} />
        ))}
      </Stack>
    </div>
  );
}

/** One of many lines, where it is high, is that of a table or a chart. */
const LINES_FROM_PX = 200;
const LINE_PX = 48;

function Part({ height, isHeading }: { readonly height: number; readonly isHeading: boolean }) {
  if (height < LINES_FROM_PX) {
    return <Skeleton height={height} {...(isHeading ? { width: 240 } : {})} />;
  }
  const lines = Array.from({ length: Math.floor(height / LINE_PX) }, (_, line) => line);
  return (
    <Stack gap={LINE_PX - 16} style={{ height, overflow: 'hidden' }}>
      {lines.map((line) => (
        <Skeleton key={line} height={16} width={line % 3 === 2 ? '70%' : '100%'} />
      ))}
    </Stack>
  );
}

interface ProblemProps {
  readonly problem: Problem;
  readonly retry: () => void;
  readonly isPage?: boolean;
}

/** Nothing could be loaded: why, and what to do. */
export function Failed({ problem, retry, isPage = false }: ProblemProps) {
  const { t } = useTranslation();
  const text = useProblemText(problem);
  if (problem.kind === 'NOT_FOUND') return <NotFound />;
  if (problem.kind === 'FORBIDDEN') return <Forbidden />;
  return (
    <Alert role="alert" color="red" variant="light" maw={640}>
      <Stack gap="sm" align="flex-start">
        <Title order={isPage ? 1 : 2} size="h2">
          {t('states.errorTitle')}
        </Title>
        <Text>{text}</Text>
        {problem.requestId !== null && (
          <Text size="sm">{t('states.requestId', { id: problem.requestId })}</Text>
        )}
        <Button variant="default" onClick={retry}>
          {t('states.retry')}
        </Button>
      </Stack>
    </Alert>
  );
}

function useProblemText(problem: Problem): string {
  const { t } = useTranslation();
  const { kind, message } = problem;
  switch (kind) {
    case 'OFFLINE':
      return t('states.errorOffline');
    case 'UNAVAILABLE':
    case 'NOT_YET':
      return t('states.errorUnavailable');
    case 'BAD_USER_INPUT':
      return t('states.errorInput', { message });
    case 'TOO_COSTLY':
      return t('states.errorTooCostly', { message });
    case 'INTERNAL':
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
    case 'NOT_FOUND':
      return t('states.errorInternal');
  }
}

function Stale({ cameAtMs, retry }: ProblemProps & { readonly cameAtMs: number | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const time = cameAtMs === null ? '–' : writtenClock(cameAtMs, locale);
  return (
    <Alert role="status" color="yellow" variant="light" mb="md" p="xs">
      <Group gap="sm">
        <Text fw={600}>{t('states.staleTitle', { time })}</Text>
        <Text>{t('states.staleText')}</Text>
        <Button variant="default" size="compact-sm" onClick={retry}>
          {t('states.retry')}
        </Button>
      </Group>
    </Alert>
  );
}

/** An unknown record and one of somebody else read the same. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start" maw={560} gap="sm" p="md">
      <Title order={1}>{t('states.notFoundTitle')}</Title>
      <Text>{t('states.notFoundText')}</Text>
      <AppLink to="/">{t('states.backToCaseload')}</AppLink>
    </Stack>
  );
}

/** A page that the role does not open. */
export function Forbidden() {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start" maw={560} gap="sm" p="md">
      <Title order={1}>{t('states.forbiddenTitle')}</Title>
      <Text>{t('states.forbiddenText')}</Text>
    </Stack>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing to show: why, and what next. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md">
      <Title order={2}>{title}</Title>
      <Text component="div" ta="center" c="var(--quiet)" maw={480}>
        {children}
      </Text>
    </Stack>
  );
}
