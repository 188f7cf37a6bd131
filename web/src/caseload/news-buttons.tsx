import { Button, Group } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Steady } from '../display/steady';

/** What came in and is not shown yet, or would stand elsewhere: shown when somebody says so. */
export function NewsButtons({ steady }: { readonly steady: Steady }) {
  const { t } = useTranslation();
  const { newCount, isOutdated, renew } = steady;
  if (newCount === 0 && !isOutdated) return null;
  return (
    <Group>
      <Button
        variant="light"
        size="compact-md"
        leftSection={<RefreshCw size={14} aria-hidden />}
        onClick={renew}
      >
        {newCount > 0 ? t('caseload.new', { count: newCount }) : t('caseload.reorder')}
      </Button>
    </Group>
  );
}
