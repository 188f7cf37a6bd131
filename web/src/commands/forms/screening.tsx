import { Group, Input, Radio, Stack, Text } from '@mantine/core';
import type { Values } from '../drafts';
import type { Field, Form } from '../fields';
import type { FormContext } from '../form-context';
import { textOf } from '../fields';

/** Asked before each session, one by one: nobody is screened by a single tick. */
export const screeningField: Field = { kind: 'part', name: 'screening', Part: ScreeningPart };

interface PartProps {
  readonly form: Form;
  readonly context: FormContext;
}

function ScreeningPart({ form, context }: PartProps) {
  const { t, policy } = context;
  const names = new Map(policy.contraindications.map(({ kind, name }) => [kind, name]));
  return (
    <Input.Wrapper
      label={t('commands.fields.screening')}
      description={t('commands.hints.screening')}
      error={form.errors['screening']}
      labelElement="div"
      withAsterisk
    >
      <Stack gap={6} mt="xs">
        {kindsAsked(context).map((kind) => (
          <Radio.Group
            key={kind}
            name={`screening-${kind}`}
            {...form.getInputProps(fieldOf(kind))}
            aria-label={names.get(kind) ?? kind}
          >
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm">{names.get(kind) ?? kind}</Text>
              <Group gap="sm" wrap="nowrap">
                <Radio value="no" label={t('commands.no')} size="xs" />
                <Radio value="yes" label={t('commands.yes')} size="xs" />
              </Group>
            </Group>
          </Radio.Group>
        ))}
      </Stack>
    </Input.Wrapper>
  );
}

/** What the policy has asked each time, and what is known of this patient. */
function kindsAsked({ policy, episode }: FormContext): readonly string[] {
  const known = episode.contraindications.filter(({ resolved }) => resolved === null);
  return [...new Set([...policy.screening, ...known.map(({ kind }) => kind)])];
}

function fieldOf(kind: string): string {
  return `asked-${kind}`;
}

/** Each question that was answered. */
export function screeningOf(values: Values, context: FormContext) {
  return kindsAsked(context).flatMap((kind) => {
    const answer = textOf(values, fieldOf(kind));
    return answer === undefined ? [] : [{ kind, present: answer === 'yes' }];
  });
}
