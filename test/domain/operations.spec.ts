import type { ClinicId } from '../../src/domain/ids';
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
    const state: Operations = { reports: [], rebases };
    expect(rebasedAt(state, 'RESPONDERS', [NORTH])).toEqual(['2025-06', '2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', [SOUTH])).toEqual(['2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', [NORTH, SOUTH])).toEqual(['2025-09']);
    expect(rebasedAt(state, 'RESPONDERS', null)).toEqual(['2025-09']);
    expect(rebasedAt(state, 'COMPLETION', null)).toEqual([]);
  });
});
