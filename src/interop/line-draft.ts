import { createHash } from 'node:crypto';
import type { EpisodeCommand } from '../domain/episode/commands';
import type { ObservationGiven } from '../domain/episode/commands-assessment';
import type { EpisodeId, PatientId } from '../domain/ids';
import type { RegisterPatient } from '../domain/patient/commands';
import { momentOf, plusDays, type Instant, type LocalDate } from '../domain/time';
import type { Cells } from './cells';
import { importId } from './import-ids';
import { observationOf } from './line-observations';
import { isPrimary, type MappedAssessment, type Mapping } from './mapping';

/** Hours of the clinic's day: the sheet has days only, and what follows must come after. */
export const RECEIVED_AT = '09:00';
const ASSESSED_AT = '10:00';
const DISCHARGED_AT = '11:00';

/** A command of a line; its id is made from source, line and `step`. */
export type PlannedCommand = {
  readonly step: string;
  readonly commandId: string;
  readonly occurredAt: Instant;
  readonly id: string;
} & (
  | { readonly category: 'patient'; readonly command: RegisterPatient }
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
  /** ICD-10 codes of the referral: they decide which specialty is needed. */
  readonly diagnoses: readonly string[];
  /** In clinical order; the patient's registration comes first. */
  readonly commands: readonly PlannedCommand[];
  /** Of all that the line says: another digest, another content (SHA-256, hex). */
  readonly digest: string;
}

interface Observed {
  readonly observation: ObservationGiven;
  readonly primary: boolean;
}

/** Collects the commands of a line. */
export class LineDraft {
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

  register(day: LocalDate, command: RegisterPatient): void {
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
    return { step, commandId, occurredAt: momentOf(day, time, zone) };
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
      diagnoses: commands.flatMap(({ command }) =>
        command.type === 'ReceiveReferral' ? command.diagnoses.map(({ code }) => code) : [],
      ),
      commands,
      digest: digestOf(commands),
    };
  }
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
