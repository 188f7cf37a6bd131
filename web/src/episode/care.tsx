import { Group, List, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormContext } from '../commands/form-context';
import { writtenShare } from '../display/numbers';
import { writtenDay, writtenDayOf } from '../display/times';
import { FormLink } from './form-link';
import { WordsOf } from './words-of';

interface CareProps {
  readonly context: Omit<FormContext, 'about'>;
}

/** What was referred, decided, authorised and consented to. */
export function Referral({ context }: CareProps) {
  const { t } = useTranslation();
  const { episode, locale, words } = context;
  const { referral, decision, consent, authorizations } = episode;
  const { prescription } = referral;
  const day = (text: string) => writtenDay(text, locale);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      t('episode.received'),
      `${day(referral.receivedOn)} · ${t(`codes.urgencies.${referral.urgency}`)}`,
    ],
    [t('episode.referrer'), <WordsOf key="who" text={referral.referrer.name} />],
    [t('episode.diagnoses'), referral.diagnoses.map(({ code }) => code).join(', ') || '–'],
    [
      t('commands.fields.sites'),
      referral.bodySites.map((site) => words.site(site)).join(', ') || '–',
    ],
    [t('episode.indication'), <WordsOf key="why" text={referral.indication} />],
    [
      t('episode.prescription'),
      [
        day(prescription.issuedOn),
        prescription.visits === null ? null : t('episode.visits', { count: prescription.visits }),
        ...prescription.techniquesOrdered.map((each) => t(`codes.techniques.${each}`)),
      ]
        .filter(Boolean)
        .join(' · '),
    ],
    [t('episode.decision'), t(`codes.decisions.${decision.status}`)],
    [
      t('episode.authorised'),
      <List key="authorised" listStyleType="none">
        {authorizations.map(({ id, payerClass, from, to, visits, used }) => (
          <List.Item key={id}>
            {`${(t as (key: string) => string)(`codes.payers.${payerClass}`)}: ${day(from)} – ${day(to)}, `}
            {visits === null
              ? t('episode.heldOnly', { count: used })
              : t('episode.heldOf', { held: used, of: visits })}
          </List.Item>
        ))}
        {authorizations.length === 0 && <List.Item>–</List.Item>}
      </List>,
    ],
    [
      t('episode.consent'),
      consent
        ? `${t(`codes.consentScopes.${consent.scope}`)}, ${writtenDayOf(consent.at, locale)}`
        : '–',
    ],
  ];
  return (
    <Table variant="vertical" layout="fixed" aria-label={t('episode.referral')}>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={140}>
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What the patient does at home. */
export function HomeProgrammes({ context }: CareProps) {
  const { t } = useTranslation();
  const { episode, locale } = context;
  if (episode.homeProgrammes.length === 0) {
    return <Text c="var(--quiet)">{t('episode.noProgramme')}</Text>;
  }
  return (
    <Stack gap="sm">
      {episode.homeProgrammes.toReversed().map((programme) => (
        <div key={programme.id}>
          <Group justify="space-between">
            <Text fw={600}>
              {t('episode.daysAWeek', { count: programme.daysPerWeek })}
              {programme.until
                ? ` · ${t('episode.until', { day: writtenDay(programme.until, locale) })}`
                : ''}
              {programme.shareDone === null
                ? ''
                : ` · ${t('episode.done', { share: writtenShare(programme.shareDone, locale.language) })}`}
            </Text>
            <FormLink form="reportAdherence" about={programme.id} />
          </Group>
          <WordsOf text={programme.exercises} size="sm" />
          <WordsOf text={programme.advice} size="sm" />
        </div>
      ))}
    </Stack>
  );
}
