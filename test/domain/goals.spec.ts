import type { EntryId, GoalId, ObservationId } from '../../src/domain/ids';
import { demandOf } from '../../src/domain/episode/goal-difference';
import { goalStanding } from '../../src/domain/episode/goal-result';
import type { Episode } from '../../src/domain/episode/state';
import { defaultPolicy } from '../../src/domain/policy/default';
import { annaActs, day, named, NOW, skinTemperature, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { accepted, assessed, ready, reassessed, was } from './episode-past';
import { GOAL, GOAL_V1, NPRS, painOf, TERMS } from './episode-values';

describe('setting a goal', () => {
  it('fixes baseline, target and window, and copies the rules into it', () => {
    const outcome = givenEpisode(...assessed()).when(to('SetGoal'));
    outcome.then({
      type: 'GoalSet',
      data: {
        baseline: { observationId: named('pain at start'), score: 7 },
        tolerance: null,
        // 14 days before and 7 after the 10 April, in local days: the clocks change between.
        terms: TERMS,
      },
      texts: { statement: 'Sleep through the night' },
    });
    expect(outcome.state?.goals).toMatchObject([{ id: GOAL, status: { status: 'open' } }]);
  });

  it('turns a percentage into points', () => {
    givenEpisode(...assessed())
      .when(to('SetGoal', { target: { percent: 30 } }))
      .then({ type: 'GoalSet', data: { terms: { ...TERMS, target: 4.9 } } });
  });

  it('keeps the baseline as target when it is to be maintained', () => {
    givenEpisode(...assessed())
      .when(to('SetGoal', { kind: 'MAINTAIN', target: null, tolerance: 1, gasBaselineLevel: null }))
      .then({
        type: 'GoalSet',
        data: { kind: 'MAINTAIN', tolerance: 1, terms: { ...TERMS, target: 7, levels: null } },
      });
  });

  it('starts from the latest observation that may be a baseline', () => {
    const { when } = givenEpisode(
      ...assessed(),
      reassessed('pain later', 5, '2026-02-26T09:00'),
      was('SessionCompleted', {}, { at: utc('2026-02-27T09:50') }),
    );
    // Of the session's two the one before it counts, the one right after never does.
    when(to('SetGoal')).then({
      type: 'GoalSet',
      data: { baseline: { observationId: named('pain before'), score: 6 } },
    });
    when(to('SetGoal'), { at: utc('2026-02-26T12:00'), reason: 'late' }).then({
      type: 'GoalSet',
      data: { baseline: { observationId: named('pain later'), score: 5 } },
    });
  });

  it('says by its target which way is better, where the measure alone does not', () => {
    const KNEE = { instrument: 'ROM', bodySite: 'KNEE_LEFT:FLEXION' };
    const bent = was('AssessmentDone', {
      kind: 'REASSESSMENT',
      observations: [painOf('bent', 90, KNEE)],
      primary: null,
    });
    const { when } = givenEpisode(...assessed(), bent);
    const set = (target: number) =>
      when(to('SetGoal', { measure: KNEE, target: { value: target } }));
    const wayOf = (target: number) => set(target).state?.goals[0]?.rules.measure.better;
    expect([wayOf(120), wayOf(60)]).toEqual(['higher', 'lower']);
    set(90).thenRefused('GOAL_TARGET_NO_IMPROVEMENT');
    const percent = to('SetGoal', { measure: KNEE, target: { percent: 20 } });
    when(percent).thenRefused('GOAL_PERCENT_NOT_ALLOWED', { instrument: 'ROM' });
  });

  it('is refused without a baseline of that measure at that place', () => {
    givenEpisode(...accepted())
      .when(to('SetGoal'))
      .thenRefused('GOAL_BASELINE_MISSING', { measure: 'NPRS' });
    givenEpisode(...assessed())
      .when(to('SetGoal', { measure: { instrument: 'NPRS', bodySite: 'KNEE' } }))
      .thenRefused('GOAL_BASELINE_MISSING', { measure: 'NPRS/KNEE' });
  });

  it('is refused when the target is none', () => {
    const { when } = givenEpisode(...assessed());
    when(to('SetGoal', { target: null })).thenRefused('GOAL_TARGET_MISSING');
    when(to('SetGoal', { kind: 'MAINTAIN' })).thenRefused('GOAL_TARGET_MISSING');
    when(to('SetGoal', { target: { value: 7 } })).thenRefused('GOAL_TARGET_NO_IMPROVEMENT', {
      target: 7,
      baseline: 7,
      better: 'lower',
    });
    when(to('SetGoal', { target: { value: -1 } })).thenRefused('GOAL_TARGET_OUT_OF_RANGE');
    when(to('SetGoal', { target: { percent: 101 } })).thenRefused('GOAL_TARGET_OUT_OF_RANGE');
    when(to('SetGoal', { measure: { ...NPRS, instrument: 'VAS' } })).thenRefused(
      'INSTRUMENT_UNKNOWN',
    );
  });

  it('is refused in percent where zero is no true zero', () => {
    const measure = { instrument: 'SKIN_TEMPERATURE', bodySite: null };
    const warmth = painOf('warmth', 30, { instrument: 'SKIN_TEMPERATURE' });
    givenEpisode(...accepted(), was('AssessmentDone', { observations: [warmth], primary: null }))
      .when(to('SetGoal', { measure, target: { percent: 10 } }), {
        customMeasures: [skinTemperature],
      })
      .thenRefused('GOAL_PERCENT_NOT_ALLOWED');
  });

  it('is refused when it is due in the past, by the calendar of the clinic', () => {
    const { when } = givenEpisode(...assessed());
    const due = day('2026-03-02');
    when(to('SetGoal', { due: day('2026-03-01') })).thenRefused('GOAL_DUE_PAST', {
      due: '2026-03-01',
      today: '2026-03-02',
    });
    when(to('SetGoal', { due })).then({ type: 'GoalSet' });
    // 23:00 UTC is the next day in Berlin.
    when(to('SetGoal', { due }), { recordedAt: utc('2026-03-02T23:00') }).thenRefused(
      'GOAL_DUE_PAST',
    );
  });

  it('is refused when it is due in more than ten years', () => {
    const { when } = givenEpisode(...assessed());
    const latest = day('2036-03-02');
    when(to('SetGoal', { due: day('9999-12-31') })).thenRefused('GOAL_DUE_TOO_FAR', {
      due: '9999-12-31',
      latest,
    });
    when(to('SetGoal', { due: day('2036-03-03') })).thenRefused('GOAL_DUE_TOO_FAR');
    when(to('SetGoal', { due: latest })).then({ type: 'GoalSet' });
  });

  it('is refused with a tolerance that is off the scale', () => {
    const { when } = givenEpisode(...assessed());
    const kept = (tolerance: number) =>
      when(to('SetGoal', { kind: 'MAINTAIN', target: null, tolerance, gasBaselineLevel: null }));
    kept(-1).thenRefused('GOAL_TOLERANCE_OUT_OF_RANGE', { tolerance: -1, max: 10 });
    kept(10.5).thenRefused('GOAL_TOLERANCE_OUT_OF_RANGE');
    kept(NaN).thenRefused('GOAL_TOLERANCE_OUT_OF_RANGE');
    kept(0).then({ type: 'GoalSet', data: { tolerance: 0 } });
    // A goal to improve has none.
    when(to('SetGoal', { tolerance: -1 })).then({ type: 'GoalSet', data: { tolerance: null } });
  });

  it('is refused when as many are open as the policy allows', () => {
    const policy = { ...defaultPolicy, openGoalsMax: 1 };
    const goalId = named<GoalId>('second goal');
    givenEpisode(...ready())
      .when(to('SetGoal', { goalId }), { policy })
      .thenRefused('GOALS_TOO_MANY', { open: 1, max: 1 });
    givenEpisode(...ready(), was('GoalAbandoned', {}, { at: utc('2026-02-26T08:00') }))
      .when(to('SetGoal', { goalId }), { policy })
      .then({ type: 'GoalSet' });
  });

  it('is refused for an id that is taken, and after the discharge', () => {
    givenEpisode(...ready())
      .when(to('SetGoal'))
      .thenRefused('GOAL_EXISTS', { goalId: GOAL });
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: NOW }))
      .when(to('SetGoal'))
      .thenRefused('EPISODE_DISCHARGED');
  });

  it('makes its id of the command when none is given', () => {
    const outcome = givenEpisode(...assessed()).when(to('SetGoal', { goalId: undefined }), {
      commandId: 'set once',
    });
    expect(outcome.state?.goals[0]?.id).toBe(named('set once goal 0'));
  });
});

describe('revising a goal', () => {
  const at = utc('2026-03-16T09:00');
  const later = [...ready(), reassessed('pain later', 6, '2026-03-16T08:30')];
  const { when } = givenEpisode(...later);
  const revise = (over: Parameters<typeof to<'ReviseGoal'>>[1] = {}) =>
    when(to('ReviseGoal', over), { recordedAt: at });

  it('makes a new version, with the evidence and the reason', () => {
    const outcome = revise();
    outcome.then({
      type: 'GoalRevised',
      data: {
        revises: GOAL_V1,
        changed: ['target'],
        terms: { ...TERMS, target: 4 },
        reason: 'SLOWER_THAN_EXPECTED',
      },
      texts: { reason: 'Slower than we thought' },
    });
    expect(outcome.state?.goals[0]?.versions.map(({ terms }) => terms.target)).toEqual([3, 4]);
  });

  it('says what changed, and only that', () => {
    const target = undefined;
    revise({ target, due: day('2026-05-01'), statement: 'Sleep six hours', difficulty: 3 }).then({
      type: 'GoalRevised',
      data: { changed: ['due', 'statement', 'weights'] },
      texts: { statement: 'Sleep six hours' },
    });
    revise({ target, gasBaselineLevel: -2 }).then({
      type: 'GoalRevised',
      data: { changed: ['levels'], terms: { ...TERMS, levels: { baseline: -2 } } },
    });
  });

  it('keeps the rules of the goal for its window, whatever the policy says today', () => {
    const policy = { ...defaultPolicy, goalWindowDays: { before: 1, after: 1 } };
    const due = day('2026-05-01');
    const outcome = when(to('ReviseGoal', { due }), { recordedAt: at, policy });
    // 17 April to the end of 8 May in Berlin's summer time.
    expect(outcome.state?.goals[0]?.versions[1]?.terms.window).toEqual({
      from: '2026-04-16T22:00:00.000Z',
      to: '2026-05-08T22:00:00.000Z',
    });
  });

  it('keeps the statement when none is given', () => {
    const versions = revise().state?.goals[0]?.versions;
    expect(versions?.[1]?.statement).toEqual(versions?.[0]?.statement);
  });

  it('rests on a reaction as well', () => {
    givenEpisode(...ready(), was('AdverseReactionReported', {}, { as: 'reaction' }))
      .when(
        to('ReviseGoal', { evidence: [{ kind: 'REACTION', id: named<EntryId>('reaction') }] }),
        {
          recordedAt: at,
        },
      )
      .then({ type: 'GoalRevised' });
  });

  it('is refused on a version that was revised meanwhile, with the newer one', () => {
    const revised = was('GoalRevised', {}, { as: 'revision', at });
    givenEpisode(...later, revised)
      .when(to('ReviseGoal'), { recordedAt: utc('2026-03-16T10:00') })
      .thenRefused('GOAL_VERSION_STALE', {
        goalId: GOAL,
        revises: GOAL_V1,
        current: named('revision'),
        changed: ['target'],
        difference: ['target: 3 → 4'],
        targetBefore: 3,
        dueBefore: '2026-04-10',
        target: 4,
        due: '2026-04-10',
        by: annaActs.id,
        recordedAt: at,
      });
  });

  it('is told all in which the newer versions differ from the one it revises', () => {
    const first = was('GoalRevised', {}, { as: 'revision', at });
    const second = was(
      'GoalRevised',
      {
        revises: named<EntryId>('revision'),
        changed: ['due', 'statement', 'weights', 'levels'],
        terms: { ...TERMS, target: 4, due: day('2026-05-01'), difficulty: 3, levels: null },
      },
      { as: 'second revision', at: utc('2026-03-17T09:00'), texts: ['statement', 'reason'] },
    );
    givenEpisode(...later, first, second)
      .when(to('ReviseGoal'), { recordedAt: utc('2026-03-17T10:00') })
      .thenRefused('GOAL_VERSION_STALE', {
        ...{ goalId: GOAL, revises: GOAL_V1, current: named('second revision') },
        changed: ['target', 'due', 'statement', 'weights', 'levels'],
        difference: [
          'target: 3 → 4',
          'due: 2026-04-10 → 2026-05-01',
          'statement: other words',
          'difficulty: 1 → 3',
          'levels: -1 → none',
        ],
        ...{ targetBefore: 3, dueBefore: '2026-04-10', target: 4, due: '2026-05-01' },
        ...{ by: annaActs.id, recordedAt: '2026-03-17T09:00:00.000Z' },
      });
  });

  it('is refused without reason, change or evidence', () => {
    revise({ words: ' ' }).thenRefused('REASON_MISSING');
    revise({ target: { value: 3 } }).thenRefused('GOAL_UNCHANGED', { goalId: GOAL });
    revise({ evidence: [] }).thenRefused('EVIDENCE_MISSING');
  });

  it('is refused on evidence that is unknown, older, later than it or right after a session', () => {
    const observation = (name: string) => [
      { kind: 'OBSERVATION' as const, id: named<ObservationId>(name) },
    ];
    revise({ evidence: observation('of another episode') }).thenRefused('EVIDENCE_UNKNOWN');
    revise({ evidence: observation('pain at start') }).thenRefused('EVIDENCE_NOT_NEWER', {
      id: named('pain at start'),
    });
    when(to('ReviseGoal'), { at: utc('2026-03-16T08:29'), recordedAt: at }).thenRefused(
      'EVIDENCE_UNKNOWN',
      { id: named('pain later') },
    );
    const session = givenEpisode(...ready(), was('SessionCompleted'));
    const after = to('ReviseGoal', { evidence: observation('pain after') });
    session.when(after, { recordedAt: at }).thenRefused('EVIDENCE_AFTER_SESSION');
    const before = to('ReviseGoal', { evidence: observation('pain before') });
    session.when(before, { recordedAt: at }).then({ type: 'GoalRevised' });
  });

  it('is refused to a due date that is past, or to no target', () => {
    revise({ due: day('2026-03-15') }).thenRefused('GOAL_DUE_PAST');
    revise({ due: day('9999-12-31') }).thenRefused('GOAL_DUE_TOO_FAR');
    revise({ target: { value: 8 } }).thenRefused('GOAL_TARGET_NO_IMPROVEMENT');
  });

  it('is refused for a goal that is unknown or no longer open', () => {
    revise({ goalId: named<GoalId>('another') }).thenRefused('GOAL_UNKNOWN');
    givenEpisode(...later, was('GoalAbandoned', {}, { at }))
      .when(to('ReviseGoal'), { recordedAt: at })
      .thenRefused('GOAL_NOT_OPEN', { goalId: GOAL, status: 'abandoned' });
  });
});

describe('a goal to maintain', () => {
  const kept = was(
    'GoalSet',
    { kind: 'MAINTAIN', tolerance: 1, terms: { ...TERMS, target: 7 } },
    { as: 'goal set' },
  );
  const observed = (...scores: number[]) =>
    scores.map((score, index) => reassessed(`pain ${index}`, score, `2026-04-0${index + 1}T09:00`));
  const standingOf = (state: Episode | null) => goalStanding(state!.goals[0]!, state!);
  const stands = (...scores: number[]) =>
    standingOf(givenEpisode(...assessed(), kept, ...observed(...scores)).state);

  it('is kept by every observation of its window within the tolerance, on the worse side', () => {
    expect(stands(8, 2, 7).current.value).toBe(1);
    expect(stands(9, 7).current.value).toBe(0);
    expect(stands().current.value).toBeNull();
  });

  it('has no progress, but is kept or not so far', () => {
    expect(stands(9, 7)).toMatchObject({ progressCurrent: null, keptSoFar: true });
    expect(stands(7, 9)).toMatchObject({ progressCurrent: null, keptSoFar: false });
    expect(standingOf(givenEpisode(...ready()).state).keptSoFar).toBeNull();
  });

  it('may be revised in its tolerance, which judges from then on, and in no target', () => {
    const { when } = givenEpisode(
      ...assessed(),
      kept,
      reassessed('pain later', 8, '2026-03-16T08:30'),
      ...observed(9),
    );
    const recordedAt = utc('2026-04-02T09:00');
    when(to('ReviseGoal'), { recordedAt }).thenRefused('GOAL_MAINTAINED', { goalId: GOAL });
    const wider = { target: undefined, tolerance: 2 };
    const outcome = when(to('ReviseGoal', wider), {
      at: utc('2026-03-16T09:00'),
      recordedAt,
      reason: 'late',
    });
    outcome.then({ type: 'GoalRevised', data: { changed: ['tolerance'], tolerance: 2 } });
    expect(standingOf(outcome.state)).toMatchObject({
      original: { value: 0 },
      current: { value: 1 },
    });
    when(to('ReviseGoal', { ...wider, tolerance: 11 }), { recordedAt }).thenRefused(
      'GOAL_TOLERANCE_OUT_OF_RANGE',
    );
    when(to('ReviseGoal', { ...wider, tolerance: 1 }), { recordedAt }).thenRefused(
      'GOAL_UNCHANGED',
    );
  });
});

describe('what a version asks against the one before it', () => {
  const demand = (before: object, after: object, tolerance: readonly [number, number] = [0, 0]) => {
    const [goal] = givenEpisode(...ready()).state!.goals;
    const { versions } = goal!;
    const [first] = versions;
    const of = (terms: object, allowed: number) => ({
      ...first,
      tolerance: allowed,
      terms: { ...first.terms, ...terms },
    });
    return demandOf(goal!, of(before, tolerance[0]), of(after, tolerance[1]));
  };

  it('is told by target, tolerance and time', () => {
    expect(demand({ target: 3 }, { target: 4 })).toBe('EASIER');
    expect(demand({ target: 4 }, { target: 3 })).toBe('HARDER');
    expect(demand({}, {}, [1, 2])).toBe('EASIER');
    expect(demand({}, { due: day('2026-04-09') })).toBe('HARDER');
    expect(demand({ target: 4 }, { target: 3, due: day('2026-05-01') })).toBe('MIXED');
    expect(demand({}, { importance: 3 })).toBe('SAME');
  });
});

describe('what is done to a goal before its current version was set', () => {
  const setAt = utc('2026-03-16T09:00');
  const at = utc('2026-03-16T08:59');
  const recordedAt = utc('2026-03-16T12:00');
  const { when } = givenEpisode(
    ...ready(),
    reassessed('pain later', 3, '2026-03-16T08:00'),
    was('GoalRevised', {}, { as: 'revision', at: setAt }),
  );
  const refusal = { goalId: GOAL, setAt, at };

  it('is refused: it would change nothing', () => {
    const revises = named<EntryId>('revision');
    const commands = [
      to('AbandonGoal'),
      to('ScoreGoal', { observationId: named<ObservationId>('pain later') }),
      to('ReviseGoal', { revises }),
    ];
    for (const command of commands) {
      when(command, { at, recordedAt }).thenRefused('GOAL_SET_LATER', refusal);
    }
    const abandoned = when(to('AbandonGoal'), { at: setAt, recordedAt });
    expect(abandoned.state?.goals[0]?.status).toMatchObject({ status: 'abandoned', at: setAt });
  });

  it('is refused before the goal itself', () => {
    const early = utc('2026-02-24T09:29');
    givenEpisode(...ready())
      .when(to('AbandonGoal'), { at: early, reason: 'late' })
      .thenRefused('GOAL_SET_LATER', {
        goalId: GOAL,
        setAt: '2026-02-24T09:30:00.000Z',
        at: early,
      });
  });
});
