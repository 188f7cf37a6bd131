import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Snowflake } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FreezeReportDocument, type FrozenQuestionInput } from '../../generated/graphql';
import { answered } from '../data/answered';
import { useClient } from '../data/client-context';
import { noteKnown } from '../data/known';
import { problemOf } from '../data/problem';
import { useAsked } from '../data/use-asked';
import { useSession } from '../session/session';
import type { Period } from './period';
import { sayPeriod } from './said';
import { toast } from '../frame/toast';

interface FreezeReportProps {
  readonly question: FrozenQuestionInput;
  /** Name to begin with. */
  readonly suggested: string;
  readonly period: Period;
}

/** Keeps the answer in the log: the same figures next month, whatever rules or data became. */
export function FreezeReport({ question, suggested, period }: FreezeReportProps) {
  const { t, i18n } = useTranslation();
  const { may } = useSession();
  const isPast = useAsked() !== null;
  const [isOpen, setOpen] = useState(false);
  // Nothing is written while the past is looked at.
  if (!may('FREEZE_REPORTS') || isPast) return null;
  const name = `${suggested}, ${sayPeriod(period, t, i18n.language)}`;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Snowflake size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('outcomes.freeze.button')}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('outcomes.freeze.button')}>
        <FreezeForm question={question} suggested={name} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

interface FreezeFormProps {
  readonly question: FrozenQuestionInput;
  readonly suggested: string;
  readonly onDone: () => void;
}

function FreezeForm({ question, suggested, onDone }: FreezeFormProps) {
  const { t } = useTranslation();
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = useState(suggested);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  // One command, however often it is sent.
  const [commandId] = useState(() => crypto.randomUUID());
  const freeze = async () => {
    setBusy(true);
    setRefused(null);
    const moment = answered.get();
    const asOf = moment ? { asOf: { exactly: moment } } : {};
    const input = { name, question, commandId, ...asOf };
    const { data, error } = await client.mutation(FreezeReportDocument, { input }).toPromise();
    setBusy(false);
    const outcome = data?.freezeReport;
    if (outcome?.__typename === 'OperationsAccepted') {
      noteKnown(outcome.position);
      toast(t('outcomes.freeze.done', { name }), t);
      onDone();
      const id = outcome.reportId;
      void (id ? navigate({ to: '/reports/$id', params: { id } }) : navigate({ to: '/reports' }));
    } else if (outcome?.__typename === 'Refused') setRefused(outcome.message);
    else setRefused(error ? problemOf(error).message : t('outcomes.freeze.failed'));
  };
  return (
    <Stack>
      <Text>{t('outcomes.freeze.text')}</Text>
      {refused !== null && (
        <Alert role="alert" color="red" variant="light" title={t('outcomes.freeze.failed')}>
          {refused}
        </Alert>
      )}
      <TextInput
        label={t('outcomes.freeze.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t('outcomes.freeze.cancel')}
        </Button>
        <Button loading={isBusy} disabled={name.trim() === ''} onClick={() => void freeze()}>
          {t('outcomes.freeze.button')}
        </Button>
      </Group>
    </Stack>
  );
}
