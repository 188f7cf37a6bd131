import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AppLink } from './app-link';

/** For an address that leads nowhere. */
export function PageMissing() {
  const { t } = useTranslation();
  return (
    <Stack align="flex-start" maw={560}>
      <Title order={1}>{t('states.pageMissingTitle')}</Title>
      <Text>{t('states.pageMissingText')}</Text>
      <AppLink to="/">{t('states.backToCaseload')}</AppLink>
    </Stack>
  );
}
