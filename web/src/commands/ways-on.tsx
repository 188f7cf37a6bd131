import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WaysOnProps {
  /** What was recorded meanwhile, as people count it; 0: not known here yet. */
  readonly version: number;
  /** Goes on with what was written, from what holds now. */
  readonly onContinue: () => void;
  /** Throws what was written away. */
  readonly onDiscard: () => void;
}

/** What somebody can do who was overtaken. */
export function WaysOn({ version, onContinue, onDiscard }: WaysOnProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Button size="compact-sm" onClick={onContinue}>
        {version > 0 ? t('commands.continueFrom', { version }) : t('commands.continueFromTheirs')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        {t('commands.discard')}
      </Button>
    </Group>
  );
}
