import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMemo, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { draftKey, draftOf, dropDraft, keepDraft, type Values } from './drafts';
import { fieldId } from './field-id';
import { useFieldErrors } from './field-errors';
import { FieldInput } from './field-input';
import { numberOf, textOf, type Field } from './fields';
import type { FormContext } from './form-context';
import type { FormSpec } from './form-spec';
import { instantOf } from './moments';
import { inWords } from './in-words';
import { OutcomeBox } from './outcome-box';
import { toast } from '../frame/toast';
import { useCommand, type Accepted } from './use-command';

export interface CommandFormProps {
  readonly name: string;
  readonly spec: FormSpec;
  readonly context: FormContext;
  readonly onDone: () => void;
  /** What was written is thrown away: a form made anew takes the place of this one. */
  readonly onDiscarded: () => void;
}

/** A form for one command: fields, what came of it, and the buttons. Nothing written is lost. */
export function CommandForm({ name, spec, context, onDone, onDiscarded }: CommandFormProps) {
  const key = draftKey(context.episode.id, name, context.about);
  // What the form starts from is that of its opening, whatever is recorded meanwhile.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const start = useMemo(() => startOf(spec, context), [key]);
  const fieldsOf = (values: Values) => [
    ...spec.fields(context, values),
    ...commonFields(spec, context),
  ];
  const form = useForm<Record<string, unknown>>({
    mode: 'controlled',
    initialValues: { ...start, ...draftOf(key) },
    validate: (values) => missing(fieldsOf(values), values, context),
    onValuesChange: (values) => keepDraft(key, values),
  });
  const fields = fieldsOf(form.getValues());
  const { state, send, reset } = useCommand(spec.document);
  useFieldErrors(state, form.setErrors);
  const isBusy = state.kind === 'sending' || state.kind === 'checking';

  const submit = async () => {
    const accepted = await send({
      ...common(form.getValues(), context),
      ...spec.toInput(form.getValues(), context),
      episodeId: context.episode.id,
    });
    if (!accepted) return;
    dropDraft(key);
    tellRecorded(accepted, context);
    onDone();
  };
  const onSubmit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { hasErrors, errors } = form.validate();
    if (!hasErrors) void submit();
    else document.getElementById(fieldId(Object.keys(errors)[0] ?? ''))?.focus();
  };
  const discard = () => {
    dropDraft(key);
    onDiscarded();
  };
  const goOn = () => {
    if (state.kind === 'refused' && state.refusal.newerGoalVersion) {
      form.setFieldValue('revises', state.refusal.newerGoalVersion.current.id);
    }
    if (state.kind === 'conflict') form.setFieldValue('expectedVersion', state.conflict.actual);
    reset();
  };
  return (
    <form onSubmit={onSubmit} noValidate aria-busy={isBusy}>
      <Stack gap="md">
        <fieldset disabled={isBusy} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <Stack gap="md">
            {fields.map((field) => (
              <FieldInput key={field.name} field={field} form={form} context={context} />
            ))}
          </Stack>
        </fieldset>
        <OutcomeBox
          {...{ state, fields, context }}
          values={form.getValues()}
          onContinue={goOn}
          onDiscard={discard}
          onGiveUp={reset}
        />
        <Buttons isBusy={isBusy} onDiscard={discard} />
      </Stack>
    </form>
  );
}

function Buttons(props: { readonly isBusy: boolean; readonly onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Group justify="space-between">
        <Button type="submit" loading={props.isBusy}>
          {t('commands.record')}
        </Button>
        <Button variant="subtle" color="gray" onClick={props.onDiscard} disabled={props.isBusy}>
          {t('commands.discard')}
        </Button>
      </Group>
      <Text size="xs" c="var(--quiet)">
        {t('commands.kept')}
      </Text>
    </>
  );
}

/** What a form decides on is what was seen when it was opened; a draft keeps that. */
function startOf(spec: FormSpec, context: FormContext): Values {
  const seen = spec.restsOnSeen ? { expectedVersion: context.episode.version } : {};
  return { ...spec.start(context), ...seen };
}

/** When it happened, and why it is entered late or against a rule. */
function commonFields(spec: FormSpec, { t }: FormContext): readonly Field[] {
  const reason: Field = {
    ...{ kind: 'area', name: 'reason', label: t('commands.fields.reason'), max: 2_000 },
    hint: t('commands.hints.reason'),
  };
  if (!spec.hasOccurred) return [reason];
  const hint = t('commands.hints.occurredAt');
  const label = t('commands.fields.occurredAt');
  return [{ kind: 'moment', name: 'occurredAt', label, hint }, reason];
}

function common(values: Record<string, unknown>, { locale }: FormContext): object {
  const occurredAt = instantOf(textOf(values, 'occurredAt'), locale.zone);
  const reason = textOf(values, 'reason');
  const expectedVersion = numberOf(values, 'expectedVersion');
  return {
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  };
}

function missing(
  fields: readonly Field[],
  values: Record<string, unknown>,
  context: FormContext,
): Record<string, string> {
  const found = fields.map((field): Readonly<Record<string, string>> => {
    if (field.kind === 'part') return field.missing?.(values, context) ?? {};
    const value = values[field.name];
    const isEmpty =
      value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    return isEmpty && field.required === true
      ? { [field.name]: context.t('commands.required') }
      : {};
  });
  return Object.assign({}, ...found) as Record<string, string>; // of such records alone
}

function tellRecorded({ warnings, deviations }: Accepted, context: FormContext): void {
  const notes = [...deviations, ...warnings].map(({ message }) => inWords(message, context));
  toast(notes.join(' '), context.t, {
    title: context.t('states.saved'),
    color: notes.length > 0 ? 'yellow' : 'petrol',
    autoClose: notes.length > 0 ? 12_000 : 4_000,
  });
}
