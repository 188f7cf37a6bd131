import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenMoment } from '../display/times';
import { useLocale } from '../display/use-locale';

interface Props {
  /** An instant. */
  readonly at: string;
  readonly clinicId?: string | null;
  /** Place in the log, where it is of an entry. */
  readonly position?: string;
  /** How it is written here; absent: with day, time and zone. */
  readonly children?: ReactNode;
}

/** A moment in the clinic's zone; hover or focus adds the zone, UTC and the place in the log. */
export function Moment({ at, clinicId, position, children }: Props) {
  const { t } = useTranslation();
  const locale = useLocale(clinicId);
  const written = writtenMoment(at, locale);
  const utc = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const place = position === undefined ? '' : ` · ${t('states.position', { position })}`;
  return (
    <Tooltip label={`${written} · ${utc}${place}`}>
      <time dateTime={at} tabIndex={0}>
        {children ?? written}
      </time>
    </Tooltip>
  );
}
