import { dependentsOf } from '../../src/domain/episode/dependents';
import type { EpisodeEvent, EpisodeEventOf } from '../../src/domain/episode/events';
import type { EntryId, ObservationId } from '../../src/domain/ids';
import { named, utc } from './cast';
import { givenEpisode } from './episode-commands';
import { ready, reassessed, was } from './episode-past';
import { AUTHORIZATION, DEEP_NECK, SESSION } from './episode-values';
import type { Past } from './given';

const LATER = utc('2026-04-20T08:00');

const course = (): Past<EpisodeEvent>[] => [
  ...ready(),
  was('SessionScheduled', {}, { as: 'booking' }),
  was('SessionStarted', {}, { as: 'start' }),
  was('SessionCompleted', {}, { as: 'session held' }),
  was('AdverseReactionReported', {}, { as: 'reaction' }),
  reassessed('pain later', 5, '2026-03-15T09:00'),
  was('GoalRevised', {}, { as: 'revision' }),
  reassessed('pain in window', 4, '2026-04-09T09:00'),
  was('GoalScored', { version: named<EntryId>('revision') }, { as: 'score' }),
];

/** Entry and what it is through, by the names of the specs. */
function dependents(entry: string, ...more: Past<EpisodeEvent>[]) {
  const { events } = givenEpisode(...course(), ...more);
  const names = new Map(
    [...course(), ...more].flatMap(({ as }) => (as ? [[named<string>(as), as] as const] : [])),
  );
  return dependentsOf(events, named(entry)).map(({ entryId, through }) => [
    names.get(entryId) ?? entryId,
    through,
  ]);
}

const out = (entry: string, entryType: EpisodeEvent['type']) =>
  was('EntryMarkedInError', { entryId: named<EntryId>(entry), entryType }, { at: LATER });

function corrected<T extends EpisodeEvent['type']>(
  entry: string,
  entryType: T,
  data: Partial<EpisodeEventOf<T>['data']>,
  over: Partial<EpisodeEventOf<'EntryCorrected'>['data']> = {},
) {
  const replacement = { ...was(entryType, data).data };
  const content = { entryId: named<EntryId>(entry), entryType, replacement, ...over };
  return was('EntryCorrected', content, { at: LATER });
}

describe('what rests on an entry', () => {
  it('is a goal on its baseline, also where the baseline is out or was moved behind it', () => {
    expect(dependents('initial assessment')).toEqual([['goal set', 'baseline.observationId']]);
    const moved = corrected(
      'initial assessment',
      'AssessmentDone',
      {},
      { occurredAt: utc('2026-03-20T09:00') },
    );
    expect(dependents('initial assessment', moved)).toContainEqual([
      'goal set',
      'baseline.observationId',
    ]);
    expect(dependents('initial assessment', out('initial assessment', 'AssessmentDone'))).toEqual([
      ['goal set', 'baseline.observationId'],
      ['start', 'initialAssessment'],
      ['session held', 'initialAssessment'],
    ]);
  });

  it('is a revision on its evidence and on the version that it revises', () => {
    expect(dependents('assessment of pain later')).toEqual([['revision', 'evidence.id']]);
    const onReaction = was(
      'GoalRevised',
      { evidence: [{ kind: 'REACTION', id: named<EntryId>('reaction') }] },
      { as: 'second revision', at: utc('2026-03-17T09:00') },
    );
    expect(dependents('reaction', onReaction)).toEqual([['second revision', 'evidence.id']]);
    expect(dependents('goal set')).toEqual([
      ['revision', 'goalId'],
      ['score', 'goalId'],
    ]);
    expect(dependents('revision')).toEqual([['score', 'version']]);
  });

  it('is a score or a discharge on the observation that it names', () => {
    expect(dependents('assessment of pain in window')).toEqual([['score', 'observationId']]);
    const final = { observationId: named<ObservationId>('pain in window') };
    const discharged = was('Discharged', { final, goals: [] }, { as: 'discharge' });
    expect(dependents('assessment of pain in window', discharged)).toEqual([
      ['score', 'observationId'],
      ['discharge', 'final.observationId'],
    ]);
  });

  it('is a session on its authorization, booking and start, and a reaction on the session', () => {
    expect(dependents('authorization granted')).toEqual([
      ['start', 'authorizationId'],
      ['session held', 'authorizationId'],
    ]);
    expect(dependents('booking')).toEqual([
      ['start', 'sessionId'],
      ['session held', 'sessionId'],
      ['reaction', 'sessionId'],
    ]);
    expect(dependents('session held')).toEqual([['reaction', 'sessionId']]);
  });

  it('is what an earlier word of the entry brought in, though it no longer says so', () => {
    const without = corrected('assessment of pain later', 'AssessmentDone', {
      kind: 'REASSESSMENT',
      observations: [],
      primary: null,
    });
    expect(dependents('assessment of pain later', without)).toEqual([['revision', 'evidence.id']]);
  });

  it('is each session up to the next word on consent, when the consent changed', () => {
    expect(dependents('consent given')).toEqual([]);
    const again = was('ConsentGiven', {}, { at: utc('2026-03-03T08:00') });
    const next = was(
      'SessionStarted',
      {
        ...{ sessionId: SESSION, therapistId: named('anna'), planned: DEEP_NECK },
        ...{ startedAt: utc('2026-03-04T09:00'), authorizationId: AUTHORIZATION },
      },
      { as: 'next start', at: utc('2026-03-04T09:00') },
    );
    const marked = out('consent given', 'ConsentGiven');
    expect(dependents('consent given', again, next, marked)).toEqual([
      ['start', 'consent'],
      ['session held', 'consent'],
    ]);
    expect(dependents('consent given', next, marked)).toHaveLength(3);
    const same = corrected('consent given', 'ConsentGiven', {});
    expect(dependents('consent given', same)).toEqual([]);
    const other = corrected('consent given', 'ConsentGiven', { formVersion: '2026-2' });
    expect(dependents('consent given', other)).toHaveLength(2);
  });

  it('is nothing for an entry that is not there, or for a correction', () => {
    expect(dependents('nothing of the kind')).toEqual([]);
    const { events } = givenEpisode(...course(), out('score', 'GoalScored'));
    expect(dependentsOf(events, events.at(-1)!.header.id)).toEqual([]);
  });
});
