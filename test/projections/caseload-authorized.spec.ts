import { caseload, type CaseloadAuthorization } from '../../src/projections/caseload';
import { authorizationsOf, authorizedOn } from '../../src/projections/caseload-authorized';
import { flagsOf } from '../../src/projections/caseload-flags';
import type { Instant } from '../../src/domain/time';
import { day, utc } from '../domain/cast';
import { givenEpisode } from '../domain/episode-commands';
import { ready, was } from '../domain/episode-past';

type Granted = readonly [from: string, to: string, visits: number | null, used?: number];

const granted = (all: readonly Granted[]): CaseloadAuthorization[] =>
  all.map(([from, to, visits, used = 0]) => ({ from: day(from), to: day(to), visits, used }));

/** The row of a treated episode with other authorizations. */
function flagsWith(all: readonly Granted[], at: Instant): readonly string[] {
  const { state } = givenEpisode(...ready());
  const [row] = state ? caseload.rows(state) : [];
  if (!row) throw new Error('an open episode is in the caseload');
  return flagsOf({ ...row, authorizations: JSON.stringify(granted(all)) }, at);
}

const NOON = utc('2026-03-02T12:00');
const OVER: Granted = ['2025-01-01', '2025-12-31', 20, 4];

describe('an authorization that runs out', () => {
  it.each<[string, Granted[]]>([
    [
      'one visit is left, whatever an expired one has left',
      [OVER, ['2026-01-01', '2026-12-31', 6, 5]],
    ],
    ['it ends within 14 days', [['2026-01-01', '2026-03-16', 6]]],
    ['it is over', [OVER]],
    ['it has not begun', [['2026-03-03', '2026-12-31', 6]]],
    ['there is none', []],
    [
      'a gap follows',
      [
        ['2026-01-01', '2026-03-10', 6],
        ['2026-03-12', '2026-12-31', 6],
      ],
    ],
  ])('is flagged: %s', (_why, all) => {
    expect(flagsWith(all, NOON)).toContain('AUTHORIZATION_RUNNING_OUT');
  });

  it.each<[string, Granted[]]>([
    ['visits and days are left', [OVER, ['2026-01-01', '2026-03-17', 6, 4]]],
    ['it has no limit', [['2026-01-01', '2026-12-31', null, 40]]],
    [
      'another follows at once',
      [
        ['2026-01-01', '2026-03-10', 6],
        ['2026-03-11', '2026-12-31', 6],
      ],
    ],
    [
      'two share the visits',
      [
        ['2026-01-01', '2026-12-31', 6, 5],
        ['2026-02-01', '2026-12-31', 2],
      ],
    ],
  ])('is not flagged: %s', (_why, all) => {
    expect(flagsWith(all, NOON)).not.toContain('AUTHORIZATION_RUNNING_OUT');
  });
});

describe('the visits of a caseload entry', () => {
  it('are those valid on the day, else of the last', () => {
    const all = granted([OVER, ['2026-01-01', '2026-06-30', 6, 5]]);
    const now = { isValid: true, visits: 6, used: 5, until: '2026-06-30' };
    expect(authorizedOn(all, day('2026-03-02'))).toEqual(now);
    const past = { isValid: true, visits: 20, used: 4, until: '2025-12-31' };
    expect(authorizedOn(all, day('2025-12-31'))).toEqual(past);
    expect(authorizedOn(all, day('2026-07-01'))).toEqual({ ...now, isValid: false });
    const none = { isValid: false, visits: null, used: 0, until: null };
    expect(authorizedOn([], day('2026-03-02'))).toEqual(none);
  });

  it('are in the row, with what sessions used', () => {
    const { state } = givenEpisode(...ready(), was('SessionCompleted'));
    const [row] = state ? caseload.rows(state) : [];
    expect(row && authorizationsOf(row)).toEqual([
      { from: '2026-02-24', to: '2026-06-30', visits: 10, used: 1 },
    ]);
  });
});
