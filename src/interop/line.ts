import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { v5 as uuidV5 } from 'uuid';
import type { EpisodeCommand, ObservationGiven } from '../domain/episode/commands';
import { sentence } from '../domain/rules';
import type { ClinicId, EpisodeId, PatientId, StaffId } from '../domain/ids';
import { fromCustom, INSTRUMENTS, type CustomMeasure } from '../domain/outcomes/instruments';
import { score, type Answer } from '../domain/outcomes/scoring';
import type { PatientCommand } from '../domain/patient/decider';
import { instantOf, plusDays, type Instant, type LocalDate, type Zone } from '../domain/time';
import { caseMixOf } from './case-mix';
import { Cells, type Problem } from './cells';
import { isPrimary, type MappedAssessment, type MappedObservation, type Mapping } from './mapping';

/** Namespace (RFC 9562, version 5) of everything that an import makes. */
const IMPORTED = '6d2f3a52-7f4b-5c0e-9a3d-0f3c0f4f7f04';

/** Hours of the clinic's day: the sheet has days only, and what follows must come after. */
const RECEIVED_AT = '09:00';
const ASSESSED_AT = '10:00';
const DISCHARGED_AT = '11:00';

/** Of the source line, this much is kept. */
const SOURCE_LINE_LENGTH_MAX = 10_000;

/** The issuer of therapists that an import makes: nobody can sign in as one of them. */
export const IMPORT_ISSUER = 'import';

/** A command of a line; its id is made from source, line and `step`. */
export type PlannedCommand = {
  readonly step: string;
  readonly commandId: string;
  readonly occurredAt: Instant;
  readonly id: string;
} & (
  | { readonly category: 'patient'; readonly command: PatientCommand }
  | { readonly category: 'episode'; readonly command: EpisodeCommand }
);

/** What one line of a sheet means. */
export interface LinePlan {
  readonly line: number;
  readonly episodeId: EpisodeId;
  /** Contents of the cells that tell clinic and therapist. */
  readonly clinic: string;
  readonly therapist: string | null;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  /** In clinical order; the patient's registration comes first. */
  readonly commands: readonly PlannedCommand[];
  /** Of all that the line says: another digest, another content (SHA-256, hex). */
  readonly digest: string;
}

export type PlannedLine =
  | { readonly ok: true; readonly plan: LinePlan }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** An id that follows from the source and what it is for, so that it is the same next time. */
export function importId(source: string, ...parts: readonly (string | number)[]): string {
  return uuidV5([source, ...parts].join('\n'), IMPORTED);
}

export function clinicIdOf({ source, clinic }: Mapping, value: string): ClinicId {
  return (clinic.ids[value] ?? importId(source, 'clinic', value)) as ClinicId; // a UUID either way
}

/** The measures that a sheet may use: the built-in ones and those of the mapping. */
export function instrumentFor(mapping: Pick<Mapping, 'measures'>, code: string) {
  const builtIn = INSTRUMENTS.find((known) => known.code === code);
  const custom: CustomMeasure | undefined = mapping.measures.find((known) => known.code === code);
  return builtIn ?? (custom ? fromCustom(custom) : null);
}

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
  const draft = new Draft(record, mapping, cells);
  const { referral } = mapping;
  const receivedOn = referral.date ?? neededDay(cells, referral.dateColumn);
  const clinic = cells.text(mapping.clinic.column);
  if (mapping.clinic.column && clinic === '') cells.complain(mapping.clinic.column, 'is missing');
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

/** Collects the commands of a line. */
class Draft {
  readonly episodeId: EpisodeId;
  readonly patientId: PatientId;
  readonly #commands: PlannedCommand[] = [];
  #lastDay: LocalDate | null = null;

  constructor(
    readonly record: { readonly line: number },
    readonly mapping: Mapping,
    readonly cells: Cells,
  ) {
    const { source, patient } = mapping;
    const { line } = record;
    const known = cells.text(patient.id);
    if (patient.id && known === '') cells.complain(patient.id, 'is missing');
    // UUIDs, made here.
    this.episodeId = importId(source, 'episode', line) as EpisodeId;
    this.patientId = importId(source, 'patient', patient.id ? known : line) as PatientId;
  }

  register(day: LocalDate, command: PatientCommand): void {
    this.#commands.push({
      ...this.#common('patient', day, RECEIVED_AT),
      category: 'patient',
      id: this.patientId,
      command,
    });
  }

  add(step: string, day: LocalDate, time: string, command: EpisodeCommand): void {
    if (this.#lastDay === null || day > this.#lastDay) this.#lastDay = day;
    const common = this.#common(step, day, time);
    this.#commands.push({ ...common, category: 'episode', id: this.episodeId, command });
  }

  #common(step: string, day: LocalDate, time: string) {
    const { source, zone } = this.mapping;
    const commandId = importId(source, 'command', this.record.line, step);
    return { step, commandId, occurredAt: localTime(day, time, zone) };
  }

  /** The assessments in their order; gives the observations that go with the discharge. */
  assess(receivedOn: LocalDate): readonly ObservationGiven[] {
    let final: readonly ObservationGiven[] = [];
    for (const assessment of this.mapping.assessments) {
      const { kind, dateColumn } = assessment;
      const given = this.#observationsOf(assessment);
      if (kind === 'DISCHARGE') {
        final = given.map(({ observation }) => observation);
        continue;
      }
      if (given.length === 0 && kind !== 'INITIAL') continue;
      const day = dateColumn
        ? this.cells.day(dateColumn)
        : plusDays(receivedOn, assessment.day ?? 0);
      if (!day) {
        if (this.cells.text(dateColumn) === '') {
          this.cells.complain(dateColumn ?? null, 'is missing, but there is a score of that day');
        }
        continue;
      }
      if (day < receivedOn) {
        this.cells.complain(dateColumn ?? null, `is before the referral of ${receivedOn}`);
      }
      this.#assessment(assessment, day, given);
    }
    return final;
  }

  /**
   * An initial assessment without the primary measure has none: were another measure recorded in
   * it, the episode would be judged by that one. So the others follow as a re-assessment.
   */
  #assessment(assessment: MappedAssessment, day: LocalDate, given: readonly Observed[]): void {
    const { kind } = assessment;
    const place = `${kind} ${assessment.dateColumn ?? assessment.day ?? ''}`;
    const isInitial = kind === 'INITIAL';
    const apart = isInitial && !given.some(({ primary }) => primary);
    this.#record(place, kind, day, apart ? [] : given);
    if (apart && given.length > 0) this.#record(`${place} others`, 'REASSESSMENT', day, given);
  }

  #record(
    step: string,
    kind: MappedAssessment['kind'],
    day: LocalDate,
    given: readonly Observed[],
  ): void {
    const { instrument, bodySite = null } = this.mapping.primary;
    const judges = kind === 'INITIAL' && given.length > 0;
    this.add(step, day, ASSESSED_AT, {
      type: 'RecordAssessment',
      episodeId: this.episodeId,
      kind,
      // A sheet of scores does not say whether they were.
      healthHistoryTaken: false,
      contraindicationsAsked: false,
      observations: given.map(({ observation }) => observation),
      primaryMeasure: judges ? { instrument, bodySite } : undefined,
      findings: undefined,
      activityNames: {},
    });
  }

  #observationsOf({ observations }: MappedAssessment): Observed[] {
    return observations.flatMap((wanted) => {
      const observation = observationOf(this.cells, this.mapping, wanted);
      return observation ? [{ observation, primary: isPrimary(wanted, this.mapping.primary) }] : [];
    });
  }

  discharge(receivedOn: LocalDate, observations: readonly ObservationGiven[]): void {
    const { discharge } = this.mapping;
    if (!discharge) return;
    const { cells, episodeId } = this;
    const { dateColumn, withdrawalDay } = discharge;
    const withdrawn = 'column' in discharge.reason && cells.text(discharge.reason.column) !== '';
    const early = withdrawn && observations.length === 0 ? withdrawalDay : undefined;
    const dated = dateColumn ? cells.day(dateColumn) : null;
    const offset = early ?? discharge.day;
    const wanted = dated ?? (offset === undefined ? null : plusDays(receivedOn, offset));
    if (!wanted) {
      if (observations.length > 0 && cells.text(dateColumn) === '') {
        cells.complain(dateColumn ?? null, 'is missing, but there is a score of the discharge');
      }
      return;
    }
    if (wanted < receivedOn) {
      cells.complain(dateColumn ?? null, `is before the referral of ${receivedOn}`);
    }
    const dischargeReason = cells.needed(discharge.reason, 'the reason of the discharge');
    if (!dischargeReason) return;
    // What was still measured after a withdrawal was measured in this episode.
    const day = this.#lastDay && this.#lastDay > wanted ? this.#lastDay : wanted;
    const because = cells.value(discharge.missingBecause) ?? 'not in the imported sheet';
    this.add('discharge', day, DISCHARGED_AT, {
      type: 'Discharge',
      episodeId,
      dischargeReason,
      observations,
      finalMissingBecause: observations.length > 0 ? undefined : because,
      goals: [],
      cancelSessions: [],
      report: undefined,
      findings: undefined,
    });
  }

  plan(clinic: string, therapist: string | null, firstDay: LocalDate): LinePlan {
    const commands = [...this.#commands].sort((a, b) => compare(a.occurredAt, b.occurredAt));
    return {
      line: this.record.line,
      episodeId: this.episodeId,
      clinic,
      therapist,
      firstDay,
      lastDay: this.#lastDay ?? firstDay,
      commands,
      digest: digestOf(commands),
    };
  }
}

interface Observed {
  readonly observation: ObservationGiven;
  readonly primary: boolean;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The source line itself is left out: cells that the mapping does not name may change. */
function digestOf(commands: readonly PlannedCommand[]): string {
  const said = commands.map(({ step, occurredAt, command }) => [
    step,
    occurredAt,
    command.type === 'ReceiveReferral' ? { ...command, imported: null } : command,
  ]);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

function localTime(day: LocalDate, time: string, zone: Zone): Instant {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time });
  return instantOf(at.epochMilliseconds);
}

function neededDay(cells: Cells, column: string | undefined): LocalDate | null {
  if (column === undefined) return null;
  if (cells.text(column) === '')
    return cells.complain(column, 'the day of the referral is missing');
  return cells.day(column);
}

function therapistOf(cells: Cells, { therapist }: Mapping): string | null {
  if (!therapist) return null;
  const { column, when } = therapist;
  if (when && cells.text(when.column) !== when.is) return null;
  return cells.text(column) || null;
}

function patientOf(
  cells: Cells,
  { patient }: Mapping,
  patientId: PatientId,
  clinicId: ClinicId,
  line: number,
): PatientCommand {
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
    // Made where the organisation's key is.
    searchTokens: [],
  };
}

function referralOf(cells: Cells, mapping: Mapping, receivedOn: LocalDate | null) {
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
  const organisation = cells.value(referrer.organisation);
  return {
    referrer: { id, role, organisation, staffId: null },
    referrerName: cells.value(referrer.name) ?? undefined,
    prescription: { number: null, issuedOn: receivedOn, validUntil: null, visits: null },
    diagnoses: [{ system: 'ICD-10' as const, code, assertedBy: { role: asserted } }],
    indication: undefined,
    bodySites: site === null ? [] : [site],
    urgency: 'ROUTINE' as const,
    caseMix,
    labels,
  };
}

/** The score in this line; null when nothing was measured, or when it cannot be (a complaint). */
function observationOf(
  cells: Cells,
  mapping: Mapping,
  wanted: MappedObservation,
): ObservationGiven | null {
  const { bodySite = null, recall, mode, column, items } = wanted;
  const instrument = instrumentFor(mapping, wanted.instrument);
  // Whether the mapping's instruments exist is asked once, before the first line.
  if (!instrument) return null;
  const before = cells.problems.length;
  const answer = column === undefined ? itemsOf(cells, items ?? []) : scoreOf(cells, column);
  if (!answer || cells.problems.length > before) return null;
  const result = score(instrument, answer);
  if (!result.ok) {
    const words = sentence(result.code, result.facts);
    return cells.complain(column ?? (items ?? []).join(', '), `${instrument.code}: ${words}`);
  }
  return { instrument: instrument.code, bodySite, answer, recall, mode };
}

function scoreOf(cells: Cells, column: string): Answer | null {
  const value = cells.number(column);
  return value === null ? null : { score: value };
}

/** Items 1 … n; an empty cell is an item not answered, and all empty nothing measured. */
function itemsOf(cells: Cells, columns: readonly string[]): Answer | null {
  const items = columns.map((column, index) => [String(index + 1), cells.number(column)] as const);
  return items.every(([, value]) => value === null) ? null : { items: Object.fromEntries(items) };
}
