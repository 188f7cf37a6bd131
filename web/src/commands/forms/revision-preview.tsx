import { Paper, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { ReviseGoalDocument, type CommandOutcomeFragment } from '../../../generated/graphql';
import { useClient } from '../../data/client-context';
import { writtenShare } from '../../display/numbers';
import { textOf, type Field, type Form } from '../fields';
import type { FormContext } from '../form-context';
import { goalOf, revisionOf } from './revision';
import { wordFor } from './options';

/** What the revision would make of the goal, as the service says when it is tried dry. */
export const previewField: Field = { kind: 'part', name: 'preview', Part: PreviewPart };

const AFTER_MS = 400;
type After = NonNullable<
  Extract<CommandOutcomeFragment, { readonly __typename: 'EpisodeAccepted' }>['goalAfter']
>;
type Preview =
  | { readonly kind: 'after'; readonly after: After }
  | { readonly kind: 'not'; readonly message: string };

interface PartProps {
  readonly form: Form;
  readonly context: FormContext;
}

function PreviewPart({ form, context }: PartProps) {
  const { t, locale } = context;
  const preview = usePreview(form, context);
  const before = goalOf(context)?.progress;
  if (!preview) return null;
  if (preview.kind === 'not') {
    return (
      <Paper withBorder p="sm" aria-live="polite">
        <Text size="sm">{t('commands.previewNot', { message: preview.message })}</Text>
      </Paper>
    );
  }
  const { progress, demand } = preview.after;
  const share = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : writtenShare(value, locale.language);
  return (
    <Paper withBorder p="sm" aria-live="polite">
      <Text size="sm" fw={600}>
        {share(before?.current)} → {share(progress.current)}
        {demand === null ? '' : ` · ${wordFor(t, 'demands', demand)}`}
      </Text>
      <Text size="sm">{t('commands.previewOriginal', { share: share(progress.original) })}</Text>
    </Paper>
  );
}

/** Tried dry a moment after the last key, once there is a reason, words and evidence. */
function usePreview(form: Form, context: FormContext): Preview | null {
  const client = useClient();
  const [tried, setTried] = useState<{ readonly text: string; readonly preview: Preview | null }>({
    ...{ text: '', preview: null },
  });
  const values = form.getValues();
  const isReady =
    textOf(values, 'reasonCode') !== undefined && textOf(values, 'words') !== undefined;
  const input = { ...revisionOf(values, context), episodeId: context.episode.id, check: true };
  const [text] = useDebouncedValue(isReady ? JSON.stringify(input) : '', AFTER_MS);
  useEffect(() => {
    if (text === '') return undefined;
    let isOver = false;
    // What was an input before.
    const variables = { input: JSON.parse(text) as typeof input };
    void client
      .mutation(ReviseGoalDocument, variables)
      .toPromise()
      .then(({ data }) => {
        if (!isOver) setTried({ text, preview: data ? previewOf(data.outcome) : null });
      });
    return () => {
      isOver = true;
    };
  }, [client, text]);
  return text === '' ? null : tried.preview;
}

function previewOf(outcome: CommandOutcomeFragment): Preview | null {
  switch (outcome.__typename) {
    case 'EpisodeAccepted':
      return outcome.goalAfter ? { kind: 'after', after: outcome.goalAfter } : null;
    case 'Refused':
      return { kind: 'not', message: outcome.message };
    case 'VersionConflict':
      return null;
  }
}
