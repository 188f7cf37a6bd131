import { asRecorded } from '../as-recorded';
import {
  accept,
  alreadySo,
  givenTexts,
  refuse,
  type Asked,
  type Decider,
  type Decision,
} from '../decider';
import { textRef, type TextRef } from '../envelope';
import type { Figure } from '../outcomes/figures';
import type { Instant } from '../time';
import type {
  ChartRebasedData,
  EntrySkippedData,
  OperationsEvent,
  ReportFrozenData,
  StreamRetriedData,
} from './events';

/** An answer kept as it was given, whatever becomes of the rules that made it. */
export interface FrozenReport extends ReportFrozenData {
  readonly name: TextRef | null;
  readonly frozenBy: string;
  readonly frozenAt: Instant;
}

/** What managers record about figures, and operators about streams that cannot be shown. */
export interface Operations {
  /** In the order in which they were frozen. */
  readonly reports: readonly FrozenReport[];
  readonly rebases: readonly ChartRebasedData[];
  readonly skips: readonly EntrySkippedData[];
}

export interface FreezeReport extends ReportFrozenData {
  readonly type: 'FreezeReport';
  readonly name: string;
}
export interface RebaseChart extends ChartRebasedData {
  readonly type: 'RebaseChart';
}
/** `parkedAt`: where the stream is parked when it is asked; null: it is not. */
export interface SkipEntry extends EntrySkippedData {
  readonly type: 'SkipEntry';
  readonly parkedAt: number | null;
}
export interface RetryStream extends Pick<StreamRetriedData, 'stream'> {
  readonly type: 'RetryStream';
  readonly parkedAt: number | null;
}
export type OperationsCommand = FreezeReport | RebaseChart | SkipEntry | RetryStream;

/**
 * Months at which new limits of a control chart begin, for a chart that ends at these clinics
 * (null: at none). One of some clinics counts for charts of no other clinic: what changed at one
 * explains nothing at the next.
 */
export function rebasedAt(
  { rebases }: Operations,
  figure: Figure,
  clinics: readonly string[] | null,
): readonly string[] {
  const counts = (scope: readonly string[] | null) =>
    scope === null || (clinics !== null && clinics.every((id) => scope.includes(id)));
  const months = rebases.flatMap((one) =>
    one.figure === figure && counts(one.clinics) ? [one.month] : [],
  );
  return [...new Set(months)].sort();
}

function rebase(
  { rebases }: Operations,
  { figure, clinics, month }: RebaseChart,
  { occurredAt, reason }: Asked<OperationsEvent>,
): Decision<OperationsEvent> {
  const now = occurredAt.slice(0, 7);
  if (month > now) return refuse('CHART_MONTH_AHEAD', { month, now });
  if (reason === undefined) return refuse('REBASE_NEEDS_REASON', { figure, month });
  const same = rebases.some(
    (one) =>
      one.figure === figure && one.month === month && String(one.clinics) === String(clinics),
  );
  if (same) return alreadySo();
  const data = { figure, clinics, month };
  return accept({ type: 'ChartRebased', data, ...givenTexts({ reason }) });
}

function skip(
  { skips }: Operations,
  { type: _type, parkedAt, ...data }: SkipEntry,
  { reason }: Asked<OperationsEvent>,
): Decision<OperationsEvent> {
  const { stream, version, position } = data;
  if (skips.some((one) => one.stream === stream && one.version === version)) return alreadySo();
  if (parkedAt !== position) return refuse('STREAM_NOT_PARKED', { stream, position, parkedAt });
  if (reason === undefined) return refuse('RELEASE_NEEDS_REASON', { stream });
  return accept({ type: 'EntrySkipped', data, ...givenTexts({ reason }) });
}

function retry(
  { stream, parkedAt }: RetryStream,
  { reason }: Asked<OperationsEvent>,
): Decision<OperationsEvent> {
  if (parkedAt === null) {
    return refuse('STREAM_NOT_PARKED', { stream, position: null, parkedAt });
  }
  if (reason === undefined) return refuse('RELEASE_NEEDS_REASON', { stream });
  const data = { stream, position: parkedAt };
  return accept({ type: 'StreamRetried', data, ...givenTexts({ reason }) });
}

function decided(
  now: Operations,
  command: OperationsCommand,
  asked: Asked<OperationsEvent>,
): Decision<OperationsEvent> {
  switch (command.type) {
    case 'FreezeReport':
      return freeze(command);
    case 'RebaseChart':
      return rebase(now, command, asked);
    case 'SkipEntry':
      return skip(now, command, asked);
    case 'RetryStream':
      return retry(command, asked);
  }
}

function freeze({ type: _type, name, ...data }: FreezeReport): Decision<OperationsEvent> {
  return accept({ type: 'ReportFrozen', data, ...givenTexts({ name }) });
}

export const operationsDecider: Decider<Operations, OperationsCommand, OperationsEvent> = {
  initial: { reports: [], rebases: [], skips: [] },

  evolve(state, event) {
    switch (event.type) {
      case 'ChartRebased':
        return { ...state, rebases: [...state.rebases, event.data] };
      case 'EntrySkipped':
        return { ...state, skips: [...state.skips, event.data] };
      case 'StreamRetried':
        return state;
      case 'ReportFrozen': {
        const { actor, recordedAt } = event.header;
        const kept = { name: textRef(event, 'name'), frozenBy: actor.id, frozenAt: recordedAt };
        return { ...state, reports: [...state.reports, { ...event.data, ...kept }] };
      }
    }
  },

  decide(_then, now, command, asked) {
    return asRecorded<OperationsEvent>(decided(now, command, asked), asked);
  },

  judgedAt: (_command, occurredAt) => occurredAt,
  happenedAt: () => undefined,
  needs: () => ({}),
};
