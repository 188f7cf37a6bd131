import { ZodError } from 'zod';
import { instantOf, type Instant } from '../domain/time';
import type { Outcome } from '../engine/request';
import { streamName } from '../engine/stream-name';
import type { Problem } from './cells';
import type { CsvRecord } from './csv';
import { send, type ImportCommand, type ImportEngine } from './import-command';
import { therapistIdOf } from './import-ids';
import { planLine, type PlannedLine } from './line';
import type { LinePlan, PlannedCommand } from './line-draft';
import type { Mapping } from './mapping';
import { openTrial, type TrialEngine } from './trial-engine';

/** What became of a line: added now, there as it is, or what keeps it from being imported. */
export type LineResult = 'imported' | 'already' | { different: Problem[] } | { failed: Problem[] };

/**
 * What a record of the sheet means as commands; what nobody foresaw about its values is a problem
 * of that line, too.
 */
export function plannedLine(
  record: Extract<CsvRecord, { kind: 'cells' }>,
  mapping: Mapping,
): PlannedLine {
  try {
    return planLine(record, mapping, (value) => therapistIdOf(mapping, value));
  } catch (error) {
    return { ok: false, problems: [general(problemOf(error))] };
  }
}

/**
 * What a line's own values broke: a shape, a range. Throws whatever else it is (the log is away,
 * the database does not answer): that is no fault of the line.
 */
function problemOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  if (error instanceof RangeError || error instanceof TypeError) return error.message;
  throw error;
}

/** Sends the commands of lines; with `dryEngine` to that one only. */
export class LineRun {
  events = 0;
  readonly #trial: TrialEngine;

  constructor(
    private readonly engine: ImportEngine,
    private readonly mapping: Mapping,
    private readonly dryEngine: TrialEngine | null,
  ) {
    this.#trial = dryEngine ?? openTrial(engine);
  }

  async line(record: CsvRecord): Promise<LineResult> {
    if (record.kind === 'bad') return { failed: [general(record.problem)] };
    const result = plannedLine(record, this.mapping);
    if (!result.ok) return { failed: [...result.problems] };
    try {
      return await this.#planned(result.plan);
    } catch (error) {
      return { failed: [general(problemOf(error))] };
    }
  }

  async #planned(plan: LinePlan): Promise<LineResult> {
    const due = this.#due(plan);
    if ('failed' in due) return due;
    const loaded = await this.engine.streams.load('episode', plan.episodeId);
    const isKnown = loaded.version >= 0;
    if (isKnown) {
      const changed = await this.#changed(plan);
      if (changed) return changed;
    }
    // A line is imported whole or not at all, so that it can be mended: what a line of the sheet
    // said in part could only be corrected entry by entry.
    if (this.dryEngine || !isKnown) {
      const tried = await this.#tried(plan, due.commands);
      if (this.dryEngine || typeof tried !== 'string') return tried;
    }
    const { result, added } = await this.#send(this.engine, plan, due.commands);
    this.events += added;
    return result;
  }

  /** Decides the whole line without recording it. */
  async #tried(plan: LinePlan, commands: readonly PlannedCommand[]): Promise<LineResult> {
    try {
      return (await this.#send(this.#trial, plan, commands)).result;
    } finally {
      this.#trial.forget(commands.map(({ category, id }) => streamName(category, id)));
    }
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

  async #send(
    engine: ImportEngine,
    plan: LinePlan,
    commands: readonly PlannedCommand[],
  ): Promise<{ readonly result: LineResult; readonly added: number }> {
    let added = 0;
    for (const planned of commands) {
      const outcome = await send(engine, this.#request(planned, plan));
      if (outcome.kind === 'accepted') {
        if (outcome.appended) added += outcome.events.length;
        continue;
      }
      return { result: unsent(planned, outcome), added };
    }
    return { result: added > 0 ? 'imported' : 'already', added };
  }

  #request(planned: PlannedCommand, { digest }: LinePlan): ImportCommand<'patient' | 'episode'> {
    const { category, id, command, commandId, occurredAt } = planned;
    // A patient stands for itself: registered before a referral that was refused, it still fits.
    // The empty list was part of it when it was first imported: a retry has to say the same.
    const input = category === 'patient' ? { ...command, searchTokens: [] } : { digest };
    return { category, id, command, commandId, occurredAt, input };
  }
}

function unsent(
  { command }: PlannedCommand,
  outcome: Exclude<Outcome<'patient' | 'episode'>, { kind: 'accepted' }>,
): LineResult {
  const { type } = command;
  if (outcome.kind === 'conflict') return { failed: [general(`${type} met another change`)] };
  if (outcome.code === 'COMMAND_ID_REUSED') {
    return { different: [general(`its ${type} says something else than when imported`)] };
  }
  const { message, accepts } = outcome;
  return { failed: [general(`${type} was refused: ${message} Right would be: ${accepts}`)] };
}

function general(problem: string): Problem {
  return { column: null, value: null, problem };
}
