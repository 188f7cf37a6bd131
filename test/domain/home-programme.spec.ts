import type { EntryId } from '../../src/domain/ids';
import { day, named, NOW, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';
import { CARE } from './episode-values';

const given = () => [...ready(), was('HomeProgrammeGiven', {}, { as: CARE.programme })];
const week = { from: day('2026-02-24'), to: day('2026-03-02') };

describe('a home programme', () => {
  const { when } = givenEpisode(...ready());

  it('is given: what to do, and on how many days', () => {
    const outcome = when(to('GiveHomeProgramme', { advice: 'Get up every hour' }));
    outcome.then({
      type: 'HomeProgrammeGiven',
      data: { daysPerWeek: 5, until: day('2026-04-10') },
      texts: { exercises: 'Turn the head, ten times each side', advice: 'Get up every hour' },
    });
    expect(outcome.state?.progress.homeProgrammes).toMatchObject([
      { at: NOW, on: '2026-03-02', daysPerWeek: 5, adherence: [] },
    ]);
  });

  it('has exercises or advice, and a day to come', () => {
    when(to('GiveHomeProgramme', { exercises: ' ' })).thenRefused('HOME_PROGRAMME_EMPTY');
    when(to('GiveHomeProgramme', { until: day('2026-03-01') })).thenRefused('PERIOD_EMPTY', {
      from: '2026-03-02',
      to: '2026-03-01',
    });
    when(to('GiveHomeProgramme', { until: null })).then({ type: 'HomeProgrammeGiven' });
  });

  it('is corrected, and taken out with what was reported of it', () => {
    const reported = givenEpisode(...given(), was('HomeProgrammeAdherenceReported'));
    const outcome = reported.when(
      correction(CARE.programme, 'GiveHomeProgramme', { daysPerWeek: 3 }),
    );
    expect(outcome.state?.progress.homeProgrammes).toMatchObject([
      { daysPerWeek: 3, adherence: [{ daysDone: 2 }] },
    ]);
    const out = reported.when(to('MarkEntryInError', { entryId: named<EntryId>(CARE.programme) }));
    expect(out.state?.progress.homeProgrammes).toEqual([]);
  });
});

describe('adherence to a home programme', () => {
  const { when } = givenEpisode(...given());

  it('is days done of days asked, which the programme says', () => {
    const outcome = when(to('ReportAdherence', week));
    outcome.then({
      type: 'HomeProgrammeAdherenceReported',
      data: { programmeId: named(CARE.programme), ...week, daysDone: 4, daysAsked: 5 },
    });
    expect(outcome.state?.progress.homeProgrammes).toMatchObject([
      { adherence: [{ daysDone: 4, daysAsked: 5 }] },
    ]);
    when(to('ReportAdherence', { ...week, daysAsked: 2 })).then({
      type: 'HomeProgrammeAdherenceReported',
      data: { daysAsked: 2 },
    });
  });

  it('is of a programme that was given, for days that were', () => {
    const unknown = named<EntryId>('another');
    when(to('ReportAdherence', { programmeId: unknown })).thenRefused('HOME_PROGRAMME_UNKNOWN');
    when(to('ReportAdherence')).thenRefused('ADHERENCE_BEFORE_PROGRAMME', {
      from: '2026-02-23',
      on: '2026-02-24',
    });
    when(to('ReportAdherence', { ...week, to: day('2026-02-23') })).thenRefused('PERIOD_EMPTY');
    when(to('ReportAdherence', { ...week, to: day('2026-03-03') })).thenRefused('PERIOD_NOT_OVER', {
      to: '2026-03-03',
      today: '2026-03-02',
    });
    when(to('ReportAdherence', { ...week, daysDone: 8 })).thenRefused('ADHERENCE_BEYOND_PERIOD', {
      days: 7,
      daysDone: 8,
      daysAsked: 5,
    });
    when(to('ReportAdherence', { ...week, daysAsked: 8 })).thenRefused('ADHERENCE_BEYOND_PERIOD');
  });

  it('is reported once for a day', () => {
    const earlier = was('HomeProgrammeAdherenceReported', {}, { as: 'adherence' });
    const { when: again } = givenEpisode(...given(), earlier);
    const same = { from: day('2026-02-24'), to: day('2026-02-27'), daysDone: 2, daysAsked: 3 };
    again(to('ReportAdherence', same)).thenNothing();
    again(to('ReportAdherence', { ...same, daysDone: 3 })).thenRefused('ADHERENCE_OVERLAPS', {
      entryId: named('adherence'),
      from: '2026-02-24',
      to: '2026-02-27',
    });
    again(to('ReportAdherence', { ...week, from: day('2026-02-28'), daysDone: 1 })).then({
      type: 'HomeProgrammeAdherenceReported',
      data: { daysAsked: 2 },
    });
    const corrected = again(
      correction('adherence', 'ReportAdherence', {
        ...same,
        programmeId: named<EntryId>('whatever'),
        daysDone: 3,
      }),
    );
    expect(corrected.state?.progress.homeProgrammes).toMatchObject([
      { adherence: [{ daysDone: 3, at: utc('2026-03-01T18:00') }] },
    ]);
  });
});
