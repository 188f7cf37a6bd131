import { Group, Input, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import type { ObservationInput } from '../../../generated/graphql';
import { fieldId } from '../field-id';
import type { Form } from '../fields';
import type { FormContext, InstrumentShown } from '../form-context';
import { instrumentOf } from './measures';

/** One measure in a form; numbers as written. */
export interface Measured {
  readonly key: string;
  readonly instrument: string;
  readonly bodySite: string;
  readonly score: number | '';
  /** Item by item; otherwise the total. */
  readonly isByItem: boolean;
  readonly items: Readonly<Record<string, number | ''>>;
  /** Words of items that are named now, by id. */
  readonly names: Readonly<Record<string, string>>;
  /** As it was recorded: of which time the patient spoke, and how they were asked. */
  readonly recall?: ObservationInput['recall'];
  readonly mode?: ObservationInput['mode'];
}

interface AnswerProps {
  readonly form: Form;
  readonly context: FormContext;
  readonly row: Measured;
  readonly place: number;
}

/** The total of a measure, or each of its items. */
export function Answer({ form, context, row, place }: AnswerProps) {
  const { t } = context;
  const instrument = instrumentOf(context, row.instrument);
  if (!instrument) return null;
  const at = `observations.${place}`;
  return (
    <Stack gap="xs">
      {instrument.items && (
        <Switch
          size="xs"
          label={t('commands.byItem')}
          {...form.getInputProps(`${at}.isByItem`, { type: 'checkbox' })}
        />
      )}
      {instrument.items && row.isByItem ? (
        <Items {...{ form, context, row, place, instrument }} />
      ) : (
        <NumberInput
          label={t('commands.fields.score')}
          description={t('commands.range', {
            min: instrument.min,
            max: instrument.max,
            unit: instrument.unit,
          })}
          allowDecimal={!instrument.wholeNumbers}
          clampBehavior="none"
          hideControls
          withAsterisk
          id={fieldId(`${at}.score`)}
          {...form.getInputProps(`${at}.score`)}
        />
      )}
      {form.errors[`${at}.items`] && (
        <Input.Error role="alert">{form.errors[`${at}.items`]}</Input.Error>
      )}
    </Stack>
  );
}

function Items(props: AnswerProps & { readonly instrument: InstrumentShown }) {
  const { form, context, row, place, instrument } = props;
  const { t } = context;
  const at = `observations.${place}`;
  const { items } = instrument;
  if (!items) return null;
  if (items.numbered.length > 0) {
    return (
      <Group gap="xs">
        {items.numbered.map(({ item, min, max }) => (
          <NumberInput
            key={item}
            w={72}
            label={item}
            aria-label={t('commands.item', { item, min, max })}
            placeholder={`${min}–${max}`}
            clampBehavior="none"
            hideControls
            {...form.getInputProps(`${at}.items.${item}`)}
          />
        ))}
      </Group>
    );
  }
  const known = namedIds(context, row.instrument);
  const ids = known.length > 0 ? known : openIds(row, items.namedMax ?? 1);
  return (
    <Stack gap="xs">
      {ids.map((id, index) => (
        <Group key={id} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            style={{ flex: 1 }}
            label={index === 0 ? t('commands.activity') : undefined}
            aria-label={t('commands.activityOf', { number: index + 1 })}
            readOnly={known.length > 0}
            {...(known.length > 0
              ? { value: context.activityNames.get(id) ?? id }
              : form.getInputProps(`${at}.names.${id}`))}
          />
          <NumberInput
            w={88}
            aria-label={t('commands.activityScore', { number: index + 1 })}
            placeholder={`${items.namedLowest}–${items.namedHighest}`}
            clampBehavior="none"
            hideControls
            {...form.getInputProps(`${at}.items.${id}`)}
          />
        </Group>
      ))}
    </Stack>
  );
}

/** The items that the patient named at first: all are answered each time. */
export function namedIds({ episode, policy }: FormContext, code: string): readonly string[] {
  const isNamed = policy.instruments.find((each) => each.code === code)?.items?.namedMax;
  if (isNamed === null || isNamed === undefined) return [];
  const first = episode.observations.find(({ instrument }) => instrument === code);
  return first?.items.map(({ item }) => item) ?? [];
}

/** Items that can be named: those that are, and new ones up to the count. */
function openIds({ items }: Measured, count: number): readonly string[] {
  const named = Object.keys(items);
  const fresh = Array.from({ length: count }, (_, place) => `a${place + 1}`);
  const others = fresh.filter((id) => !named.includes(id));
  // One that is answered now keeps its place.
  return named.every((id) => fresh.includes(id)) ? fresh : [...named, ...others].slice(0, count);
}
