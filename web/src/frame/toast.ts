import { notifications, type NotificationData } from '@mantine/notifications';
import type { TFunction } from 'i18next';

/** A word that goes by itself: what was asked for is done, or (yellow) was not as it should be. */
export function toast(
  message: string,
  t: TFunction,
  look: Pick<NotificationData, 'title' | 'color' | 'autoClose'> = {},
): void {
  const closeButtonProps = { 'aria-label': t('frame.dismiss') };
  notifications.show({ message, closeButtonProps, ...look });
}
