import { Badge, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WordsOfProps {
  /** A sealed text; null: there is none. */
  readonly text: { readonly value?: string | null; readonly erased: boolean } | null | undefined;
  readonly size?: 'sm' | 'md';
  /** What it is called; absent: it stands where that is plain. */
  readonly label?: string | null;
}

/** What somebody wrote, in whatever direction their language runs; or that it was erased. */
export function WordsOf({ text, size = 'md', label = null }: WordsOfProps) {
  const { t } = useTranslation();
  if (!text) return null;
  if (text.erased) {
    return (
      <Tooltip label={t('states.erasedHint')}>
        <Badge variant="outline" color="gray" tabIndex={0}>
          {t('states.erased')}
        </Badge>
      </Tooltip>
    );
  }
  return (
    <Text dir="auto" size={size} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {label !== null && (
        <Text span inherit c="var(--quiet)">
          {label}:{' '}
        </Text>
      )}
      <bdi>{text.value}</bdi>
    </Text>
  );
}
