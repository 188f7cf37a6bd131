import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface WaysOnProps {
  /** What going on is called. */
  readonly goOn: string;
  /** Goes on with what was written, from what holds now. */
  readonly onContinue: () => void;
  /** Throws what was written away. */
  readonly onDiscard: () => void;
}

/** What somebody can do who was overtaken. */
export function WaysOn({ goOn, onContinue, onDiscard }: WaysOnProps) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Button size="compact-sm" onClick={onContinue}>
        {goOn}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        {t('commands.discard')}
      </Button>
    </Group>
  );
}
