import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EpisodeShown, SessionShown } from '../commands/form-context';
import { writtenDay, writtenSoon } from '../display/times';
import { useLocale } from '../display/use-locale';
import { Moment } from '../frame/moment-text';
import { Wide } from '../display/wide';
import { FormLink } from './form-link';
import { WordsOf } from './words-of';

interface SessionsProps {
  readonly episode: EpisodeShown;
}

/** Sessions, the next ones first, then those that were, latest first. */
export function Sessions({ episode }: SessionsProps) {
  const { t } = useTranslation();
  if (episode.sessions.length === 0) return <Text c="var(--quiet)">{t('episode.noSessions')}</Text>;
  const isAhead = ({ status }: SessionShown) => status === 'BOOKED' || status === 'STARTED';
  const ahead = episode.sessions.filter(isAhead);
  const behind = episode.sessions.filter((each) => !isAhead(each)).toReversed();
  return (
    <Wide label={t('episode.sessions')}>
      <Table aria-label={t('episode.sessions')}>
        <Table.Tbody>
          {[...ahead, ...behind].map((session) => (
            <SessionRow key={session.id} session={session} episode={episode} />
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

function SessionRow(props: { readonly session: SessionShown; readonly episode: EpisodeShown }) {
  const { session, episode } = props;
  const { t } = useTranslation();
  const locale = useLocale(episode.clinicId);
  const at = session.startedAt ?? session.bookedFrom;
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {at ? (
          <Moment at={at} clinicId={episode.clinicId}>
            {writtenSoon(at, locale)}
          </Moment>
        ) : (
          session.on && writtenDay(session.on, locale)
        )}
        {session.late && (
          <Text size="sm" c="var(--worse)">
            {t('words.flags.LATE_DOCUMENTATION')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {t(`codes.sessionStates.${session.status}`)}
        <Text size="sm" c="var(--quiet)">
          {session.missReason
            ? t(`codes.missReasons.${session.missReason}`)
            : session.therapist?.name?.value}
        </Text>
      </Table.Td>
      <Table.Td>
        <Stack gap={4}>
          {session.treatment && (
            <Text size="sm">
              {session.treatment.techniques
                .map((technique) => t(`codes.techniques.${technique}`))
                .join(', ')}
            </Text>
          )}
          <WordsOf text={session.notes} size="sm" />
          {session.deviations.map(({ code, message }) => (
            <Badge key={code} color="orange" variant="outline" tt="none" title={message}>
              {message}
            </Badge>
          ))}
          <Group gap={6}>
            <SessionForms session={session} />
          </Group>
        </Stack>
      </Table.Td>
    </Table.Tr>
  );
}

function SessionForms({ session }: { readonly session: SessionShown }) {
  const { id, status } = session;
  if (status === 'STARTED') return <FormLink form="completeSession" about={id} />;
  if (status !== 'BOOKED') return null;
  return (
    <>
      <FormLink form="startSession" about={id} />
      <FormLink form="completeSession" about={id} />
      <FormLink form="rescheduleSession" about={id} />
      <FormLink form="missSession" about={id} />
      <FormLink form="cancelSession" about={id} />
    </>
  );
}
