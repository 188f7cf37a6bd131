import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FindPatientsDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { writtenDay } from '../display/times';
import { useLocale } from '../display/use-locale';

const LETTERS_MIN = 2;

interface PatientChoiceProps {
  readonly onChosen: (patient: { readonly id: string; readonly name: string }) => void;
  /** Nobody who is here: a new patient, with the name that was looked for; null: not allowed. */
  readonly onNew: ((name: string) => void) | null;
}

/** Looks a patient up before one is registered: nobody should be here twice. */
export function PatientChoice({ onChosen, onNew }: PatientChoiceProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [text, setText] = useState('');
  const search = text.trim();
  const isShort = search.length < LETTERS_MIN;
  const read = useRead(FindPatientsDocument, { search }, { pause: isShort });
  const found = isShort ? undefined : read.data?.patients.patients;
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label={t('referral.patient')}
        placeholder={t('referral.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
      />
      {found && found.length > 0 && (
        <Radio.Group
          label={t('referral.found')}
          onChange={(id) => {
            const patient = found.find((each) => each.id === id);
            if (patient) onChosen({ id, name: patient.name?.value ?? id });
          }}
        >
          <Stack gap="xs" mt="xs">
            {found.map(({ id, name, birthDate, number }) => (
              <Radio
                key={id}
                value={id}
                label={name?.value ?? t('states.erased')}
                description={[
                  birthDate?.value && writtenDay(birthDate.value, locale),
                  number?.value,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {found?.length === 0 && <Text role="status">{t('referral.none')}</Text>}
      {found && onNew && (
        <Group>
          <Button variant="default" onClick={() => onNew(search)}>
            {t('referral.register')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
