import { Button, Code, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Instead of a page that threw: what was recorded is safe, and this is what to tell. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <Stack role="alert" align="flex-start" p="xl" maw={560}>
      <Title order={1}>{t('states.brokenTitle')}</Title>
      <Text>{t('states.brokenText')}</Text>
      <Code block>{error instanceof Error ? error.message : String(error)}</Code>
      <Button onClick={() => location.reload()}>{t('states.reload')}</Button>
    </Stack>
  );
}
