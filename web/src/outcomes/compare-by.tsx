import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './outcomes.module.css';
import { GROUPINGS, type Question } from './question';

/** What a unit is in the comparison. */
export function CompareBy({ question }: { readonly question: Question }) {
  const { t } = useTranslation();
  const { by, label, set } = question;
  const choices = [...GROUPINGS, 'LABEL'] as const;
  return (
    <Group gap="sm" align="flex-end" className={classes['filters'] ?? ''}>
      <Select
        label={t('outcomes.filter.by')}
        data={choices.map((value) => ({ value, label: t(`outcomes.groupings.${value}`) }))}
        value={by}
        onChange={(chosen) => {
          const found = choices.find((each) => each === chosen);
          if (!found) return;
          set({ by: found === 'LABEL' ? 'label:' : found, unit: undefined, key: undefined });
        }}
        allowDeselect={false}
        w={190}
      />
      {by === 'LABEL' && (
        <LabelKey key={label} label={label ?? ''} onKey={(key) => set({ by: `label:${key}` })} />
      )}
    </Group>
  );
}

interface LabelKeyProps {
  readonly label: string;
  readonly onKey: (key: string) => void;
}

/** Labels are the clinic's own words: which one is meant has to be written. */
function LabelKey({ label, onKey }: LabelKeyProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('outcomes.filter.label')}
      defaultValue={label}
      onBlur={(event) => onKey(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onKey(event.currentTarget.value.trim());
      }}
      w={170}
    />
  );
}
