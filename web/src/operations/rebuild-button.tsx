import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RebuildReadModelsDocument, type RebuildReadModelsMutation } from '../../generated/graphql';
import { useClient } from '../data/client-context';
import { problemOf } from '../data/problem';
import { toast } from '../frame/toast';

/** Builds every read model anew, after asking, and says how it went. */
export function RebuildButton({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const tell = useOutcome();
  const [isAsking, setAsking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const go = async () => {
    setAsking(false);
    setRunning(true);
    const { data, error } = await client.mutation(RebuildReadModelsDocument, {}).toPromise();
    setRunning(false);
    const said = data ? tell(data.rebuildReadModels) : error ? problemOf(error).message : '';
    toast(said, t, { autoClose: 10_000 });
    onDone();
  };
  return (
    <>
      <Button
        variant="default"
        loading={isRunning}
        leftSection={<RefreshCw size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('operations.rebuild')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('operations.rebuildTitle')}
        closeButtonProps={{ 'aria-label': t('operations.cancel') }}
      >
        <Stack>
          <Text>{t('operations.rebuildText')}</Text>
          <Group>
            <Button data-autofocus onClick={() => void go()}>
              {t('operations.rebuildGo')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('operations.cancel')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function useOutcome() {
  const { t } = useTranslation();
  return ({ endedAt, error, differing }: RebuildReadModelsMutation['rebuildReadModels']) => {
    if (error !== null) return t('operations.rebuildFailed', { error });
    if (endedAt === null) return t('operations.rebuilding');
    if (differing === null || differing.length === 0) return t('operations.rebuilt');
    return t('operations.rebuiltDiffering', { tables: differing.join(', ') });
  };
}
