import type { LocalDate } from '../domain/time';
import type { Problem } from './cells';
import { readCsv, type CsvRecord } from './csv';
import type { ImportEngine } from './import-command';
import { LineRun, plannedLine } from './line-run';
import { columnsOf, type Mapping } from './mapping';
import { checkedMapping, prepare, type Needed, type NeededOfTherapist } from './set-up';
import { openTrial } from './trial-engine';

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
  // Opened before the set-up in a dry run, which is then part of the trial.
  const dryEngine = dryRun ? openTrial(engine) : null;
  const prepared = needed ? await prepare(dryEngine ?? engine, mapping, needed) : 0;
  const report = {
    imported: 0,
    already: 0,
    different: [] as LineReport[],
    failed: [] as LineReport[],
  };
  const run = new LineRun(engine, mapping, dryEngine);
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
  const events = dryRun ? 0 : prepared + run.events;
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

/** Reads the sheet once to know what its lines need; null: no line can be imported. */
async function surveyOf(
  options: ImportOptions,
): Promise<{ readonly lines: number; readonly needed: Needed | null }> {
  const clinics = new Set<string>();
  const therapists = new Map<string, NeededOfTherapist>();
  const days: LocalDate[] = [];
  let lines = 0;
  for await (const record of records(options)) {
    lines += 1;
    if (record.kind === 'bad') continue;
    const result = plannedLine(record, options.mapping);
    if (!result.ok) continue;
    const { clinic, therapist, firstDay, lastDay } = result.plan;
    clinics.add(clinic);
    if (therapist !== null) {
      const known = therapists.get(therapist) ?? { clinics: new Set(), diagnoses: new Map() };
      therapists.set(therapist, known);
      known.clinics.add(clinic);
      for (const code of result.plan.diagnoses) known.diagnoses.set(code, firstDay);
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
