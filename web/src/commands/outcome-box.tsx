import { Alert, Anchor, Button, Group, List, Loader, Stack, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EpisodeEntriesDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { writtenMoment } from '../display/times';
import { fieldId } from './field-id';
import type { Field } from './fields';
import type { FormContext } from './form-context';
import { inWords } from './in-words';
import { GoalConflict } from './goal-conflict';
import type { CommandState, Conflict, Refusal } from './use-command';
import { WaysOn } from './ways-on';

interface OutcomeBoxProps {
  readonly state: CommandState;
  readonly fields: readonly Field[];
  /** Null: what is recorded is new, and nobody can be faster. */
  readonly context: FormContext | null;
  /** What is in the form, for a comparison. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Goes on with what was written, from what holds now. */
  readonly onContinue: () => void;
  /** Throws what was written away. */
  readonly onDiscard: () => void;
  readonly onGiveUp: () => void;
}

/** It may stand below what can be seen of a long form. */
function bringIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** What came of a command that was not recorded: above the buttons, and it takes the focus. */
export function OutcomeBox({ state, fields, context, values, ...actions }: OutcomeBoxProps) {
  const { t } = useTranslation();
  switch (state.kind) {
    case 'idle':
    case 'sending':
      return null;
    case 'checking':
      return (
        <Alert color="yellow" variant="light" role="status" ref={bringIntoSight}>
          <Group gap="sm" align="flex-start" wrap="nowrap">
            <Loader size="xs" mt={2} />
            <Stack gap="xs" align="flex-start">
              <Text>{t('commands.checking')}</Text>
              <Button variant="default" size="compact-sm" onClick={actions.onGiveUp}>
                {t('commands.giveUp')}
              </Button>
            </Stack>
          </Group>
        </Alert>
      );
    case 'refused':
      if (context && state.refusal.newerGoalVersion) {
        const newer = state.refusal.newerGoalVersion;
        return (
          <Box title={t('commands.overtaken')} color="yellow">
            <GoalConflict newer={newer} values={values} context={context} {...actions} />
          </Box>
        );
      }
      return <Refused refusal={state.refusal} context={context} />;
    case 'conflict':
      if (!context) return null;
      return <Overtaken conflict={state.conflict} context={context} {...actions} />;
    case 'failed': {
      const { problem } = state;
      return (
        <Box title={t('commands.failed')} color="red">
          <Text>{problem.message}</Text>
          <BadFields state={state} fields={fields} />
          {problem.requestId !== null && (
            <Text size="sm">{t('states.requestId', { id: problem.requestId })}</Text>
          )}
        </Box>
      );
    }
  }
}

/** Takes the focus when it comes, so that nobody misses it. */
function Box(props: { title: string; color: string; children: ReactNode }) {
  const { title, color, children } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <Alert ref={box} tabIndex={-1} role="alert" color={color} variant="light" title={title}>
      <Stack gap="xs">{children}</Stack>
    </Alert>
  );
}

interface RefusedProps {
  readonly refusal: Refusal;
  readonly context: FormContext | null;
}

function Refused({ refusal, context }: RefusedProps) {
  const { t } = useTranslation();
  const { message, accepts, code, policy } = refusal;
  const told = (text: string) => (context ? inWords(text, context) : text);
  return (
    <Box title={t('commands.refused')} color="red" key={`${code} ${message}`}>
      <Text>{told(message)}</Text>
      <Text>{t('commands.accepts', { accepts: told(accepts) })}</Text>
      {code === 'DEVIATION_NEEDS_REASON' || code === 'LATE_ENTRY_NEEDS_REASON' ? (
        <Anchor href={`#${fieldId('reason')}`}>{t('commands.toReason')}</Anchor>
      ) : null}
      <Text size="sm" c="var(--quiet)">
        {policy === null ? code : t('commands.ruleOf', { code, policy })}
      </Text>
    </Box>
  );
}

function BadFields(props: {
  state: Extract<CommandState, { kind: 'failed' }>;
  fields: readonly Field[];
}) {
  const { state, fields } = props;
  if (state.fields.length === 0) return null;
  const known = new Set(fields.map(({ name }) => name));
  return (
    <List>
      {state.fields.map(({ path, name, message }) => (
        <List.Item key={path}>
          {known.has(name) ? <Anchor href={`#${fieldId(name)}`}>{message}</Anchor> : message}
        </List.Item>
      ))}
    </List>
  );
}

interface OvertakenProps {
  readonly conflict: Conflict;
  readonly context: FormContext;
  readonly onContinue: () => void;
  readonly onDiscard: () => void;
}

/** Something was recorded since the form was opened: what, by whom, and how to go on. */
function Overtaken({ conflict, context, onContinue, onDiscard }: OvertakenProps) {
  const { t } = useTranslation();
  const read = useRead(EpisodeEntriesDocument, { id: context.episode.id });
  const entries = read.data?.episodeHistory.events ?? [];
  const authors = new Map(entries.map(({ id, actor }) => [id, actor.name?.value]));
  return (
    <Box title={t('commands.overtaken')} color="yellow">
      <Text>{t('commands.since', { count: conflict.eventsSince.length })}</Text>
      <List>
        {conflict.eventsSince.map(({ id, type, recordedAt }) => {
          const when = writtenMoment(recordedAt, context.locale);
          const said = [t(`entries.${type}`), when, authors.get(id)];
          return <List.Item key={id}>{said.filter(Boolean).join(' · ')}</List.Item>;
        })}
      </List>
      <Text>{t('commands.lookFirst')}</Text>
      <WaysOn goOn={t('commands.continueSeen')} {...{ onContinue, onDiscard }} />
    </Box>
  );
}
