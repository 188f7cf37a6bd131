import { Button, Popover } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedMoment } from '../data/as-of';
import { useHoldNews } from '../data/held-news';
import { useAsked } from '../data/use-asked';
import { writtenMoment, type Locale } from '../display/times';
import { useLocale } from '../display/use-locale';
import classes from './as-of-control.module.css';

const AsOfPanel = lazy(async () => ({ default: (await import('./as-of-panel')).AsOfPanel }));

interface Props {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** The moment of a page, for people: null where only its place in the log is known. */
export function writtenAsked(asked: AskedMoment, locale: Locale): string | null {
  switch (asked.kind) {
    case 'at':
      return writtenMoment(asked.at, locale);
    case 'exactly':
      return writtenMoment(asked.moment.evaluatedAt, locale);
    case 'position':
      return null;
  }
}

/** Says which moment is looked at, and opens the panel that chooses another. */
export function AsOfControl({ isOpen, onOpen }: Props) {
  const { t } = useTranslation();
  const locale = useLocale();
  const asked = useAsked();
  const button = useRef<HTMLButtonElement>(null);
  useHoldNews(isOpen);
  const close = () => {
    onOpen(false);
    button.current?.focus();
  };
  return (
    <Popover
      opened={isOpen}
      onChange={onOpen}
      onDismiss={close}
      position="bottom-end"
      width={340}
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Button
          ref={button}
          variant="default"
          data-past={asked !== null}
          className={classes['moment'] ?? ''}
          leftSection={<CalendarClock size={16} aria-hidden />}
          onClick={() => onOpen(!isOpen)}
          title={t('frame.asOf.open')}
        >
          {asked ? <Asked asked={asked} locale={locale} /> : t('frame.asOf.now')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('frame.asOf.title')}>
        <Suspense fallback={null}>
          <AsOfPanel onDone={close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function Asked({ asked, locale }: { readonly asked: AskedMoment; readonly locale: Locale }) {
  const { t } = useTranslation();
  const time = writtenAsked(asked, locale);
  if (time !== null) return t('frame.asOf.at', { time });
  return t('frame.asOf.atPosition', { position: asked.kind === 'position' ? asked.position : '' });
}
