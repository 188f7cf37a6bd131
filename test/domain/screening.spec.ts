import { NOTHING_BARRED } from '../../src/domain/episode/bars';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import { defaultPolicy } from '../../src/domain/policy/default';
import { day, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { booked, ready, was } from './episode-past';
import { DEEP_NECK, SCREENED } from './episode-values';
import type { Past } from './given';

const ALL = { ...NOTHING_BARRED, all: true };
const monday = { recordedAt: utc('2026-03-02T09:00') };
const because = { reason: 'It was too late to stop' };

type Contraindication = Parameters<typeof was<'ContraindicationRecorded'>>[1];
function open(over: Contraindication = {}): Past<EpisodeEvent> {
  return was('ContraindicationRecorded', over, { as: 'contraindication' });
}
/** One that bars no more than the knee, whatever is cleared. */
const knee = open({
  kind: 'OPEN_WOUND_OR_BURN',
  bodySite: 'KNEE',
  bars: { ...NOTHING_BARRED, sites: ['KNEE'] },
  untilCleared: null,
});
const cleared = (over: Parameters<typeof was<'ContraindicationCleared'>>[1] = {}) =>
  was('ContraindicationCleared', over);
const asked = (...kinds: string[]) => [
  ...SCREENED,
  ...kinds.map((kind) => ({ kind, present: true })),
];

describe('what is planned meets what is barred', () => {
  const start = (events: Past<EpisodeEvent>[], kind: string, planned = DEEP_NECK) =>
    givenEpisode(...booked(), ...events).when(
      to('StartSession', { planned, screening: asked(kind) }),
      monday,
    );
  const wound = 'OPEN_WOUND_OR_BURN';

  it('by site', () => {
    const screening = SCREENED.map(({ kind }) => ({ kind, present: kind === wound }));
    const at = (sites: string[]) =>
      givenEpisode(...booked(), knee).when(
        to('StartSession', { planned: { ...DEEP_NECK, sites }, screening }),
        monday,
      );
    at(['NECK', 'KNEE']).thenRefused('CONTRAINDICATION_BARS', { kind: wound, barred: ['KNEE'] });
    at(['NECK']).then({ type: 'SessionStarted' });
    at([]).thenRefused('TREATMENT_NOT_SAID', { kind: wound, unsaid: ['SITES'] });
  });

  it('by technique and by pressure', () => {
    const kind = 'ANTICOAGULATION';
    const bars = {
      ...NOTHING_BARRED,
      techniques: ['HEAT' as const],
      pressureAbove: 'LIGHT' as const,
    };
    const events = [open({ kind, bars, untilCleared: null })];
    start(events, kind).thenRefused('CONTRAINDICATION_BARS', {
      kind,
      barred: ['MODERATE_PRESSURE'],
    });
    const light = { ...DEEP_NECK, pressure: 'LIGHT' as const };
    start(events, kind, light).then({ type: 'SessionStarted' });
    start(events, kind, { ...light, techniques: ['HEAT'] }).thenRefused('CONTRAINDICATION_BARS', {
      barred: ['HEAT'],
    });
    start(events, kind, { ...light, pressure: null }).thenRefused('TREATMENT_NOT_SAID', {
      unsaid: ['PRESSURE'],
    });
  });

  it('is let through by a clearance of that day, within its conditions', () => {
    const kind = 'DVT_HISTORY';
    start([open()], kind).thenRefused('CLEARANCE_MISSING', { kind, barred: ['ALL'], until: null });
    start([open(), cleared()], kind).then({ type: 'SessionStarted' });
    start([open(), cleared({ until: day('2026-03-02') })], kind).then({ type: 'SessionStarted' });
    start([open(), cleared({ until: day('2026-03-01') })], kind).thenRefused('CLEARANCE_MISSING', {
      until: '2026-03-01',
      day: '2026-03-02',
    });
    const conditions = { ...NOTHING_BARRED, techniques: ['DEEP_TISSUE' as const] };
    start([open(), cleared({ conditions })], kind).thenRefused('CLEARANCE_CONDITIONS', {
      kind,
      barred: ['DEEP_TISSUE'],
    });
  });

  it('is not let through by a clearance where it is barred anyway', () => {
    const kind = 'SEVERE_OSTEOPOROSIS';
    const bars = { ...NOTHING_BARRED, techniques: ['DEEP_TISSUE' as const] };
    start([open({ kind, bars, untilCleared: ALL }), cleared()], kind).thenRefused(
      'CONTRAINDICATION_BARS',
      { barred: ['DEEP_TISSUE'] },
    );
  });

  it('is free once it is resolved', () => {
    givenEpisode(...booked(), open(), was('ContraindicationResolved'))
      .when(to('StartSession'), monday)
      .then({ type: 'SessionStarted' });
  });

  it('is told when a session is booked, where it is known what is done', () => {
    const bars = { ...NOTHING_BARRED, techniques: ['DEEP_TISSUE' as const] };
    givenEpisode(...ready(), open({ bars, untilCleared: null }))
      .when(to('ScheduleSession'))
      .thenWarns('CONTRAINDICATION_BARS');
    givenEpisode(...ready(), knee)
      .when(to('ScheduleSession'))
      .thenWarns();
    givenEpisode(...ready())
      .when(to('ScheduleSession', { techniques: ['LYMPHATIC_DRAINAGE'] }))
      .thenWarns('CERTIFICATE_MISSING');
  });
});

describe('the screening before a session', () => {
  const start = (events: Past<EpisodeEvent>[], screening: typeof SCREENED) =>
    givenEpisode(...booked(), ...events).when(to('StartSession', { screening }), monday);

  it('is kept with its answers', () => {
    const outcome = start([], SCREENED);
    outcome.then({
      type: 'SessionStarted',
      data: { screening: { detail: 'ANSWERS', answers: SCREENED } },
    });
    expect(outcome.state?.lastScreenedAt).toBe(utc('2026-03-02T09:00'));
  });

  it('asks what the policy has asked, and all that is open', () => {
    start([], []).thenRefused('SCREENING_MISSING');
    start([], SCREENED.slice(1)).thenRefused('SCREENING_INCOMPLETE', {
      missing: [SCREENED[0]!.kind],
    });
    start([open(), cleared()], SCREENED).thenRefused('SCREENING_INCOMPLETE', {
      missing: ['DVT_HISTORY'],
    });
    const policy = { ...defaultPolicy, screening: [] };
    givenEpisode(...booked())
      .when(to('StartSession', { screening: SCREENED.slice(1) }), { ...monday, policy })
      .then({ type: 'SessionStarted' });
  });

  it('is refused by what was found and is not recorded', () => {
    const found = SCREENED.map((each, index) => ({ ...each, present: index === 1 }));
    start([], found).thenRefused('SCREENING_POSITIVE', { kinds: ['FEVER_OR_INFECTION'] });
  });

  it('does not resolve what it denies, but says so', () => {
    const denied = [...SCREENED, { kind: 'DVT_HISTORY', present: false }];
    start([open(), cleared()], denied).thenWarns('SCREENING_DENIES');
    start([open()], denied).thenRefused('CLEARANCE_MISSING');
  });

  it('is no retry with other answers', () => {
    const { when } = givenEpisode(...booked(), was('SessionStarted'));
    when(to('StartSession')).thenNothing();
    const more = [...SCREENED, { kind: 'PREGNANCY', present: false }];
    when(to('StartSession', { screening: more })).thenRefused('SESSION_STARTED_OTHERWISE');
    const old = was('SessionStarted', { screening: { detail: 'ASKED_ONLY', asked: true } });
    givenEpisode(...booked(), old)
      .when(to('StartSession', { screening: more }))
      .thenNothing();
  });
});

describe('a session held in spite of a contraindication', () => {
  const held = (...events: Past<EpisodeEvent>[]) =>
    givenEpisode(...ready(), ...events).when(
      to('CompleteSession', { screening: asked('DVT_HISTORY') }),
      because,
    );

  it('deviates by what barred it', () => {
    held(open()).thenDeviates('CLEARANCE_MISSING');
    held(open(), cleared()).thenDeviates();
    const conditions = { ...NOTHING_BARRED, techniques: ['DEEP_TISSUE' as const] };
    held(open(), cleared({ conditions })).thenDeviates('CLEARANCE_CONDITIONS');
    held(open({ bars: ALL, untilCleared: null })).thenDeviates('CONTRAINDICATION_BARS');
    givenEpisode(...ready(), open())
      .when(to('CompleteSession'))
      .thenRefused('DEVIATION_NEEDS_REASON', { codes: ['CLEARANCE_MISSING', 'SCREENING_MISSING'] });
  });

  it('warns where it is not said what may have met it', () => {
    const given = { ...DEEP_NECK, sites: [] };
    const screening = SCREENED.map(({ kind }) => ({
      kind,
      present: kind === 'OPEN_WOUND_OR_BURN',
    }));
    const outcome = givenEpisode(...ready(), knee).when(
      to('CompleteSession', { given, screening }),
    );
    outcome.thenDeviates();
    outcome.thenWarns('TREATMENT_NOT_SAID');
  });

  it('is judged by the contraindications of its moment', () => {
    const friday = { recordedAt: utc('2026-03-06T12:00'), reason: 'ill' };
    const wednesday = { at: utc('2026-03-04T08:00'), as: 'contraindication' };
    givenEpisode(...ready(), was('ContraindicationRecorded', {}, wednesday))
      .when(to('CompleteSession'), friday)
      .thenDeviates();
    const resolved = was('ContraindicationResolved', {}, { at: utc('2026-03-04T08:00') });
    const screening = asked('DVT_HISTORY');
    givenEpisode(...ready(), open(), resolved)
      .when(to('CompleteSession', { screening }), friday)
      .thenDeviates('CLEARANCE_MISSING');
  });

  it('was screened at its start, or as it was written up; unasked it deviates', () => {
    const start = (answers: typeof SCREENED) =>
      was('SessionStarted', { screening: { detail: 'ANSWERS', answers } });
    const complete = (...events: Past<EpisodeEvent>[]) =>
      givenEpisode(...ready(), open(), cleared(), ...events).when(to('CompleteSession'), because);
    complete().thenDeviates('SCREENING_MISSING');
    complete(start(SCREENED)).thenDeviates('SCREENING_INCOMPLETE');
    const outcome = complete(start(asked('DVT_HISTORY')));
    outcome.thenDeviates();
    expect(outcome.state?.sessions[0]).toMatchObject({
      screening: { detail: 'ANSWERS', answers: asked('DVT_HISTORY') },
    });
    complete(
      was('SessionStarted', { screening: { detail: 'ASKED_ONLY', asked: true } }),
    ).thenDeviates();
    complete(
      was('SessionStarted', { screening: { detail: 'ASKED_ONLY', asked: false } }),
    ).thenDeviates('SCREENING_MISSING');
    held(cleared()).thenDeviates('SCREENING_POSITIVE');
    givenEpisode(...ready())
      .when(to('CompleteSession'))
      .thenDeviates();
  });
});
