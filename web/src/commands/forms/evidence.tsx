import { Checkbox, Input, Stack, Text } from '@mantine/core';
import { AppLink } from '../../frame/app-link';
import { writtenDay, writtenMoment } from '../../display/times';
import { textOf, type Field, type Form } from '../fields';
import type { FormContext } from '../form-context';
import { measureText } from './measures';
import { wordFor } from './options';

/** What has come to light since the version that is revised: a revision rests on some of it. */
export const evidenceField: Field = { kind: 'part', name: 'evidence', Part: EvidencePart };

interface PartProps {
  readonly form: Form;
  readonly context: FormContext;
}

function EvidencePart({ form, context }: PartProps) {
  const { t, episode } = context;
  const since = sinceOf(context, textOf(form.getValues(), 'revises'));
  const found = evidenceSince(context, since);
  return (
    <Checkbox.Group {...form.getInputProps('evidence')}>
      <Input.Wrapper
        id="field-evidence"
        label={t('commands.fields.evidence')}
        description={
          since && t('commands.hints.evidence', { when: writtenMoment(since, context.locale) })
        }
        labelElement="div"
        withAsterisk
      >
        <Stack gap={6} mt="xs">
          {found.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} size="sm" />
          ))}
          {found.length === 0 && (
            <Text size="sm">
              {t('commands.noEvidence')}{' '}
              <AppLink
                to="/episodes/$id"
                params={{ id: episode.id }}
                search={(before) => ({ ...before, form: 'recordAssessment', about: undefined })}
              >
                {t('commands.assessFirst')}
              </AppLink>
            </Text>
          )}
        </Stack>
      </Input.Wrapper>
    </Checkbox.Group>
  );
}

/** When the version was set that the form revises. */
function sinceOf({ episode, about }: FormContext, revises: string | undefined): string | null {
  const goal = episode.goals.find(({ id }) => id === about);
  return (
    goal?.lineage.versions.find(({ id }) => id === revises)?.setAt ?? goal?.current.setAt ?? null
  );
}

function evidenceSince(context: FormContext, since: string | null) {
  const { episode, locale, t, words } = context;
  const isNewer = (at: string) => since === null || at > since;
  const observations = episode.observations
    .filter(({ at }) => isNewer(at))
    .map((each) => ({
      value: `OBSERVATION ${each.id}`,
      at: each.at,
      label: `${words.measure(measureText(each))} ${each.score}, ${writtenDay(each.on, locale)}`,
    }));
  const reactions = episode.reactions
    .filter(({ at }) => isNewer(at))
    .map(({ id, at, on, severity }) => ({
      ...{ value: `REACTION ${id}`, at },
      label: `${t('commands.reactionOf', { severity: wordFor(t, 'severities', severity) })}, ${writtenDay(on, locale)}`,
    }));
  const feedback = episode.feedback
    .filter(({ at, for: whom }) => whom === 'THERAPIST' && isNewer(at))
    .map(({ id, at, words: said }) => ({
      ...{ value: `FEEDBACK ${id}`, at },
      label: `${t('commands.feedbackOf')}: ${said?.value?.slice(0, 80) ?? '–'}`,
    }));
  return [...observations, ...reactions, ...feedback].sort((one, other) =>
    other.at.localeCompare(one.at),
  );
}
