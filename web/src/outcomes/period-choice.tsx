import { Group, Select, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutcomeSearch } from './params';
import { closedMonths, closedQuarter, COMPARISONS, quarterOf, type Period } from './period';
import type { Question } from './question';

/** Months that are over, quarters that are over. */
const CLOSED = {
  closed12: (today) => closedMonths(today),
  quarter1: (today) => closedQuarter(today),
  quarter2: (today) => closedQuarter(today, 2),
  closed3: (today) => closedMonths(today, 3),
  closed6: (today) => closedMonths(today, 6),
  closed24: (today) => closedMonths(today, 24),
} as const satisfies Record<string, (today: string) => Period>;
type ClosedName = keyof typeof CLOSED;
type PeriodName = ClosedName | 'all' | 'own';
// The keys of the table above, which `Object.keys` widens to string.
const CLOSED_NAMES = Object.keys(CLOSED) as readonly ClosedName[];
const PERIODS: readonly PeriodName[] = [...CLOSED_NAMES, 'all', 'own'];

/** A named period, or chosen days. */
export function PeriodChoice({
  question: { search, period, today, set },
}: {
  readonly question: Question;
}) {
  const { t } = useTranslation();
  const [isOwn, setOwn] = useState(false);
  const named = nameOf(search, today);
  const shown = isOwn ? 'own' : named;
  const choose = (name: PeriodName) => {
    setOwn(name === 'own');
    if (name === 'own') set({ from: period.from ?? undefined, to: period.to ?? undefined });
    else set(searchFor(name, today));
  };
  return (
    <>
      <Select
        label={t('outcomes.filter.period')}
        data={PERIODS.map((value) => ({ value, label: sayName(value, today, t) }))}
        value={shown}
        onChange={(chosen) => {
          const name = PERIODS.find((each) => each === chosen);
          if (name) choose(name);
        }}
        allowDeselect={false}
        size="sm"
        w={200}
      />
      {shown === 'own' && (
        <Group gap="xs" wrap="nowrap">
          <TextInput
            type="date"
            label={t('outcomes.filter.from')}
            value={period.from ?? ''}
            max={period.to ?? undefined}
            onChange={(event) => set({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            label={t('outcomes.filter.to')}
            value={period.to ?? ''}
            min={period.from ?? undefined}
            onChange={(event) => set({ to: event.currentTarget.value || undefined })}
          />
        </Group>
      )}
    </>
  );
}

function searchFor(name: Exclude<PeriodName, 'own'>, today: string): OutcomeSearch {
  if (name === 'closed12') return { from: undefined, to: undefined };
  if (name === 'all') return { from: 'all', to: undefined };
  const { from, to } = CLOSED[name](today);
  return { from: from ?? undefined, to: to ?? undefined };
}

/** The name of the period that an address has; `own` for one without a name. */
function nameOf({ from, to }: OutcomeSearch, today: string): PeriodName {
  if (from === 'all') return 'all';
  if (from === undefined && to === undefined) return 'closed12';
  const named = CLOSED_NAMES.find((name) => {
    const closed = CLOSED[name](today);
    return closed.from === from && closed.to === to;
  });
  return named ?? 'own';
}

function sayName(name: PeriodName, today: string, t: TFunction): string {
  if (name !== 'quarter1' && name !== 'quarter2') return t(`outcomes.periods.${name}`);
  return t(`outcomes.periods.${name}`, { ...quarterOf(CLOSED[name](today)) });
}

/** Which earlier period the figures are shown beside; with an open end there is none. */
export function AgainstChoice({
  question: { period, search, set },
}: {
  readonly question: Question;
}) {
  const { t } = useTranslation();
  if (period.from === null || period.to === null) return null;
  return (
    <Select
      label={t('outcomes.filter.against')}
      placeholder={t('outcomes.against.none')}
      data={COMPARISONS.map((value) => ({ value, label: t(`outcomes.against.${value}`) }))}
      value={COMPARISONS.find((each) => each === search.against) ?? null}
      onChange={(chosen) => set({ against: chosen ?? undefined })}
      clearable
      size="sm"
      w={200}
    />
  );
}
