import '@mantine/dates/styles.css';
import 'dayjs/locale/de';
import { Button, Divider, Group, Stack, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { askedText, type AskedMoment } from '../data/as-of';
import { useAsked } from '../data/use-asked';
import { useLocale } from '../display/use-locale';
import { localDay, plusDays, zonePlace } from '../display/zones';
import { useStepping } from './changes-here';
import classes from './as-of-panel.module.css';
import { useGoTo } from './moment';
import { addressInstant, endOfDayMs, parseMoment } from './parse-moment';
import { ExactMoment } from './exact-moment';

const MONTH_ENDS = 3;

/** Chooses the moment: written, from presets, or by the calendar. */
export function AsOfPanel({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { zone, language } = useLocale();
  const asked = useAsked();
  const goTo = useGoTo();
  const step = useStepping();
  const [today] = useState(() => localDay(Date.now(), zone));
  const go = (moment: AskedMoment) => {
    goTo(moment);
    onDone();
  };
  const goToEndOf = (day: string) => {
    const instantMs = Math.min(endOfDayMs(day, zone), Date.now());
    go({ kind: 'at', at: addressInstant(instantMs) });
  };
  return (
    <Stack gap="sm">
      <WrittenMoment asked={asked} onMoment={go} />
      <Divider />
      <Presets
        today={today}
        onDay={goToEndOf}
        onBeforeLast={() => {
          step('previous');
          onDone();
        }}
      />
      <DatePicker
        locale={language}
        maxDate={today}
        value={asked?.kind === 'at' ? localDay(asked.at, zone) : null}
        onChange={(day) => {
          if (day !== null) goToEndOf(day);
        }}
        size="sm"
        hideOutsideDates
        classNames={{ weekday: classes['weekday'] ?? '', day: classes['day'] ?? '' }}
        ariaLabels={{
          previousMonth: t('frame.asOf.previousMonth'),
          nextMonth: t('frame.asOf.nextMonth'),
        }}
      />
      <Divider />
      <ExactMoment />
    </Stack>
  );
}

interface WrittenProps {
  readonly asked: AskedMoment | null;
  readonly onMoment: (moment: AskedMoment) => void;
}

function WrittenMoment({ asked, onMoment }: WrittenProps) {
  const { t } = useTranslation();
  const { zone, language } = useLocale();
  const [text, setText] = useState(asked ? askedText(asked) : '');
  const field = useRef<HTMLInputElement>(null);
  // The panel is loaded after its place was opened: nobody has the focus yet.
  useEffect(() => field.current?.focus(), []);
  const [refusal, setRefusal] = useState<'invalid' | 'future' | null>(null);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const parsed = parseMoment(text, { zone, language, nowMs: Date.now() });
    if (parsed.kind === 'moment') onMoment(parsed.moment);
    else setRefusal(parsed.kind);
  };
  const description = `${t('frame.asOf.hint')} ${t('frame.asOf.zone', { zone: zonePlace(zone) })}.`;
  return (
    <form onSubmit={submit}>
      <TextInput
        ref={field}
        data-autofocus
        label={t('frame.asOf.label')}
        description={description}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setRefusal(null);
        }}
        error={refusal && t(`frame.asOf.${refusal}`)}
      />
      <Button type="submit" mt="xs">
        {t('frame.asOf.apply')}
      </Button>
    </form>
  );
}

interface PresetsProps {
  readonly today: string;
  readonly onDay: (day: string) => void;
  readonly onBeforeLast: () => void;
}

function Presets({ today, onDay, onBeforeLast }: PresetsProps) {
  const { t, i18n } = useTranslation();
  const days = [
    { day: plusDays(today, -1), text: t('frame.asOf.yesterday') },
    ...monthEnds(today).map((day) => ({
      day,
      text: endName(day, t, i18n.language),
    })),
  ];
  return (
    <Group gap="xs" role="group" aria-label={t('frame.asOf.presets')}>
      {days.map(({ day, text }) => (
        <Button key={day} variant="default" size="compact-sm" onClick={() => onDay(day)}>
          {text}
        </Button>
      ))}
      <Button variant="default" size="compact-sm" onClick={onBeforeLast}>
        {t('frame.asOf.beforeLast')}
      </Button>
    </Group>
  );
}

/** The last days of the months that are over, the latest first. */
function monthEnds(today: string): readonly string[] {
  const ends: string[] = [];
  for (let day = today; ends.length < MONTH_ENDS;) {
    day = plusDays(`${day.slice(0, 8)}01`, -1);
    ends.push(day);
  }
  return ends;
}

/** The end of a month; of a quarter's last one, the end of both. */
function endName(day: string, t: TFunction, language: string): string {
  const month = monthName(day, language);
  const number = Number(day.slice(5, 7));
  return number % 3 === 0
    ? t('frame.asOf.quarterEnd', { month, quarter: number / 3 })
    : t('frame.asOf.monthEnd', { month });
}

function monthName(day: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return format.format(new Date(day));
}
