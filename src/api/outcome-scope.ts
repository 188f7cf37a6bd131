import { measureKey } from '../domain/episode/values';
import type { OutcomeFilter } from '../projections/cohort-rows';
import type { GroupBy, Grouping } from '../projections/grouping';
import { badInput } from './errors';
import { toMeasure } from './observation-inputs';
import type { OutcomeFilterInput } from './outcome-inputs';
import { clinicsReached } from './rights';
import type { Viewer } from './viewer';

interface Grouped {
  readonly groupBy?: Grouping | null;
  readonly label?: string | null;
}

/** What was asked, within what the viewer may see figures of. */
export function filterFor(
  viewer: Viewer,
  asked: OutcomeFilterInput | null | undefined,
): OutcomeFilter {
  return within(viewer, toFilter(asked ?? {}));
}

/** Figures end at the clinics of the viewer; a therapist's at the episodes that count for them. */
function within(viewer: Viewer, filter: OutcomeFilter): OutcomeFilter {
  const { all, clinics } = clinicsReached(viewer, 'READ_FIGURES');
  if (all) return filter;
  if (clinics.length > 0) return { ...filter, clinics: both(clinics, filter.clinics) };
  return { ...filter, therapists: both([viewer.staffId], filter.therapists) };
}

function both(allowed: readonly string[], asked: readonly string[] | null): readonly string[] {
  return asked === null ? allowed : allowed.filter((id) => asked.includes(id));
}

/** Throws `BAD_USER_INPUT` when a label is named without `LABEL`, or the other way round. */
export function toGroupBy({ groupBy, label }: Grouped): GroupBy {
  const by = groupBy ?? 'NOTHING';
  if ((by === 'LABEL') !== ((label ?? null) !== null)) {
    const message = 'must be given with groupBy: LABEL, and only then';
    throw badInput([{ path: 'label', rule: 'withGroupByLabel', message }]);
  }
  return by === 'LABEL' ? { by, label: label ?? '' } : { by };
}

function toFilter(input: OutcomeFilterInput | Record<string, never>): OutcomeFilter {
  return {
    clinics: input.clinicIds ?? null,
    therapists: input.therapistIds ?? null,
    conditions: input.conditions ?? null,
    payers: input.payers ?? null,
    referrers: input.referrerIds ?? null,
    labels: Object.fromEntries((input.labels ?? []).map(({ key, code }) => [key, code])),
    from: input.from ?? null,
    to: input.to ?? null,
    measure: input.measure ? measureKey(toMeasure(input.measure)) : null,
  };
}
