import { Alert, Badge, Group, List, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FormContext } from '../commands/form-context';
import { writtenDay, writtenDayOf } from '../display/times';
import { WordsOf } from './words-of';

interface SafetyProps {
  readonly context: Omit<FormContext, 'about'>;
}

/** What stands against treating: contraindications, precautions, reactions, findings. */
export function Safety({ context }: SafetyProps) {
  const { t } = useTranslation();
  const { episode, policy, locale, words } = context;
  const names = new Map(policy.contraindications.map(({ kind, name }) => [kind, name]));
  const open = episode.contraindications.filter(({ resolved }) => resolved === null);
  const findings = episode.findings.filter(({ closed }) => closed === null);
  const precautions = episode.conditions.filter((each) => each.precautions.length > 0);
  const nothing = open.length + findings.length + precautions.length === 0;
  return (
    <Stack gap="sm">
      {findings.map(({ id, message, raisedAt }) => (
        <Alert key={id} color="orange" variant="light" icon={<TriangleAlert aria-hidden />}>
          {message} ({writtenDayOf(raisedAt, locale)})
        </Alert>
      ))}
      {open.length > 0 && (
        <List spacing="xs">
          {open.map(({ id, kind, bodySite, absolute, clearance, words: said }) => (
            <List.Item key={id}>
              <Group gap="xs">
                <Text fw={600}>{names.get(kind) ?? kind}</Text>
                {bodySite && <Text>{words.site(bodySite)}</Text>}
                <Badge color={absolute ? 'red' : 'orange'} variant="outline" tt="none">
                  {clearance?.holds
                    ? t('episode.cleared')
                    : t(absolute ? 'episode.barsAll' : 'episode.bars')}
                </Badge>
              </Group>
              <WordsOf text={said} size="sm" />
            </List.Item>
          ))}
        </List>
      )}
      {precautions.map(({ condition, precautions: codes, breaksMin }) => (
        <Text key={condition}>
          {t('episode.precautions', {
            condition: words.condition(condition),
            what: codes.map((code) => words.condition(code)).join(', '),
          })}
          {breaksMin > 0 ? ` · ${t('episode.breaks', { count: breaksMin })}` : ''}
        </Text>
      ))}
      {nothing && <Text c="var(--quiet)">{t('episode.nothingAgainst')}</Text>}
    </Stack>
  );
}

/** What the patient felt afterwards, latest first. */
export function Reactions({ context }: SafetyProps) {
  const { t } = useTranslation();
  const { episode, locale } = context;
  if (episode.reactions.length === 0) {
    return <Text c="var(--quiet)">{t('episode.noReactions')}</Text>;
  }
  return (
    <List spacing="xs">
      {episode.reactions.toReversed().map(({ id, on, severity, description }) => (
        <List.Item key={id}>
          <Text fw={600} component="span">
            {t(`codes.severities.${severity}`)}
          </Text>
          {` · ${writtenDay(on, locale)}`}
          <WordsOf text={description} size="sm" />
        </List.Item>
      ))}
    </List>
  );
}
