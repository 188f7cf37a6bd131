import { Select } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  IndicatorFunnelDocument,
  type FunnelFigure,
  type IndicatorFunnelQuery,
} from '../../generated/graphql';
import { ChartFrame } from '../charts/chart-frame';
import { FunnelChart } from '../charts/funnel-chart';
import { byName, countUnits, toldUnits, type ToldUnit } from '../charts/funnel-facts';
import { formatFigure } from '../charts/numbers';
import { useRead } from '../data/read';
import { Loaded } from '../frame/states';
import { useSession } from '../session/session';
import { exportedCsv } from './export-file';
import { atShownMoment } from './export-query';
import type { Indicator } from './indicators';
import type { Question } from './question';
import { useCaption } from './said';
import { useUnitName } from './unit-name';

interface FunnelOfUnitsProps {
  readonly figure: FunnelFigure;
  readonly indicator: Indicator;
  readonly question: Question;
  readonly onOpen: (key: string) => void;
}

/** Units by size against limits that allow for it. */
export function FunnelOfUnits(props: FunnelOfUnitsProps) {
  const { figure, question } = props;
  const { filter, by, label } = question;
  const read = useRead(IndicatorFunnelDocument, { figure, units: by, label, filter });
  return <Loaded read={read}>{({ funnel }) => <Answer {...props} funnel={funnel} />}</Loaded>;
}

interface AnswerProps extends FunnelOfUnitsProps {
  readonly funnel: IndicatorFunnelQuery['funnel'];
}

function Answer({ funnel, figure, indicator, question, onOpen }: AnswerProps) {
  const { t, i18n } = useTranslation();
  const { fetchAs } = useSession();
  const caption = useCaption();
  const nameOf = useUnitName(question.by);
  const { slug, better, unit, scale } = indicator;
  const centre = funnel.centre ?? null;
  const named = funnel.units.map((each) => ({ ...each, label: nameOf(each) }));
  const units = byName(toldUnits(named, { better, centre }), i18n.language);
  const n = units.reduce((sum, each) => sum + each.n, 0);
  const { filter, by, label, search, set } = question;
  const csv = { query: 'funnel', variables: { figure, units: by, label, filter } } as const;
  return (
    <ChartFrame
      title={t('outcomes.funnel.title', {
        name: t(`outcomes.indicators.${slug}.name`),
        by: t(`outcomes.groupedBy.${by}`),
      })}
      sentence={sayFunnel(units, t)}
      fileName={`${slug}-funnel`}
      csv={() => exportedCsv(fetchAs, atShownMoment(csv))}
      caption={caption(funnel, question.period, n)}
      note={<Notes funnel={funnel} />}
      tools={
        <Select
          size="xs"
          w={170}
          searchable
          clearable
          aria-label={t('outcomes.filter.unit')}
          placeholder={t('outcomes.filter.unit')}
          data={units.map((each) => ({ value: each.key, label: each.name }))}
          value={units.some(({ key }) => key === search.unit) ? (search.unit ?? null) : null}
          onChange={(key) => set({ unit: key ?? undefined })}
        />
      }
      table={funnelTable(units, indicator, { t, language: i18n.language })}
    >
      <FunnelChart
        units={named}
        curve={funnel.curve}
        centre={centre}
        better={better}
        unit={unit}
        scale={scale}
        sizeLabel={t(`outcomes.indicators.${slug}.n`)}
        found={search.unit ?? null}
        hidden={0}
        onOpen={onOpen}
      />
    </ChartFrame>
  );
}

function Notes({ funnel: { phi, tau2 } }: { readonly funnel: IndicatorFunnelQuery['funnel'] }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const isKnown = typeof phi === 'number' && typeof tau2 === 'number';
  const facts = isKnown ? { phi: number.format(phi), tau2: number.format(tau2) } : null;
  return (
    <>
      <p>
        {facts
          ? t(tau2 === 0 ? 'outcomes.funnel.noSpread' : 'outcomes.funnel.spread', facts)
          : t('outcomes.funnel.fewUnits')}
      </p>
      <p>{t('outcomes.funnel.reading')}</p>
    </>
  );
}

function sayFunnel(units: readonly ToldUnit[], t: TFunction): string {
  const { compared, small, beyond998 } = countUnits(units);
  const names = units
    .filter(({ mark }) => mark === 'beyond998')
    .map(({ name, tone }) => `${name} (${t(`charts.tones.${tone}`)})`)
    .join(', ');
  const found =
    beyond998 > 0
      ? t('outcomes.funnel.flagged', { count: beyond998, compared, names })
      : compared === 0
        ? t('outcomes.funnel.none')
        : t('outcomes.funnel.ordinary', { count: compared });
  return small === 0 ? found : `${found} ${t('outcomes.funnel.small', { count: small })}`;
}

function funnelTable(
  units: readonly ToldUnit[],
  { unit, scale }: Indicator,
  { t, language }: { readonly t: TFunction; readonly language: string },
) {
  const names = [
    ...(['unit', 'n', 'events', 'value', 'low95', 'high95', 'low998', 'high998'] as const),
    'place' as const,
  ];
  const say = (value: number) => formatFigure(value * scale, unit, language);
  return {
    columns: names.map((name) => t(`outcomes.funnel.columns.${name}`)),
    rows: units.map(({ name, n, events, value, limits: { inner, outer }, mark, tone }) => [
      name,
      formatFigure(n, 'count', language),
      formatFigure(events, 'count', language),
      say(value),
      say(inner.low),
      say(inner.high),
      say(outer.low),
      say(outer.high),
      t(`charts.funnel.places.${mark}`, { word: t(`charts.tones.${tone}`) }),
    ]),
  };
}
