import { Group, Input, Radio, Stack, Text } from '@mantine/core';
import type { Values } from '../drafts';
import type { Field, Form } from '../fields';
import type { FormContext } from '../form-context';
import { fieldId } from '../field-id';
import { textOf } from '../fields';

/** Asked before each session, one by one: nobody is screened by a single tick. */
export const screeningField: Field = {
  kind: 'part',
  name: 'screening',
  Part: AskedNow,
  missing: unanswered,
};

/** Of a session that was held, where the truth may be that something was not asked. */
export const screenedField: Field = {
  kind: 'part',
  name: 'screening',
  Part: AskedThen,
  missing: unanswered,
};

interface PartProps {
  readonly form: Form;
  readonly context: FormContext;
}

function AskedNow(props: PartProps) {
  return <Questions {...props} answers={['no', 'yes']} />;
}

function AskedThen(props: PartProps) {
  return <Questions {...props} answers={['no', 'yes', 'notAsked']} />;
}

type AnswerGiven = 'no' | 'yes' | 'notAsked';

function Questions(props: PartProps & { readonly answers: readonly AnswerGiven[] }) {
  const { form, context, answers } = props;
  const { t, policy } = context;
  const names = new Map(policy.contraindications.map(({ kind, name }) => [kind, name]));
  return (
    <Input.Wrapper
      id={fieldId('screening')}
      tabIndex={-1}
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
                {answers.map((answer) => (
                  <Radio key={answer} value={answer} label={t(`commands.${answer}`)} size="xs" />
                ))}
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

function unanswered(values: Values, context: FormContext): Readonly<Record<string, string>> {
  const isAnswered = kindsAsked(context).every(
    (kind) => textOf(values, fieldOf(kind)) !== undefined,
  );
  return isAnswered ? {} : { screening: context.t('commands.eachAnswer') };
}

/** Each question that was answered. */
export function screeningOf(values: Values, context: FormContext) {
  return kindsAsked(context).flatMap((kind) => {
    const answer = textOf(values, fieldOf(kind));
    return answer === 'yes' || answer === 'no' ? [{ kind, present: answer === 'yes' }] : [];
  });
}

/** The answers that a session was recorded with; what has none was not asked. */
export function screenedStart(
  answers: readonly { readonly kind: string; readonly present: boolean }[],
  context: FormContext,
): Values {
  const given = new Map(answers.map(({ kind, present }) => [kind, present ? 'yes' : 'no']));
  const kinds = [...new Set([...kindsAsked(context), ...given.keys()])];
  return Object.fromEntries(kinds.map((kind) => [fieldOf(kind), given.get(kind) ?? 'notAsked']));
}
