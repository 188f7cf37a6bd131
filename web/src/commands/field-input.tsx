import {
  Checkbox,
  Chip,
  Group,
  Input,
  NativeSelect,
  NumberInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldId } from './field-id';
import type { Field, Form } from './fields';
import type { FormContext } from './form-context';

interface FieldInputProps {
  readonly field: Field;
  readonly form: Form;
  /** What a part of a form asks; null: this form has no parts. */
  readonly context: FormContext | null;
}

/** One field of a form, by its kind. */
export function FieldInput({ field, form, context }: FieldInputProps) {
  const { t } = useTranslation();
  if (field.kind === 'part') return context && <field.Part form={form} context={context} />;
  const { name, label, hint, required } = field;
  const common = {
    id: fieldId(name),
    label,
    description: hint,
    withAsterisk: required ?? false,
    ...form.getInputProps(name),
  };
  switch (field.kind) {
    case 'text':
      return <TextInput {...common} maxLength={field.max} autoComplete="off" />;
    case 'area':
      return <Textarea {...common} maxLength={field.max} autosize minRows={2} maxRows={10} />;
    case 'day':
      return <TextInput {...common} type="date" />;
    case 'moment':
      return <TextInput {...common} type="datetime-local" />;
    case 'number':
      return (
        <NumberInput
          {...common}
          min={field.min}
          max={field.max}
          suffix={field.unit === undefined ? '' : ` ${field.unit}`}
          allowDecimal={field.isWhole !== true}
          clampBehavior="none"
          hideControls
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...common}
          data={[{ value: '', label: t('commands.choose') }, ...field.options]}
        />
      );
    case 'choices':
      return <Choices field={field} form={form} />;
    case 'check':
      return (
        <Checkbox
          id={fieldId(name)}
          label={label}
          description={hint}
          {...form.getInputProps(name, { type: 'checkbox' })}
        />
      );
  }
}

function Choices(props: {
  readonly field: Extract<Field, { kind: 'choices' }>;
  readonly form: Form;
}) {
  const { field, form } = props;
  const { name, label, hint, required, options } = field;
  return (
    <Chip.Group multiple {...form.getInputProps(name)}>
      <Input.Wrapper
        id={fieldId(name)}
        label={label}
        description={hint}
        withAsterisk={required ?? false}
        error={form.errors[name]}
        labelElement="div"
      >
        <Group gap={6} mt={4} role="group" aria-label={label}>
          {options.map((option) => (
            <Chip key={option.value} value={option.value} size="sm" radius="md">
              {option.label}
            </Chip>
          ))}
        </Group>
      </Input.Wrapper>
    </Chip.Group>
  );
}
