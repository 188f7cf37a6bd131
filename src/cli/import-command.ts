import { accessSync, constants, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { importHistory, type ImportReport, type LineReport } from '../interop/import-history';
import { BadMapping, parseMapping, type Mapping } from '../interop/mapping';
import type { Config } from '../platform/config';
import { errorText } from '../platform/startup-error';
import { EXIT, UsageError, type ExitCode } from './exit-codes';
import { withEngine } from './open-engine';
import { withProgress } from './progress';

export interface ImportHistoryOptions {
  readonly mapping: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Lines named in the report for people; the JSON has all of them. */
const LINES_SHOWN_MAX = 50;

/** `anamnesis import history FILE --mapping MAP`. */
export async function importHistoryCommand(
  config: Config,
  file: string,
  options: ImportHistoryOptions,
): Promise<ExitCode> {
  const mapping = readMapping(options.mapping);
  const path = resolve(file);
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new UsageError(`The sheet ${path} cannot be read: ${errorText(error)}.`);
  }
  const { dryRun } = options;
  const report = await withEngine(config, { makes: true }, ({ engine }) =>
    withProgress('Importing', (onProgress) =>
      importHistory(engine, { file: path, mapping, dryRun, onProgress }),
    ),
  );
  const text = options.json ? JSON.stringify(report, null, 2) : reportText(report);
  process.stdout.write(`${text}\n`);
  return report.failed.length + report.different.length > 0 ? EXIT.failed : EXIT.ok;
}

function readMapping(file: string): Mapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The mapping ${file} cannot be read: ${errorText(error)}.`);
  }
  try {
    return parseMapping(text);
  } catch (error) {
    if (!(error instanceof BadMapping)) throw error;
    throw new UsageError(`The mapping ${file} is not right:\n${error.message}`);
  }
}

function reportText(report: ImportReport): string {
  const { source, dryRun, lines, imported, already, different, failed, events } = report;
  const did = dryRun ? 'would be imported' : 'imported';
  const seconds = (report.tookMs / 1_000).toFixed(1);
  return [
    `${source}: ${lines} lines in ${seconds} s`,
    `  ${imported} ${did}, ${already} already there`,
    `  ${different.length} different from what was imported, ${failed.length} failed`,
    `  ${events} events added; the log is at position ${report.position}`,
    ...linesText('Different (nothing was changed)', different),
    ...linesText('Failed', failed),
  ].join('\n');
}

function linesText(title: string, reports: readonly LineReport[]): string[] {
  if (reports.length === 0) return [];
  const shown = reports.slice(0, LINES_SHOWN_MAX).flatMap(({ line, problems }) =>
    problems.map(({ column, value, problem }) => {
      const place = column === null ? '' : `${column} "${value ?? ''}": `;
      return `  line ${line}: ${place}${problem}`;
    }),
  );
  const more = reports.length - LINES_SHOWN_MAX;
  return [`${title}:`, ...shown, ...(more > 0 ? [`  and ${more} more lines: see --json`] : [])];
}
