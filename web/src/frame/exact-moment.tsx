import { Button, Group } from '@mantine/core';
import { Link2, Snowflake } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { answered } from '../data/answered';
import { useStore } from '../data/store';
import { useExactLink, useGoTo } from './moment';
import { toast } from './toast';

/** Freeze, and Copy link: both write the position and the moment that the answer named. */
export function ExactMoment() {
  const { t } = useTranslation();
  const moment = useStore(answered);
  const goTo = useGoTo();
  const link = useExactLink();
  const copy = async () => {
    const address = link();
    if (address === null) return;
    try {
      await navigator.clipboard.writeText(address);
      toast(t('frame.asOf.copied'), t);
    } catch {
      // No right to the clipboard: the address bar can say it as well.
      if (moment) goTo({ kind: 'exactly', moment });
      toast(t('frame.asOf.copyFailed'), t, { color: 'yellow' });
    }
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Snowflake size={14} aria-hidden />}
        disabled={!moment}
        title={t('frame.asOf.freezeHint')}
        onClick={() => {
          if (moment) goTo({ kind: 'exactly', moment });
        }}
      >
        {t('frame.asOf.freeze')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Link2 size={14} aria-hidden />}
        disabled={!moment}
        onClick={() => void copy()}
      >
        {t('frame.asOf.copy')}
      </Button>
    </Group>
  );
}
