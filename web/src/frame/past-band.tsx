import { ActionIcon, Button, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight, History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { answered } from '../data/answered';
import { useStore } from '../data/store';
import { useAsked } from '../data/use-asked';
import { useLocale } from '../display/use-locale';
import { writtenAsked } from './as-of-control';
import { useChangesHere, useStepping } from './changes-here';
import { useGoTo } from './moment';
import classes from './past-band.module.css';

/** Says that this is the past, which one, how much is hidden, and leads out of it. */
export function PastBand() {
  const { t } = useTranslation();
  const asked = useAsked();
  const locale = useLocale();
  const moment = useStore(answered);
  const changes = useChangesHere().data?.changes;
  const step = useStepping();
  const goTo = useGoTo();
  if (!asked) return null;
  const told = moment ? { kind: 'exactly' as const, moment } : asked;
  const time = writtenAsked(told, locale);
  const position = asked.kind === 'position' ? asked.position : '';
  return (
    <section className={classes['band']} aria-label={t('frame.past.region')}>
      <History size={18} aria-hidden />
      <Text component="p" className={classes['text']}>
        <strong>
          {time === null
            ? t('frame.past.bandPosition', { position })
            : t('frame.past.band', { time })}
        </strong>
        {changes && <span> · {t('frame.past.hidden', { count: changes.laterEntries })}</span>}
        <span> · {t('frame.past.readOnly')}</span>
      </Text>
      <div className={classes['actions']}>
        <Step step="previous" isThere={Boolean(changes?.previous)} go={step} />
        <Step step="next" isThere={Boolean(changes?.next)} go={step} />
        <Button variant="default" size="compact-md" onClick={() => goTo(null)}>
          {t('frame.past.back')}
        </Button>
      </div>
    </section>
  );
}

interface StepProps {
  readonly step: 'previous' | 'next';
  readonly isThere: boolean;
  readonly go: (step: 'previous' | 'next') => void;
}

/** Where there is no such change it can still be focused, and says so. */
function Step({ step, isThere, go }: StepProps) {
  const { t } = useTranslation();
  const Icon = step === 'previous' ? ChevronLeft : ChevronRight;
  return (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={t(`frame.past.${step}`)}
      title={t(`frame.past.${step}`)}
      aria-disabled={!isThere}
      {...(isThere ? {} : { 'data-disabled': true })}
      onClick={() => {
        if (isThere) go(step);
      }}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
