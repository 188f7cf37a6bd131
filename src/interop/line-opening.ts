import type { ClinicId, PatientId } from '../domain/ids';
import type { RegisterPatient } from '../domain/patient/commands';
import type { LocalDate } from '../domain/time';
import { caseMixOf } from './case-mix';
import type { Cells } from './cells';
import type { Mapping } from './mapping';

/** The day of the referral; null is a complaint, or no column. */
export function neededDay(cells: Cells, column: string | undefined): LocalDate | null {
  if (column === undefined) return null;
  if (cells.text(column) === '')
    return cells.complain(column, 'the day of the referral is missing');
  return cells.day(column);
}

/** The content of the therapist's cell, where somebody is assigned; else null. */
export function therapistOf(cells: Cells, { therapist }: Mapping): string | null {
  if (!therapist) return null;
  const { column, when } = therapist;
  if (when && cells.text(when.column) !== when.is) return null;
  return cells.name(column);
}

/** The registration of the line's patient; the search tokens are made by whoever sends it. */
export function patientOf(
  cells: Cells,
  { patient }: Mapping,
  patientId: PatientId,
  clinicId: ClinicId,
  line: number,
): RegisterPatient {
  const named = cells.text(patient.name);
  const name = named || `Imported patient ${cells.text(patient.id) || line}`;
  if (name.length > 200) cells.complain(patient.name ?? null, 'is longer than 200 characters');
  const birthDate = patient.birthDate === undefined ? null : cells.day(patient.birthDate);
  return {
    type: 'RegisterPatient',
    patientId,
    clinicId,
    name,
    birthDate: birthDate ?? undefined,
    number: cells.text(patient.number) || undefined,
    contact: undefined,
  };
}

/** What the line says of the referral; null when something needed is missing (a complaint). */
export function referralOf(cells: Cells, mapping: Mapping, receivedOn: LocalDate | null) {
  const { referrer, diagnosis, bodySite } = mapping.referral;
  const role = cells.needed(referrer.role, "the referrer's role");
  const code = cells.needed(diagnosis.code, 'the diagnosis');
  const asserted = cells.needed(diagnosis.assertedBy, 'who asserted the diagnosis');
  const site = cells.value(bodySite);
  const caseMix = caseMixOf(cells, mapping.caseMix);
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(mapping.labels)) {
    const label = cells.value(value);
    if (label !== null) labels[key] = label;
  }
  if (!receivedOn || !role || !code || !asserted) return null;
  if (!/^[A-Z]\d{2}(\.\d{1,4})?$/.test(code)) {
    const column = 'column' in diagnosis.code ? diagnosis.code.column : null;
    return cells.complain(column, 'must be an ICD-10 code such as M54.2');
  }
  const id = cells.value(referrer.id);
  return {
    referrer: { id, role, staffId: null },
    referrerName: cells.value(referrer.name) ?? undefined,
    referrerOrganisation: cells.value(referrer.organisation) ?? undefined,
    prescription: { number: null, issuedOn: receivedOn, validUntil: null, visits: null },
    diagnoses: [{ system: 'ICD-10' as const, code, assertedBy: { role: asserted } }],
    indication: undefined,
    bodySites: site === null ? [] : [site],
    urgency: 'ROUTINE' as const,
    caseMix,
    labels,
  };
}
