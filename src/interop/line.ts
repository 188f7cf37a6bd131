import type { StaffId } from '../domain/ids';
import { Cells, type Problem } from './cells';
import { clinicIdOf } from './import-ids';
import { LineDraft, RECEIVED_AT, type LinePlan } from './line-draft';
import { neededDay, patientOf, referralOf, therapistOf } from './line-opening';
import type { Mapping } from './mapping';

/** Of the source line, this much is kept. */
const SOURCE_LINE_LENGTH_MAX = 10_000;

export type PlannedLine =
  | { readonly ok: true; readonly plan: LinePlan }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * One line as commands, or all that is wrong with it. Pure: the same line and mapping give the
 * same plan. `staffIdOf` gives the therapist's id from the content of the cell.
 */
export function planLine(
  record: {
    readonly line: number;
    readonly text: string;
    readonly cells: ReadonlyMap<string, string>;
  },
  mapping: Mapping,
  staffIdOf: (value: string) => StaffId,
): PlannedLine {
  const cells = new Cells(record.cells, mapping);
  const draft = new LineDraft(record, mapping, cells);
  const { referral } = mapping;
  const receivedOn = referral.date ?? neededDay(cells, referral.dateColumn);
  const clinicColumn = mapping.clinic.column;
  if (clinicColumn && cells.text(clinicColumn) === '') cells.complain(clinicColumn, 'is missing');
  const clinic = cells.name(clinicColumn) ?? '';
  const therapist = therapistOf(cells, mapping);
  const opening = referralOf(cells, mapping, receivedOn);
  if (!receivedOn) return { ok: false, problems: cells.problems };
  if (opening) {
    const { episodeId, patientId } = draft;
    const clinicId = clinicIdOf(mapping, clinic);
    const sourceLine = record.text.slice(0, SOURCE_LINE_LENGTH_MAX);
    const imported = { source: mapping.source, line: record.line, sourceLine };
    const opened = { episodeId, patientId, clinicId, imported, ...opening };
    draft.register(receivedOn, patientOf(cells, mapping, patientId, clinicId, record.line));
    draft.add('referral', receivedOn, RECEIVED_AT, { type: 'ReceiveReferral', ...opened });
    draft.add('accepted', receivedOn, RECEIVED_AT, { type: 'AcceptReferral', episodeId });
    if (therapist !== null) {
      const assigned = { episodeId, therapistId: staffIdOf(therapist), handover: undefined };
      draft.add('therapist', receivedOn, RECEIVED_AT, { type: 'AssignTherapist', ...assigned });
    }
  }
  // Gone through even so: whoever mends the sheet wants to know all that is wrong.
  draft.discharge(receivedOn, draft.assess(receivedOn));
  if (!opening || cells.problems.length > 0) return { ok: false, problems: cells.problems };
  return { ok: true, plan: draft.plan(clinic, therapist, receivedOn) };
}
