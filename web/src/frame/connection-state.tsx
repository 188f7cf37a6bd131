import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { connection } from '../data/connection';
import { useStore } from '../data/store';
import { useAsked } from '../data/use-asked';
import { writtenClock } from '../display/times';
import { useLocale } from '../display/use-locale';

/** Says that news do not come in, and since when; silent while they do. */
export function ConnectionState() {
  const { t } = useTranslation();
  const state = useStore(connection);
  const locale = useLocale();
  const isPast = useAsked() !== null;
  const isLost = state.status === 'lost' && !isPast;
  return (
    <Text role="status" size="sm" fw={600} c="var(--past)" style={{ whiteSpace: 'nowrap' }}>
      {isLost ? t('states.lostSince', { time: writtenClock(state.sinceMs, locale) }) : ''}
    </Text>
  );
}
