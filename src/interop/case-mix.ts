import type { AgeBand } from '../domain/episode/codes';
import type { CaseMix } from '../domain/episode/values';
import type { Cells } from './cells';
import type { Mapping } from './mapping';

/** First whole year of each band but the last ones, as the bands' own names say. */
const AGE_BANDS: readonly (readonly [below: number, band: AgeBand])[] = [
  [18, 'UNDER_18'],
  [35, 'FROM_18_TO_34'],
  [50, 'FROM_35_TO_49'],
  [65, 'FROM_50_TO_64'],
  [80, 'FROM_65_TO_79'],
  [121, 'FROM_80'],
];

const DURATION_BANDS: readonly (readonly [belowWeeks: number, CaseMix['symptomDuration']])[] = [
  [6, 'UNDER_6_WEEKS'],
  [13, 'FROM_6_TO_12_WEEKS'],
  [52, 'FROM_3_TO_12_MONTHS'],
  [5 * 52, 'FROM_1_TO_5_YEARS'],
  [121 * 52, 'OVER_5_YEARS'],
];

/** Weeks in a unit, counted so that 12 months and one year are the same. */
const WEEKS = { weeks: 1, months: 52 / 12, years: 52 } as const;

/** The coarse case mix of a line; what is not given is UNKNOWN. */
export function caseMixOf(cells: Cells, mapped: Mapping['caseMix']): CaseMix {
  const { ageYears, symptoms } = mapped;
  return {
    ageBand: (ageYears && bandOf(cells, ageYears, 1, AGE_BANDS)) || 'UNKNOWN',
    sex: cells.value(mapped.sex) ?? 'UNKNOWN',
    symptomDuration:
      (symptoms && bandOf(cells, symptoms.column, WEEKS[symptoms.unit], DURATION_BANDS)) ??
      'UNKNOWN',
    payerClass: cells.value(mapped.payerClass) ?? 'UNKNOWN',
  };
}

function bandOf<Band extends string>(
  cells: Cells,
  column: string,
  unit: number,
  bands: readonly (readonly [below: number, band: Band])[],
): Band | null {
  const given = cells.number(column);
  if (given === null) return null;
  const band = given < 0 ? undefined : bands.find(([below]) => given * unit < below)?.[1];
  return band ?? cells.complain(column, 'must be from 0 to 120 years');
}
