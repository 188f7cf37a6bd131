import { searchTokens } from '../platform/search-tokens';
import { ORGANISATION } from '../engine/aggregates';
import type { LocalDate } from '../domain/time';
import { instantOf, type Instant } from '../domain/time';
import type { Problem } from './cells';
import { readCsv, type CsvRecord } from './csv';
import { send, type ImportCommand, type ImportEngine } from './import-command';
import { therapistIdOf } from './import-ids';
import { planLine } from './line';
import type { LinePlan, PlannedCommand } from './line-draft';
import { columnsOf, type Mapping } from './mapping';
import { checkedMapping, prepare, type Needed } from './set-up';

/** Lines at work at once: what they append is gathered into common commits. */
const LINES_IN_FLIGHT = 16;
/** Progress is told this often at most. */
const PROGRESS_LINES = 20;

export interface LineReport {
  readonly line: number;
  readonly problems: readonly Problem[];
}

export interface ImportReport {
  readonly source: string;
  /** Nothing was recorded: what would have been. */
  readonly dryRun: boolean;
  /** Lines of the sheet without its header and without empty ones. */
  readonly lines: number;
  /** Lines that added events now. */
  readonly imported: number;
  /** Lines that were there, as they are. */
  readonly already: number;
  /** Lines that were imported before with another content: nothing was changed. */
  readonly different: readonly LineReport[];
  /** Lines that could not be imported. */
  readonly failed: readonly LineReport[];
  /** Events added, those of clinics, therapists and policy included. */
  readonly events: number;
  /** The log's last position afterwards. */
  readonly position: number;
  readonly tookMs: number;
}

export interface ImportOptions {
  /** Path of the sheet. */
  readonly file: string;
  readonly mapping: Mapping;
  readonly dryRun?: boolean;
  readonly onProgress?: (done: number, of: number) => void;
}

type LineResult = 'imported' | 'already' | { different: Problem[] } | { failed: Problem[] };

/**
 * Brings a sheet's lines into the log by commands. Ids follow from source and line, so it may be
 * run again: what is there is not added twice, what a crash left out is added, and a line that
 * says something else now is reported. A bad line never stops the others.
 *
 * Throws `BadMapping`, `BadSheet`, `SetUpRefused`, `Unavailable`, or the system's error when the
 * file cannot be read.
 */
export async function importHistory(
  engine: ImportEngine,
  given: ImportOptions,
): Promise<ImportReport> {
  const startedAtMs = performance.now();
  const mapping = await checkedMapping(engine, given.mapping);
  const options = { ...given, mapping };
  const { dryRun = false } = options;
  const survey = await surveyOf(options);
  const { needed } = survey;
  let events = needed && !dryRun ? await prepare(engine, mapping, needed) : 0;
  const report = {
    imported: 0,
    already: 0,
    different: [] as LineReport[],
    failed: [] as LineReport[],
  };
  const run = new LineRun(engine, mapping, dryRun);
  let done = 0;
  await eachInFlight(records(options), async (record) => {
    const result = await run.line(record);
    const { line } = record;
    if (typeof result === 'string') report[result] += 1;
    else if ('failed' in result) report.failed.push({ line, problems: result.failed });
    else report.different.push({ line, problems: result.different });
    if (++done % PROGRESS_LINES === 0) options.onProgress?.(done, survey.lines);
  });
  options.onProgress?.(done, survey.lines);
  events += run.events;
  const { position } = await engine.store.head();
  const byLine = (a: LineReport, b: LineReport) => a.line - b.line;
  report.different.sort(byLine);
  report.failed.sort(byLine);
  const tookMs = Math.round(performance.now() - startedAtMs);
  return { source: mapping.source, dryRun, lines: done, ...report, events, position, tookMs };
}

function records({ file, mapping }: ImportOptions): AsyncGenerator<CsvRecord> {
  return readCsv(file, mapping.csv, columnsOf(mapping));
}

function planned(record: Extract<CsvRecord, { kind: 'cells' }>, mapping: Mapping) {
  return planLine(record, mapping, (value) => therapistIdOf(mapping, value));
}

/** Reads the sheet once to know what its lines need; null: no line can be imported. */
async function surveyOf(
  options: ImportOptions,
): Promise<{ readonly lines: number; readonly needed: Needed | null }> {
  const clinics = new Set<string>();
  const therapists = new Map<string, Set<string>>();
  const days: LocalDate[] = [];
  let lines = 0;
  for await (const record of records(options)) {
    lines += 1;
    if (record.kind === 'bad') continue;
    const result = planned(record, options.mapping);
    if (!result.ok) continue;
    const { clinic, therapist, firstDay, lastDay } = result.plan;
    clinics.add(clinic);
    if (therapist !== null) {
      therapists.set(therapist, (therapists.get(therapist) ?? new Set()).add(clinic));
    }
    // Days compare as text: only the first and the last are kept.
    const sorted = [...days, firstDay, lastDay].sort();
    days.splice(0, days.length, ...sorted.slice(0, 1), ...sorted.slice(-1));
  }
  const [firstDay, lastDay] = days;
  const needed = firstDay && lastDay ? { clinics, therapists, firstDay, lastDay } : null;
  return { lines, needed };
}

/** Runs the work of up to `LINES_IN_FLIGHT` records at once; the first error ends it. */
async function eachInFlight(
  source: AsyncGenerator<CsvRecord>,
  work: (record: CsvRecord) => Promise<void>,
): Promise<void> {
  let failed = false;
  const worker = async (): Promise<void> => {
    // Calls of next() on one generator queue up: each record goes to one worker.
    for (let next = await source.next(); !next.done && !failed; next = await source.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: LINES_IN_FLIGHT }, worker);
  const outcomes = await Promise.allSettled(workers);
  await source.return(undefined);
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
}

/** Sends the commands of lines. */
class LineRun {
  events = 0;
  /** Read once a run. */
  #searchKey: Promise<Buffer> | null = null;

  constructor(
    private readonly engine: ImportEngine,
    private readonly mapping: Mapping,
    private readonly dryRun: boolean,
  ) {}

  async line(record: CsvRecord): Promise<LineResult> {
    if (record.kind === 'bad') return { failed: [general(record.problem)] };
    const result = planned(record, this.mapping);
    if (!result.ok) return { failed: [...result.problems] };
    const { plan } = result;
    const due = this.#due(plan);
    if ('failed' in due) return due;
    const loaded = await this.engine.streams.load('episode', plan.episodeId);
    const isKnown = loaded.version >= 0;
    if (isKnown) {
      const changed = await this.#changed(plan);
      if (changed) return changed;
    }
    if (!this.dryRun) return this.#send(plan, due.commands);
    const missing = due.commands.filter(
      ({ category, commandId }) => category === 'episode' && !loaded.commands.has(commandId),
    );
    return missing.length === 0 ? 'already' : 'imported';
  }

  /** What is still to come is left out: a later import adds it. A score cannot lie ahead. */
  #due(plan: LinePlan): { commands: PlannedCommand[] } | { failed: Problem[] } {
    const now: Instant = instantOf(this.engine.clock.now());
    const commands = plan.commands.filter(({ occurredAt }) => occurredAt <= now);
    const ahead = plan.commands.find(({ occurredAt, command }) => {
      if (occurredAt <= now) return false;
      return command.type !== 'Discharge' || command.observations.length > 0;
    });
    if (!ahead) return { commands };
    return { failed: [general(`${ahead.step} would be at ${ahead.occurredAt}, in the future`)] };
  }

  /** Asked before anything else of the line is sent: a changed line adds nothing at all. */
  async #changed(plan: LinePlan): Promise<LineResult | null> {
    const referral = plan.commands.find(({ step }) => step === 'referral');
    if (!referral) return null;
    const outcome = await send(this.engine, { ...this.#request(referral, plan), check: true });
    if (outcome.kind !== 'refused') return null;
    return { different: [general('it says something else than when it was imported')] };
  }

  async #send(plan: LinePlan, commands: readonly PlannedCommand[]): Promise<LineResult> {
    let added = 0;
    for (const planned of commands) {
      const outcome = await send(this.engine, await this.#complete(planned, plan));
      if (outcome.kind === 'accepted') {
        if (outcome.appended) added += outcome.events.length;
        continue;
      }
      this.events += added;
      const { type } = planned.command;
      if (outcome.kind === 'conflict') return { failed: [general(`${type} met another change`)] };
      if (outcome.code === 'COMMAND_ID_REUSED') {
        return { different: [general(`its ${type} says something else than when imported`)] };
      }
      const { message, accepts } = outcome;
      return { failed: [general(`${type} was refused: ${message} Right would be: ${accepts}`)] };
    }
    this.events += added;
    return added > 0 ? 'imported' : 'already';
  }

  /** With the keyed hashes by which the patient is found. */
  async #complete(
    planned: PlannedCommand,
    plan: LinePlan,
  ): Promise<ImportCommand<'patient' | 'episode'>> {
    const request = this.#request(planned, plan);
    if (planned.category !== 'patient') return request;
    const { command } = planned;
    const key = await (this.#searchKey ??= this.engine.keys.ensureKey(ORGANISATION));
    const { name, birthDate, number } = command;
    return {
      ...request,
      command: { ...command, searchTokens: searchTokens(key, { name, birthDate, number }) },
    };
  }

  #request(planned: PlannedCommand, { digest }: LinePlan): ImportCommand<'patient' | 'episode'> {
    const { category, id, command, commandId, occurredAt } = planned;
    // A patient stands for itself: registered before a referral that was refused, it still fits.
    const input = category === 'patient' ? command : { digest };
    return { category, id, command, commandId, occurredAt, input };
  }
}

function general(problem: string): Problem {
  return { column: null, value: null, problem };
}
