import { Group, Kbd, Modal, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from '../data/store';
import { keysAreOn, turnKeys } from './page-keys';

const KEYS = [
  ['t', 't'],
  ['[', 'previous'],
  [']', 'next'],
  ['n', 'n'],
  ['/', 'search'],
  ['?', 'help'],
] as const;

/** What the keys do, and whether they do it. */
export function KeyList(props: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const areOn = useStore(keysAreOn);
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={t('frame.keys.title')}
      closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
    >
      <Stack gap="sm">
        {KEYS.map(([key, text]) => (
          <Group key={key} justify="space-between">
            <Text>{t(`frame.keys.${text}`)}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
        <Switch
          checked={areOn}
          onChange={(event) => turnKeys(event.currentTarget.checked)}
          label={t('frame.keys.active')}
          description={t('frame.keys.silent')}
        />
      </Stack>
    </Modal>
  );
}
