import { defaultPolicy } from '../../src/domain/policy/default';
import { named, skinTemperature, utc } from './cast';
import { givenEpisode, items, pain, to } from './episode-commands';
import { accepted, assessed, was } from './episode-past';
import { NPRS, NPRS_RULES, painOf } from './episode-values';
import type { ObservationGiven } from '../../src/domain/episode/commands-assessment';

const ten = (value: number, count = 10) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index + 1), value]));

describe('the initial assessment', () => {
  const { when } = givenEpisode(...accepted());

  it('fixes the measure by which the episode is judged, with its rules', () => {
    const outcome = when(to('RecordAssessment'));
    outcome.then({
      type: 'AssessmentDone',
      data: {
        kind: 'INITIAL',
        primary: { measure: NPRS, rules: NPRS_RULES, finalWindowDays: 14, policy: 'default-1' },
      },
      texts: { findings: 'Stiff on the left' },
    });
    expect(outcome.state?.primary?.baseline?.score).toBe(7);
    expect(outcome.state?.observations).toMatchObject([
      { score: 7, occasion: 'ASSESSMENT', on: '2026-03-02', assessment: 'INITIAL' },
    ]);
  });

  it('takes the first observation, or the one that is named', () => {
    const observations = [pain(7), items('NDI', ten(2))];
    when(to('RecordAssessment', { observations })).then({
      type: 'AssessmentDone',
      data: { primary: expect.objectContaining({ measure: NPRS }) as never },
    });
    const primaryMeasure = { instrument: 'NDI', bodySite: null };
    const named = when(to('RecordAssessment', { observations, primaryMeasure }));
    expect(named.state?.primary).toMatchObject({
      measure: primaryMeasure,
      baseline: { score: 40 },
    });
  });

  it('needs an observation of the primary measure', () => {
    when(
      to('RecordAssessment', { primaryMeasure: { instrument: 'NPRS', bodySite: 'KNEE' } }),
    ).thenRefused('PRIMARY_MEASURE_NOT_OBSERVED', { measure: 'NPRS/KNEE', observed: ['NPRS'] });
  });

  it('may have no observation at all, and then no primary measure', () => {
    const outcome = when(to('RecordAssessment', { observations: [] }));
    outcome.then({ type: 'AssessmentDone', data: { primary: null, observations: [] } });
    expect(outcome.state?.primary).toBeNull();
  });

  it('is done once', () => {
    const again = givenEpisode(...assessed());
    again
      .when(to('RecordAssessment'))
      .thenRefused('ASSESSMENT_INITIAL_EXISTS', { at: '2026-02-24T09:00:00.000Z' });
    again
      .when(to('RecordAssessment', { kind: 'REASSESSMENT' }))
      .then({ type: 'AssessmentDone', data: { primary: null } });
  });

  it('keeps the names of activities as texts', () => {
    when(
      to('RecordAssessment', {
        observations: [items('PSFS', { a: 2, b: 5 })],
        activityNames: { a: 'Turning the head', b: 'Lifting' },
      }),
    ).then({
      type: 'AssessmentDone',
      texts: { 'activity:a': 'Turning the head', 'activity:b': 'Lifting' },
    });
  });

  it('takes the words of an activity nowhere but in its name', () => {
    const words = 'Turning to my son Max';
    const named = {
      observations: [items('PSFS', { a: 2 })],
      activityNames: { [words]: 'Turning' },
    };
    when(to('RecordAssessment', named)).thenRefused('ITEM_ID_NOT_CODE', {});
    const asked = { observations: [items('PSFS', { [words]: 2 })], activityNames: {} };
    when(to('RecordAssessment', asked)).thenRefused('ITEM_ID_NOT_CODE', {
      instrument: 'PSFS',
      at: 0,
    });
  });

  it('judges by the threshold that the policy sets, and keeps what kind it is', () => {
    const observations = [items('NDI', ten(2))];
    const NDI = { value: 19, type: 'MDC', source: 'agreed in the team' } as const;
    const policy = { ...defaultPolicy, version: '2026-1', thresholds: { NDI } };
    const outcome = when(to('RecordAssessment', { observations }), { policy });
    expect(outcome.state?.primary).toMatchObject({
      policy: '2026-1',
      rules: { threshold: { ...NDI, percent: null } },
    });
    // 20 of 100 is what the instrument itself says (Young 2009), as an MCID.
    expect(when(to('RecordAssessment', { observations })).state?.primary).toMatchObject({
      policy: 'default-1',
      rules: { threshold: { value: 20, type: 'MCID' } },
    });
  });

  it('is of the follow-up when it says so', () => {
    const outcome = givenEpisode(...assessed()).when(to('RecordAssessment', { kind: 'FOLLOW_UP' }));
    expect(outcome.state?.observations.at(-1)?.occasion).toBe('FOLLOW_UP');
  });
});

const observing = (...observations: ObservationGiven[]) =>
  givenEpisode(...accepted()).when(to('RecordAssessment', { observations }));

describe('an observation', () => {
  it('is of an instrument that is known', () => {
    observing(pain(7), { ...pain(7), instrument: 'VAS' }).thenRefused('INSTRUMENT_UNKNOWN', {
      instrument: 'VAS',
      at: 1,
    });
  });

  it('may be of a custom measure of a policy', () => {
    const warmth = { ...pain(31.5), instrument: 'SKIN_TEMPERATURE' };
    const outcome = givenEpisode(...accepted()).when(
      to('RecordAssessment', { observations: [warmth] }),
      { customMeasures: [skinTemperature] },
    );
    expect(outcome.state?.observations).toMatchObject([
      { score: 31.5, instrumentVersion: 'policy' },
    ]);
  });

  it('is scored from its items, which are kept', () => {
    const outcome = observing(items('ODI', { ...ten(3, 8), '9': null }));
    expect(outcome.state?.observations).toMatchObject([
      { instrument: 'ODI', score: 60, items: { '1': 3, '9': null } },
    ]);
  });

  it('is refused with what is wrong in it', () => {
    observing(items('NPRS', { '1': 3 })).thenRefused('NO_ITEMS');
    observing(items('NDI', { '11': 3 })).thenRefused('ITEM_UNKNOWN');
    observing(items('PROMIS_GLOBAL_MENTAL', { '3': 3 })).thenRefused('ITEM_NOT_OF_SCALE', {
      instrument: 'PROMIS_GLOBAL_MENTAL',
      at: 0,
      items: ['2', '4', '5', '10'],
    });
    observing(items('NDI', ten(6))).thenRefused('ITEM_OUT_OF_RANGE');
    observing(items('NDI', ten(1.5))).thenRefused('ITEM_NOT_INTEGER');
    observing(items('NDI', ten(3, 7))).thenRefused('TOO_FEW_ITEMS', {
      instrument: 'NDI',
      at: 0,
      answered: 7,
      needed: 8,
    });
    observing(items('PSFS', { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 })).thenRefused('TOO_MANY_ITEMS');
    observing(pain(11)).thenRefused('SCORE_OUT_OF_RANGE', {
      instrument: 'NPRS',
      at: 0,
      value: 11,
      min: 0,
      max: 10,
    });
    observing(pain(6.5)).thenRefused('SCORE_NOT_INTEGER');
    observing({ ...pain(95), instrument: 'ROM', bodySite: null }).thenRefused('BODY_SITE_MISSING', {
      instrument: 'ROM',
      at: 0,
    });
  });

  it('asks the same activities again', () => {
    const psfs = painOf('function', 3, { instrument: 'PSFS', items: { a: 2, b: 4 } });
    const { when } = givenEpisode(
      ...accepted(),
      was('AssessmentDone', { observations: [psfs], primary: null }),
    );
    const again = (answers: Record<string, number>) =>
      when(
        to('RecordAssessment', { kind: 'REASSESSMENT', observations: [items('PSFS', answers)] }),
      );
    again({ a: 5, c: 5 }).thenRefused('ITEMS_DIFFER', {
      instrument: 'PSFS',
      at: 0,
      missing: ['b'],
      extra: ['c'],
    });
    again({ b: 6, a: 5 }).then({ type: 'AssessmentDone' });
    // A total says nothing of the activities that it is made of.
    const total = { ...items('PSFS', {}), answer: { score: 5 } };
    const command = { kind: 'REASSESSMENT' as const, observations: [total] };
    when(to('RecordAssessment', command)).thenRefused('ITEMS_DIFFER');
    givenEpisode(...accepted())
      .when(to('RecordAssessment', command))
      .then({
        type: 'AssessmentDone',
      });
  });

  it('has an id made of the command, so a retry makes it once', () => {
    const command = to('RecordAssessment', { observations: [pain(7), pain(3, 'KNEE')] });
    const first = givenEpisode(...accepted()).when(command, { commandId: 'one' });
    const second = givenEpisode(...accepted()).when(command, { commandId: 'one' });
    expect(second.state?.observations).toEqual(first.state?.observations);
    expect(first.state?.observations.map(({ id }) => id)).toEqual([
      named('one observation 0'),
      named('one observation 1'),
    ]);
  });

  it('is where and when it was, by the clinic calendar', () => {
    // 22:30 UTC in winter is 23:30 in Berlin, 23:30 UTC is the next day there.
    const at = (moment: string) =>
      givenEpisode(
        ...assessed(),
        was(
          'AssessmentDone',
          { kind: 'REASSESSMENT' },
          {
            at: utc(moment),
          },
        ),
      ).state?.observations.at(-1)?.on;
    expect(at('2026-02-25T22:30')).toBe('2026-02-25');
    expect(at('2026-02-25T23:30')).toBe('2026-02-26');
  });
});

describe('an instrument that rates change', () => {
  const change = { ...pain(4), instrument: 'GROC' };

  it('is recorded, but is neither the primary measure nor that of a goal', () => {
    expect(observing(change, pain(7)).state?.primary?.measure.instrument).toBe('NPRS');
    const alone = observing(change);
    expect(alone.state?.observations).toMatchObject([{ instrument: 'GROC', score: 4 }]);
    expect(alone.state?.primary).toBeNull();
    const named = { instrument: 'GROC', bodySite: change.bodySite };
    givenEpisode(...accepted())
      .when(to('RecordAssessment', { observations: [change], primaryMeasure: named }))
      .thenRefused('GOAL_MEASURE_RATES_CHANGE', { instrument: 'GROC' });
    givenEpisode(
      ...accepted(),
      was('AssessmentDone', { observations: [painOf('change', 4, { instrument: 'GROC' })] }),
    )
      .when(to('SetGoal', { measure: { ...named, bodySite: null } }))
      .thenRefused('GOAL_MEASURE_RATES_CHANGE', { instrument: 'GROC' });
  });
});

describe('an answer that needs eyes at once', () => {
  const phq9 = (last: number) => items('PHQ9', { ...ten(1, 8), '9': last });

  it('is warned of when it is recorded, whatever the score', () => {
    observing(pain(7), phq9(1)).thenWarns('ALARMING_ANSWER');
    observing(pain(7), phq9(0)).thenWarns();
  });

  it('cannot be seen in a total alone, which is told', () => {
    const total = { ...items('PHQ9', {}), answer: { score: 4 } };
    observing(total).thenWarns('ALARM_NOT_ASKED');
  });
});
