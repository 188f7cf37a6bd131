import type { ClinicId, EntryId } from '../../src/domain/ids';
import {
  operationsDecider,
  rebasedAt,
  type FreezeReport,
  type Operations,
  type OperationsCommand,
  type RebaseChart,
} from '../../src/domain/operations/decider';
import {
  operationsEvents,
  type ChartRebasedData,
  type OperationsEvent,
  type ReportFrozenData,
} from '../../src/domain/operations/events';
import { NOW } from './cast';
import { given, type Past } from './given';

const givenOperations = given<Operations, OperationsCommand, OperationsEvent>({
  stream: 'operations',
  decider: operationsDecider,
  schemas: operationsEvents,
});

// Ids as the log has them.
const NORTH = '4f0c9e0e-1111-4111-8111-111111111111' as ClinicId;
const SOUTH = '4f0c9e0e-2222-4222-8222-222222222222' as ClinicId;

const report: ReportFrozenData = {
  reportId: '4f0c9e0e-3333-4333-8333-333333333333',
  query: 'OUTCOMES',
  arguments: { groupBy: 'CLINIC' },
  result: { groups: [] },
  position: 17,
  evaluatedAt: NOW,
  figuresVersion: 1,
  clinics: [NORTH],
};
const freeze: FreezeReport = { type: 'FreezeReport', name: 'January', ...report };
const data: ChartRebasedData = { figure: 'RESPONDERS', clinics: [NORTH], month: '2025-06' };
const rebase: RebaseChart = { type: 'RebaseChart', ...data };
const rebased = (clinics: ClinicId[] | null, month = '2025-06'): Past<OperationsEvent> => ({
  type: 'ChartRebased',
  at: NOW,
  data: { figure: 'RESPONDERS', clinics, month },
});

describe('a frozen report', () => {
  it('keeps question and answer, its name sealed', () => {
    givenOperations()
      .when(freeze)
      .then({ type: 'ReportFrozen', data: report, texts: { name: 'January' } });
  });
});

describe('new limits of a control chart', () => {
  it('begin at a month, for a reason', () => {
    givenOperations()
      .when(rebase, { reason: 'Two therapists joined' })
      .then({ type: 'ChartRebased', data, texts: { reason: 'Two therapists joined' } });
    givenOperations()
      .when(rebase)
      .thenRefused('REBASE_NEEDS_REASON', { figure: 'RESPONDERS', month: '2025-06' });
  });

  it('do not begin in a month to come, and begin once', () => {
    const month = '2999-01';
    givenOperations()
      .when({ ...rebase, month }, { reason: 'Plans' })
      .thenRefused('CHART_MONTH_AHEAD', { month, now: NOW.slice(0, 7) });
    givenOperations(rebased([NORTH]))
      .when(rebase, { reason: 'Again' })
      .thenNothing();
    givenOperations(rebased(null))
      .when(rebase, { reason: 'Here too' })
      .then({ type: 'ChartRebased', data });
  });

  it('are those of the figure, at the clinics that the chart ends at', () => {
    const rebases = [
      { figure: 'RESPONDERS' as const, clinics: null, month: '2025-09' },
      { figure: 'RESPONDERS' as const, clinics: [NORTH], month: '2025-06' },
      { figure: 'EPISODES' as const, clinics: null, month: '2025-01' },
    ];
    const state: Operations = { reports: [], rebases, skips: [] };
    expect(rebasedAt(state, 'RESPONDERS', [NORTH])).toEqual(['2025-06', '2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', [SOUTH])).toEqual(['2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', [NORTH, SOUTH])).toEqual(['2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', null)).toEqual(['2025-09']);
    expect(rebasedAt(state, 'COMPLETION', null)).toEqual([]);
  });
});

describe('streams that are parked', () => {
  const stream = 'episode-4f0c9e0e-4444-4444-8444-444444444444';
  const entryId = '4f0c9e0e-5555-4555-8555-555555555555' as EntryId; // as the log has it
  const entry = { stream, entryId, version: 6, position: 40 };
  const skip = { type: 'SkipEntry', ...entry, parkedAt: 40 } as const;
  const retry = { type: 'RetryStream', stream, parkedAt: 40 } as const;

  it('go on without an entry, once, for a reason, and only at the entry that is in the way', () => {
    givenOperations()
      .when(skip, { reason: 'Of a release that was taken back' })
      .then({
        type: 'EntrySkipped',
        data: entry,
        texts: { reason: 'Of a release that was taken back' },
      });
    givenOperations().when(skip).thenRefused('RELEASE_NEEDS_REASON', { stream });
    for (const parkedAt of [null, 41]) {
      givenOperations()
        .when({ ...skip, parkedAt }, { reason: 'Late' })
        .thenRefused('STREAM_NOT_PARKED', { stream, position: 40, parkedAt });
    }
    givenOperations({ type: 'EntrySkipped', data: entry, at: NOW })
      .when({ ...skip, parkedAt: null }, { reason: 'Again' })
      .thenNothing();
  });

  it('are tried again for a reason', () => {
    givenOperations()
      .when(retry, { reason: 'Updated' })
      .then({
        type: 'StreamRetried',
        data: { stream, position: 40 },
        texts: { reason: 'Updated' },
      });
    givenOperations().when(retry).thenRefused('RELEASE_NEEDS_REASON', { stream });
    givenOperations()
      .when({ ...retry, parkedAt: null }, { reason: 'Updated' })
      .thenRefused('STREAM_NOT_PARKED', { stream, position: null, parkedAt: null });
  });
});
