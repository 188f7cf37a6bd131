import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { RetryStreamDocument, SkipEntryDocument } from '../../generated/graphql';
import { useClient } from '../data/client-context';
import { problemOf } from '../data/problem';
import { toast } from '../frame/toast';

/** What is to be done about a parked stream. */
export interface Release {
  readonly kind: 'retry' | 'skip';
  readonly stream: string;
  /** Where it is parked. */
  readonly position: string;
}

interface Props {
  readonly release: Release;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks for the reason, and does it; a refusal stays in the form, with what was written. */
export function ReleaseForm({ release, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = useRelease(release);
  const isSkip = release.kind === 'skip';
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const refused = reason.trim() === '' ? t('operations.reasonMissing') : await send(reason);
    setRefusal(refused);
    if (refused !== null) return;
    toast(t('operations.done'), t);
    onDone();
    onClose();
  };
  const { stream, position } = release;
  const title = isSkip
    ? t('operations.skipTitle', { stream, position })
    : t('operations.retryTitle', { stream });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('operations.cancel') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text>{isSkip ? t('operations.skipText') : t('operations.retryText')}</Text>
          <Textarea
            data-autofocus
            label={t('operations.reason')}
            description={t('operations.reasonHint')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {refusal !== null && (
            <Alert role="alert" color="red">
              {refusal}
            </Alert>
          )}
          <Group>
            <Button type="submit" {...(isSkip ? { color: 'red' } : {})}>
              {isSkip ? t('operations.skip') : t('operations.retry')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('operations.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Sends it under one id, so that pressing twice does it once; resolves with a refusal, or null. */
function useRelease({ kind, stream, position }: Release) {
  const client = useClient();
  const [commandId] = useState(() => crypto.randomUUID());
  return async (reason: string): Promise<string | null> => {
    const common = { commandId, stream, reason };
    const { data, error } =
      kind === 'retry'
        ? await client.mutation(RetryStreamDocument, { input: common }).toPromise()
        : await client.mutation(SkipEntryDocument, { input: { ...common, position } }).toPromise();
    if (error) return problemOf(error).message;
    const answer = data && ('retryStream' in data ? data.retryStream : data.skipEntry);
    return answer?.__typename === 'Refused' ? `${answer.message} ${answer.accepts}` : null;
  };
}
