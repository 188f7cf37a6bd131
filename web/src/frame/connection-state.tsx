import { Text } from '@mantine/core';
import { useContext, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { connection, noteLost } from '../data/connection';
import { SocketContext } from '../data/live';
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
  useDeviceLine();
  const isLost = state.status === 'lost' && !isPast;
  return (
    <Text role="status" size="sm" fw={600} c="var(--past)" style={{ whiteSpace: 'nowrap' }}>
      {isLost ? t('states.lostSince', { time: writtenClock(state.sinceMs, locale) }) : ''}
    </Text>
  );
}

/** What the device says of its line comes sooner than the socket's own silence. */
function useDeviceLine(): void {
  const socket = useContext(SocketContext);
  useEffect(() => {
    const isBack = () => {
      connection.set({ status: 'idle' });
      // Opened anew, and resumed, if anything is listened to; else it stays idle.
      socket?.terminate();
    };
    window.addEventListener('offline', noteLost);
    window.addEventListener('online', isBack);
    return () => {
      window.removeEventListener('offline', noteLost);
      window.removeEventListener('online', isBack);
    };
  }, [socket]);
}
