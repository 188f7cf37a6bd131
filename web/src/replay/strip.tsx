import { memo, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Canvas, type Plot } from '../charts/canvas';
import type { ChartTheme } from '../charts/chart-theme';
import { writtenDay } from '../display/times';
import { useLocale } from '../display/use-locale';
import { localDay } from '../display/zones';
import { placesBetween } from './replay-facts';
import type { Entry } from './replay-page';
import classes from './replay.module.css';

interface StripProps {
  readonly entries: readonly Entry[];
  readonly version: number;
}

const HEIGHT = 96;
const TOP = 26;
const BOTTOM = 70;

/** Two rulers, when it happened and when it was recorded: a line that slants is a late entry. */
export function Strip({ entries, version }: StripProps) {
  const { t } = useTranslation();
  const late = entries.filter((entry) => entry.late).length;
  const sentence = t('replay.strip.sentence', { count: entries.length, late });
  return (
    <figure className={classes['strip']}>
      <Canvas height={HEIGHT} label={sentence}>
        {(plot) => <Lines entries={entries} version={version} plot={plot} />}
      </Canvas>
      <figcaption className={classes['quiet']}>{sentence}</figcaption>
    </figure>
  );
}

function Lines({ entries, version, plot }: StripProps & { readonly plot: Plot }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { width, theme, isNarrow } = plot;
  const left = isNarrow ? 12 : 92;
  const right = width - 16;
  const { place, ends } = useMemo(() => spanOf(entries), [entries]);
  const x = useCallback(
    (moment: string) => left + place(moment) * (right - left),
    [left, right, place],
  );
  const day = (moment: string | undefined) =>
    moment === undefined ? '' : writtenDay(localDay(moment, locale.zone), locale);
  const selected = entries[version];
  return (
    <>
      {!isNarrow && (
        <g fill={theme.soft}>
          <text x={0} y={TOP} dy="0.32em">
            {t('replay.strip.occurred')}
          </text>
          <text x={0} y={BOTTOM} dy="0.32em">
            {t('replay.strip.recorded')}
          </text>
        </g>
      )}
      <line x1={left} x2={right} y1={TOP} y2={TOP} stroke={theme.soft} />
      <line x1={left} x2={right} y1={BOTTOM} y2={BOTTOM} stroke={theme.soft} />
      <AllLines entries={entries} x={x} theme={theme} />
      {selected && <EntryLine entry={selected} x={x} colour={theme.focus} width={3.5} />}
      <text x={left} y={14} fill={theme.soft}>
        {day(ends[0])}
      </text>
      <text x={right} y={14} textAnchor="end" fill={theme.soft}>
        {day(ends[1])}
      </text>
      {isNarrow && (
        <text x={left} y={HEIGHT - 8} fill={theme.soft}>
          ↑ {t('replay.strip.occurred')} · ↓ {t('replay.strip.recorded')}
        </text>
      )}
    </>
  );
}

/** Where a moment lies from the first to the last, 0 to 1, and which these are. */
function spanOf(entries: readonly Entry[]) {
  const moments = entries.flatMap(({ occurredAt, recordedAt }) => [occurredAt, recordedAt]);
  const sorted = [...moments].sort();
  return { place: placesBetween(moments), ends: [sorted[0], sorted.at(-1)] as const };
}

interface AllLinesProps {
  readonly entries: readonly Entry[];
  readonly x: (moment: string) => number;
  readonly theme: ChartTheme;
}

/** Not drawn again when another entry is selected: there may be a thousand. */
const AllLines = memo(function AllLines({ entries, x, theme }: AllLinesProps) {
  const colour = (entry: Entry) => (entry.late ? theme.tones.worse : theme.tones.ordinary);
  return entries.map((entry) => (
    <EntryLine key={entry.id} entry={entry} x={x} colour={colour(entry)} width={1.25} />
  ));
});

interface EntryLineProps {
  readonly entry: Entry;
  readonly x: (moment: string) => number;
  readonly colour: string;
  readonly width: number;
}

function EntryLine({ entry, x, colour, width }: EntryLineProps) {
  return (
    <line
      x1={x(entry.occurredAt)}
      x2={x(entry.recordedAt)}
      y1={TOP}
      y2={BOTTOM}
      stroke={colour}
      strokeWidth={width}
      strokeDasharray={entry.inError ? '3 3' : 'none'}
    />
  );
}
