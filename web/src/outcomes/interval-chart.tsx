import { useTranslation } from 'react-i18next';
import {
  IndicatorUnitsDocument,
  type FiguresOfFragment,
  type IndicatorUnitsQuery,
} from '../../generated/graphql';
import { ChartFrame } from '../charts/chart-frame';
import { byName, COMPARED_FROM } from '../charts/funnel-facts';
import { formatFigure } from '../charts/numbers';
import { RowChart } from '../charts/row-chart';
import { rangeToDraw } from '../charts/xmr-facts';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { useSession } from '../session/session';
import { exportedCsv } from './export-file';
import { atShownMoment } from './export-query';
import type { Indicator, Valued } from './indicators';
import { groupArguments, type Question } from './question';
import { sayValued, useCaption } from './said';
import { useUnitName } from './unit-name';

interface IntervalsByNameProps {
  readonly indicator: Indicator;
  readonly question: Question;
  /** Of all together: the line that units lie about. */
  readonly all: FiguresOfFragment | null;
  readonly onOpen: (key: string) => void;
}

/** Units one below the other in the order of their names, each with how sure its figure is. */
export function IntervalsByName(props: IntervalsByNameProps) {
  const { question } = props;
  const { filter } = question;
  const read = useRead(IndicatorUnitsDocument, { filter, ...groupArguments(question) });
  return <Loaded read={read}>{({ outcomes }) => <Answer {...props} outcomes={outcomes} />}</Loaded>;
}

interface AnswerProps extends IntervalsByNameProps {
  readonly outcomes: IndicatorUnitsQuery['outcomes'];
}

interface NamedUnit extends Valued {
  readonly key: string;
  readonly name: string;
}

function Answer({ outcomes, indicator, question, all, onOpen }: AnswerProps) {
  const { t, i18n } = useTranslation();
  const { fetchAs } = useSession();
  const caption = useCaption();
  const nameOf = useUnitName(question.by);
  const { slug, unit, of, bounds } = indicator;
  const named: NamedUnit[] = outcomes.groups.map((group) => ({
    key: group.key ?? '',
    name: nameOf(group),
    ...of(group.figures),
  }));
  const units = byName(named, i18n.language);
  const total = all ? of(all) : null;
  const csv = {
    query: 'outcomes',
    variables: { filter: question.filter, ...groupArguments(question) },
  } as const;
  const say = (value: number | null) => formatFigure(value, unit, i18n.language);
  const columns = (['unit', 'value', 'low', 'high', 'n'] as const).map((name) =>
    t(`outcomes.intervals.columns.${name}`),
  );
  const words = {
    none: t('outcomes.intervals.none'),
    small: t('charts.funnel.places.small', { word: '' }),
  };
  const sayUnit = (given: Valued) => sayValued(given, indicator, t, i18n.language);
  const rows = units.map((each) => rowOf(each, sayUnit, words));
  return (
    <ChartFrame
      title={t('outcomes.intervals.title')}
      sentence={t('outcomes.intervals.sentence')}
      fileName={`${slug}-units`}
      csv={() => exportedCsv(fetchAs, atShownMoment(csv))}
      caption={caption(outcomes, question.period, total?.n ?? null)}
      table={{
        columns,
        rows: units.map(({ name, value, interval, n }) => [
          name,
          say(value),
          say(interval?.low ?? null),
          say(interval?.high ?? null),
          formatFigure(n, 'count', i18n.language),
        ]),
      }}
    >
      <RowChart
        rows={rows}
        label={t('outcomes.intervals.title')}
        domain={domainOf(units, bounds)}
        format={(value) => say(value)}
        reference={
          total && total.value !== null
            ? { value: total.value, text: t('outcomes.intervals.all', { value: say(total.value) }) }
            : null
        }
        onOpen={onOpen}
      />
    </ChartFrame>
  );
}

/** An interval may be very wide for the smallest: those of fewer than 11 do not set the scale. */
function domainOf(
  units: readonly NamedUnit[],
  bounds: Indicator['bounds'],
): readonly [number, number] {
  if (bounds.max === 1) return [0, 1];
  const told = units.filter(({ n }) => n >= COMPARED_FROM);
  const drawn = (told.length > 0 ? told : units).flatMap(({ value, interval }) => [
    value,
    interval?.low ?? null,
    interval?.high ?? null,
  ]);
  return rangeToDraw([...drawn, ...units.map(({ value }) => value)], bounds);
}

function rowOf(
  unit: NamedUnit,
  say: (unit: Valued) => string,
  { none, small }: { readonly none: string; readonly small: string },
) {
  const { key, name, value, interval, n } = unit;
  const isFaint = n < COMPARED_FROM;
  return {
    ...{ key, name, value },
    line: interval,
    before: null,
    tone: 'ordinary',
    isFaint,
    label: [`${name}: ${say(unit)}`, ...(isFaint ? [small] : [])].join(', '),
    note: value === null ? none : null,
  } as const;
}
