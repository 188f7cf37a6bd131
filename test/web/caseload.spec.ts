import type { CaseloadFlag } from '../../web/generated/graphql';
import { flagCounts, flagsIn, narrowed, toggled } from '../../web/src/caseload/narrowed';
import { byUrgency, FLAGS, inOrder, type CaseloadEntry } from '../../web/src/caseload/urgency';

function entry(name: string, flags: readonly CaseloadFlag[] = [], at?: string): CaseloadEntry {
  return {
    episodeId: name,
    clinicId: 'c',
    patient: { id: name, name: { value: name, erased: false }, birthDate: null, number: null },
    condition: null,
    phase: 'IN_TREATMENT',
    therapist: null,
    sessionsUsed: 0,
    sessionsAuthorized: null,
    nextSession: at === undefined ? null : { id: name, at },
    lastSessionAt: null,
    receivedAt: '2026-01-01T00:00:00Z',
    flags: [...flags],
    goals: [],
    deadlines: { goalDueOn: null, authorizedUntil: null },
  };
}

const namesOf = (entries: readonly CaseloadEntry[]) => entries.map(({ episodeId }) => episodeId);

describe('who needs somebody first', () => {
  it('goes by the weightiest flag, then by the next ones, then by the earlier session', () => {
    const list = [
      entry('quiet, later', [], '2026-11-24T09:00:00Z'),
      entry('due', ['GOAL_DUE']),
      entry('quiet, sooner', [], '2026-11-23T09:00:00Z'),
      entry('reaction', ['REACTION']),
      entry('reaction and overdue', ['GOAL_OVERDUE', 'REACTION']),
      entry('quiet, never'),
    ];
    expect(namesOf([...list].sort(byUrgency))).toEqual([
      'reaction and overdue',
      'reaction',
      'due',
      'quiet, sooner',
      'quiet, later',
      'quiet, never',
    ]);
  });

  it('puts who waits for a first session before who has one, the longest first', () => {
    const waiting = (name: string, receivedAt: string): CaseloadEntry => ({
      ...entry(name, []),
      ...{ phase: 'REFERRED', receivedAt },
    });
    const list = [
      entry('booked', [], '2026-11-23T09:00:00Z'),
      waiting('waits', '2026-11-20T09:00:00Z'),
      waiting('waits longer', '2026-11-18T09:00:00Z'),
      entry('overdue', ['GOAL_OVERDUE']),
    ];
    expect(namesOf([...list].sort(byUrgency))).toEqual([
      ...['overdue', 'waits longer', 'waits', 'booked'],
    ]);
  });

  it('shows flags in that order', () => {
    expect(inOrder(['ON_HOLD', 'GOAL_DUE', 'URGENT'])).toEqual(['URGENT', 'GOAL_DUE', 'ON_HOLD']);
    expect(new Set(FLAGS).size).toBe(FLAGS.length);
  });
});

describe('a narrowed caseload', () => {
  const list = [
    entry('Åsa Müller', ['GOAL_DUE', 'ON_HOLD']),
    entry('Jonas Vorlage', ['GOAL_DUE']),
    entry('Eva Probe'),
  ];

  it('has every flag that was chosen', () => {
    const shown = (text?: string) => narrowed(list, { flags: flagsIn(text), q: undefined }).length;
    expect([shown(), shown('GOAL_DUE'), shown('GOAL_DUE,ON_HOLD'), shown('NONE')]).toEqual([
      3, 2, 1, 3,
    ]);
    expect(flagCounts(list)).toEqual([
      { flag: 'GOAL_DUE', count: 2 },
      { flag: 'ON_HOLD', count: 1 },
    ]);
  });

  it('finds names by their beginnings, whatever case and accents', () => {
    const found = (q: string) => namesOf(narrowed(list, { flags: [], q }));
    expect(found('mul as')).toEqual(['Åsa Müller']);
    expect(found('VOR')).toEqual(['Jonas Vorlage']);
    expect(found('lage')).toEqual([]);
    expect(found('  ')).toHaveLength(3);
  });

  it('keeps its flags in the address', () => {
    expect(toggled(undefined, 'ON_HOLD')).toBe('ON_HOLD');
    expect(toggled('ON_HOLD', 'GOAL_DUE')).toBe('ON_HOLD,GOAL_DUE');
    expect(toggled('ON_HOLD', 'ON_HOLD')).toBeUndefined();
  });
});
