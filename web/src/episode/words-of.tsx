import { Badge, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WordsOfProps {
  /** A sealed text; null: there is none. */
  readonly text: { readonly value?: string | null; readonly erased: boolean } | null | undefined;
  readonly size?: 'sm' | 'md';
}

/** What somebody wrote, in whatever direction their language runs; or that it was erased. */
export function WordsOf({ text, size = 'md' }: WordsOfProps) {
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
      {text.value}
    </Text>
  );
}
