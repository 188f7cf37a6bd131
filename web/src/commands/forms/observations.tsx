import { Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { X } from 'lucide-react';
import type { ObservationInput } from '../../../generated/graphql';
import { fieldId } from '../field-id';
import { textOf, type Field, type Form } from '../fields';
import type { FormContext } from '../form-context';
import type { Values } from '../drafts';
import { Answer, namedIds, type Measured } from './observation-answer';
import { instrumentOf, measureText } from './measures';
import { siteOptions } from './treatment';

/** What was measured: instruments of the policy, by their total or by their items. */
export const observationsField: Field = {
  kind: 'part',
  name: 'observations',
  Part: Observations,
  missing: unanswered,
};

interface PartProps {
  readonly form: Form;
  readonly context: FormContext;
}

function Observations({ form, context }: PartProps) {
  const { t, policy } = context;
  const rows = measured(form.getValues());
  const offered = policy.instruments.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Stack gap="sm" role="group" aria-label={t('commands.fields.observations')}>
      <Text size="sm" fw={500}>
        {t('commands.fields.observations')}
      </Text>
      {rows.map((row, place) => (
        <Paper key={row.key} withBorder p="sm">
          <Stack gap="xs">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text fw={600}>{instrumentOf(context, row.instrument)?.name ?? row.instrument}</Text>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={t('commands.removeMeasure', { name: row.instrument })}
                onClick={() => form.removeListItem('observations', place)}
              >
                <X size={16} aria-hidden />
              </Button>
            </Group>
            <Answer form={form} context={context} row={row} place={place} />
            <NativeSelect
              label={t('commands.fields.bodySite')}
              size="xs"
              data={[{ value: '', label: '–' }, ...siteOptions(context)]}
              {...form.getInputProps(`observations.${place}.bodySite`)}
            />
          </Stack>
        </Paper>
      ))}
      <NativeSelect
        label={t('commands.addMeasure')}
        data={[{ value: '', label: t('commands.choose') }, ...offered]}
        value=""
        onChange={(event) => {
          const instrument = event.currentTarget.value;
          if (instrument !== '')
            form.insertListItem('observations', empty(context, instrument, ''));
        }}
      />
      {isPrimaryAsked(rows, context) && (
        <NativeSelect
          id={fieldId('primary')}
          withAsterisk
          label={t('commands.fields.primary')}
          description={t('commands.hints.primary')}
          data={[
            { value: '', label: t('commands.choose') },
            ...[...new Set(rows.map(measureOf))].map((value) => ({
              value,
              label: context.words.measure(value),
            })),
          ]}
          {...form.getInputProps('primary')}
        />
      )}
    </Stack>
  );
}

function measureOf(row: Measured): string {
  return measureText({ ...row, bodySite: row.bodySite || null });
}

/** What the last assessment measured is asked again. */
export function observationsStart(context: FormContext): Values {
  const { episode } = context;
  const last = episode.observations.findLast(({ occasion }) => occasion === 'ASSESSMENT');
  const again = last ? episode.observations.filter(({ entryId }) => entryId === last.entryId) : [];
  const rows = again.map(({ instrument, bodySite }) => empty(context, instrument, bodySite ?? ''));
  return { observations: rows.length > 0 ? rows : [empty(context, 'NPRS', '')] };
}

/** What an entry recorded, to be corrected; words of items by the names that entries have. */
export function answeredRows(
  observations: readonly Values[],
  words: ReadonlyMap<string, string>,
): readonly Measured[] {
  return observations.map((each) => {
    // The shape of an observation in the data of an entry.
    const { instrument, bodySite, score, items, recall, mode } = each as unknown as Recorded;
    const answers = Object.entries(items ?? {});
    return {
      ...{ key: nextKey(), instrument, bodySite: bodySite ?? '', recall, mode },
      score: items === undefined ? score : '',
      isByItem: items !== undefined,
      items: Object.fromEntries(answers.map(([item, value]) => [item, value ?? ''])),
      names: Object.fromEntries(
        answers.map(([item]) => [item, words.get(`activity:${item}`) ?? '']),
      ),
    };
  });
}

type Recorded = Pick<ObservationInput, 'instrument' | 'bodySite' | 'recall' | 'mode'> & {
  readonly score: number;
  readonly items?: Readonly<Record<string, number | null>>;
};

let keys = 0;

function nextKey(): string {
  keys += 1;
  return `m${keys}`;
}

function empty(context: FormContext, instrument: string, bodySite: string): Measured {
  const ids = namedIds(context, instrument);
  return {
    key: nextKey(),
    instrument,
    bodySite,
    score: '',
    isByItem: ids.length > 0,
    items: {},
    names: {},
  };
}

export function measured(values: Values): readonly Measured[] {
  // Written by the two functions above alone.
  return (values['observations'] as readonly Measured[] | undefined) ?? [];
}

/** A measure without an answer is asked about, never left out in silence. */
function unanswered(values: Values, context: FormContext): Readonly<Record<string, string>> {
  const message = context.t('commands.emptyMeasure');
  // Who says why nothing could be measured need not measure.
  if (textOf(values, 'finalMissingBecause') !== undefined) return {};
  const empty = measured(values).flatMap((row, place) =>
    answerOf(row, context) ? [] : [[answerPath(row, place, context), message] as const],
  );
  const rows = measured(values);
  const isChosen = rows.some((row) => measureOf(row) === textOf(values, 'primary'));
  const primary =
    isPrimaryAsked(rows, context) && !isChosen ? { primary: context.t('commands.required') } : {};
  return { ...Object.fromEntries(empty), ...primary };
}

/** The measure that the outcome is counted by is fixed at the first assessment, and then alone. */
function isPrimaryAsked(rows: readonly Measured[], { episode }: FormContext): boolean {
  return episode.primary === null && episode.assessments.length === 0 && rows.length > 0;
}

function answerPath(row: Measured, place: number, context: FormContext): string {
  const isByItem = row.isByItem && instrumentOf(context, row.instrument)?.items;
  return `observations.${place}.${isByItem ? 'items' : 'score'}`;
}

/** What was answered; a measure that was left empty was not taken. */
export function observationsOf(values: Values, context: FormContext): ObservationInput[] {
  return measured(values).flatMap((row) => {
    const answer = answerOf(row, context);
    if (!answer) return [];
    const { instrument, bodySite, recall, mode } = row;
    return [{ instrument, bodySite: bodySite === '' ? null : bodySite, answer, recall, mode }];
  });
}

function answerOf(row: Measured, context: FormContext): ObservationInput['answer'] | null {
  if (!row.isByItem || instrumentOf(context, row.instrument)?.items === null) {
    return row.score === '' ? null : { score: row.score };
  }
  const answered = Object.entries(row.items).filter(([, value]) => value !== '');
  if (answered.length === 0) return null;
  return { items: answered.map(([item, value]) => ({ item, value: Number(value) })) };
}

/** Names of items that the patient named at this assessment. */
export function activitiesOf(values: Values): { id: string; name: string }[] {
  return measured(values).flatMap(({ names, items }) =>
    Object.entries(names)
      .filter(([id, name]) => name.trim() !== '' && (items[id] ?? '') !== '')
      .map(([id, name]) => ({ id, name: name.trim() })),
  );
}
