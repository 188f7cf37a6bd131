import { NOTHING_BARRED } from '../../src/domain/episode/bars';
import type { EpisodeEvent } from '../../src/domain/episode/events';
import type { EntryId, StaffId } from '../../src/domain/ids';
import { defaultContraindications } from '../../src/domain/policy/contraindications';
import { anna, ben, day, named, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { ready, was } from './episode-past';
import type { Past } from './given';

const ALL = { ...NOTHING_BARRED, all: true };
const physician = { role: 'PHYSICIAN', staffId: null };

/** One of the episode, as entered on the day of the assessment. */
function known(
  over: Parameters<typeof was<'ContraindicationRecorded'>>[1] = {},
): Past<EpisodeEvent> {
  return was('ContraindicationRecorded', over, { as: 'contraindication' });
}
const absolute = known({ kind: 'DVT_CURRENT', bars: ALL, untilCleared: null });
const cleared = was('ContraindicationCleared', {}, { as: 'clearance' });
const resolved = was('ContraindicationResolved', {}, { as: 'resolution' });

describe('recording a contraindication', () => {
  const { when } = givenEpisode(...ready());
  const record = (over: Parameters<typeof to<'RecordContraindication'>>[1]) =>
    when(to('RecordContraindication', over));

  it('bars what the policy says of its kind, and names the policy', () => {
    const outcome = record({ kind: 'DVT_CURRENT', words: 'Swollen calf' });
    outcome.then({
      type: 'ContraindicationRecorded',
      data: {
        kind: 'DVT_CURRENT',
        bodySite: null,
        bars: ALL,
        untilCleared: null,
        rules: { policy: 'default-1', clearedBy: [], resolvedBy: ['PHYSICIAN'] },
      },
      texts: { words: 'Swollen calf' },
    });
    expect(outcome.state?.contraindications).toMatchObject([
      { kind: 'DVT_CURRENT', clearance: null, status: { status: 'open' } },
    ]);
  });

  it('bars the site of a wound always, the rest until it is cleared', () => {
    record({ kind: 'OPEN_WOUND_OR_BURN', bodySite: 'KNEE' }).then({
      type: 'ContraindicationRecorded',
      data: { bars: { ...NOTHING_BARRED, sites: ['KNEE'] }, untilCleared: ALL },
    });
  });

  it('bars the whole body where the site is not said, with a warning', () => {
    const outcome = record({ kind: 'RECENT_SURGERY', bodySite: null });
    outcome.thenWarns('CONTRAINDICATION_SITE_MISSING');
    outcome.then({ type: 'ContraindicationRecorded', data: { untilCleared: ALL } });
    record({ kind: 'RECENT_SURGERY', bodySite: 'KNEE' }).thenWarns();
  });

  it('of a kind that the policy does not know bars all until it is cleared', () => {
    const outcome = record({ kind: 'PACEMAKER' });
    outcome.thenWarns('CONTRAINDICATION_KIND_UNKNOWN');
    outcome.then({
      type: 'ContraindicationRecorded',
      data: {
        untilCleared: ALL,
        rules: {
          policy: 'default-1',
          clearedBy: ['PHYSICIAN', 'NURSE_PRACTITIONER'],
          resolvedBy: ['PHYSICIAN', 'NURSE_PRACTITIONER'],
        },
      },
    });
    record({ kind: 'PACEMAKER', isAbsolute: true }).then({
      type: 'ContraindicationRecorded',
      data: { bars: ALL, untilCleared: null },
    });
  });

  it('may bar more than the policy, never less', () => {
    const said = { ...NOTHING_BARRED, techniques: ['HEAT' as const] };
    record({ kind: 'ANTICOAGULATION', bars: said }).then({
      type: 'ContraindicationRecorded',
      data: {
        bars: {
          all: false,
          sites: [],
          techniques: ['DEEP_TISSUE', 'HEAT'],
          pressureAbove: 'MODERATE',
        },
      },
    });
    record({ kind: 'DVT_HISTORY', isAbsolute: true }).then({
      type: 'ContraindicationRecorded',
      data: { bars: ALL, untilCleared: null },
    });
    const light = { ...NOTHING_BARRED, pressureAbove: 'LIGHT' as const };
    record({ kind: 'RECENT_SURGERY', bodySite: 'KNEE', untilCleared: light }).then({
      type: 'ContraindicationRecorded',
      data: { untilCleared: { ...light, sites: ['KNEE'] } },
    });
  });

  it('is no news while the same one is open; it is when it comes back', () => {
    const open = givenEpisode(...ready(), known());
    open.when(to('RecordContraindication')).thenNothing();
    open.when(to('RecordContraindication', { words: 'Again' })).then({
      type: 'ContraindicationRecorded',
    });
    givenEpisode(...ready(), known(), resolved)
      .when(to('RecordContraindication'))
      .then({ type: 'ContraindicationRecorded' });
    const earlier = { at: utc('2026-02-24T09:05'), reason: 'Read in the letter later' };
    open.when(to('RecordContraindication'), earlier).then({ type: 'ContraindicationRecorded' });
  });

  it('is never refused, after the discharge either', () => {
    const ended = was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') });
    givenEpisode(...ready(), ended)
      .when(to('RecordContraindication'))
      .then({ type: 'ContraindicationRecorded' });
  });
});

describe('the kinds of the default policy', () => {
  it.each([
    ['DVT_CURRENT', { all: true }, null],
    ['DVT_HISTORY', { all: false }, { all: true }],
    ['OPEN_WOUND_OR_BURN', { site: true }, { all: true }],
    ['SEVERE_OSTEOPOROSIS', { pressureAbove: 'MODERATE' }, { all: true }],
    ['PREGNANCY', { pressureAbove: 'MODERATE' }, { all: true }],
    ['FEVER_OR_INFECTION', { all: true }, null],
    ['ANTICOAGULATION', { pressureAbove: 'MODERATE' }, null],
    ['RECENT_SURGERY', { all: false, site: false }, { site: true }],
  ])('%s', (kind, bars, untilCleared) => {
    const terms = defaultContraindications.find((each) => each.kind === kind);
    expect(terms).toMatchObject({ bars, untilCleared });
    expect(terms?.source).not.toBe('');
  });
});

describe('clearing a contraindication', () => {
  const { when } = givenEpisode(...ready(), known());

  it('keeps by whom, on what it rests, its conditions and its last day', () => {
    const conditions = { ...NOTHING_BARRED, pressureAbove: 'LIGHT' as const };
    const outcome = when(to('ClearContraindication', { conditions, words: 'Legs last' }));
    outcome.then({
      type: 'ContraindicationCleared',
      data: { by: physician, authority: 'LETTER-17', conditions, until: day('2026-03-31') },
      texts: { clearedByName: 'Dr. Sample', words: 'Legs last' },
    });
    expect(outcome.state?.contraindications).toMatchObject([
      { clearance: { until: '2026-03-31' }, status: { status: 'open' } },
    ]);
  });

  it('is not for whoever treats, nor for a therapist who is not named', () => {
    const by = { role: 'PHYSICIAN', staffId: anna.id };
    when(to('ClearContraindication', { by })).thenRefused('CLEARED_BY_TREATING_THERAPIST');
    for (const role of ['THERAPIST', 'MASSAGE_THERAPIST']) {
      const unnamed = { role, staffId: null };
      when(to('ClearContraindication', { by: unnamed })).thenRefused(
        'CLEARED_BY_TREATING_THERAPIST',
      );
    }
    const other = { role: 'PHYSICIAN', staffId: ben.id };
    const covered = givenEpisode(
      ...ready(),
      known(),
      was('SessionScheduled', { therapistId: ben.id }),
    );
    covered
      .when(to('ClearContraindication', { by: other }))
      .thenRefused('CLEARED_BY_TREATING_THERAPIST', { therapistId: ben.id });
    when(to('ClearContraindication', { by: other })).then({ type: 'ContraindicationCleared' });
    const nobody = { role: 'PHYSICIAN', staffId: named<StaffId>('nobody') };
    when(to('ClearContraindication', { by: nobody })).thenRefused('STAFF_UNKNOWN');
  });

  it('asks who treated then', () => {
    const by = { role: 'PHYSICIAN', staffId: anna.id };
    const since = was(
      'TherapistAssigned',
      { therapistId: ben.id },
      { at: utc('2026-02-27T09:00') },
    );
    const { when: later } = givenEpisode(...ready(), known(), since);
    later(to('ClearContraindication', { by })).then({ type: 'ContraindicationCleared' });
    later(to('ClearContraindication', { by }), {
      at: utc('2026-02-26T09:00'),
      reason: 'Written up late',
    }).thenRefused('CLEARED_BY_TREATING_THERAPIST');
  });

  it('is for the roles that the policy named when it was recorded', () => {
    const by = { role: 'OSTEOPATH', staffId: null };
    when(to('ClearContraindication', { by })).thenRefused('CLEARANCE_ROLE_NOT_ALLOWED', {
      kind: 'DVT_HISTORY',
      role: 'OSTEOPATH',
      roles: ['PHYSICIAN'],
    });
  });

  it('is refused for an absolute one, one that is over, one of later and none', () => {
    givenEpisode(...ready(), absolute)
      .when(to('ClearContraindication'))
      .thenRefused('CONTRAINDICATION_ABSOLUTE', { kind: 'DVT_CURRENT' });
    givenEpisode(...ready(), known(), resolved)
      .when(to('ClearContraindication'))
      .thenRefused('CONTRAINDICATION_RESOLVED', { kind: 'DVT_HISTORY', resolvedOn: '2026-02-27' });
    const early = { at: utc('2026-02-24T09:05'), reason: 'Late' };
    when(to('ClearContraindication'), early).thenRefused('CONTRAINDICATION_LATER');
    const contraindicationId = named<EntryId>('none');
    when(to('ClearContraindication', { contraindicationId })).thenRefused(
      'CONTRAINDICATION_UNKNOWN',
    );
    when(to('ClearContraindication', { until: day('2026-03-01') })).thenRefused('PERIOD_EMPTY');
    const ended = was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') });
    givenEpisode(...ready(), known(), ended)
      .when(to('ClearContraindication'))
      .thenRefused('EPISODE_DISCHARGED');
  });

  it('is no news while it is the one that holds', () => {
    const { when: again } = givenEpisode(...ready(), known(), cleared);
    again(to('ClearContraindication')).thenNothing();
    again(to('ClearContraindication', { until: null })).then({
      type: 'ContraindicationCleared',
      data: { until: null },
    });
  });
});

describe('resolving a contraindication', () => {
  const { when } = givenEpisode(...ready(), absolute);

  it('keeps who says so and the evidence', () => {
    const outcome = when(to('ResolveContraindication'));
    outcome.then({
      type: 'ContraindicationResolved',
      data: { by: physician },
      texts: { evidence: 'Ultrasound of today is clear', resolvedByName: 'Dr. Sample' },
    });
    expect(outcome.state?.contraindications).toMatchObject([
      { status: { status: 'resolved', on: '2026-03-02', by: physician } },
    ]);
  });

  it('is for the roles that the policy asks for: thrombosis a physician, fever a check', () => {
    const by = { role: 'THERAPIST', staffId: anna.id };
    givenEpisode(...ready())
      .when(to('RecordContraindication', { kind: 'DVT_CURRENT' }), { commandId: 'dvt' })
      .then({ type: 'ContraindicationRecorded' });
    const wanted = (kind: string) =>
      defaultContraindications.find((each) => each.kind === kind)!.resolvedBy;
    const of = (kind: string) =>
      givenEpisode(
        ...ready(),
        known({ kind, rules: { policy: 'p', clearedBy: [], resolvedBy: wanted(kind) } }),
      ).when(to('ResolveContraindication', { by }));
    of('DVT_CURRENT').thenRefused('RESOLUTION_ROLE_NOT_ALLOWED', {
      kind: 'DVT_CURRENT',
      role: 'THERAPIST',
      roles: ['PHYSICIAN'],
    });
    of('FEVER_OR_INFECTION').then({ type: 'ContraindicationResolved', data: { by } });
  });

  it('needs evidence, a person who is there, and one that is open', () => {
    when(to('ResolveContraindication', { evidence: ' ' })).thenRefused('REASON_MISSING');
    const nobody = { role: 'PHYSICIAN', staffId: named<StaffId>('nobody') };
    when(to('ResolveContraindication', { by: nobody })).thenRefused('STAFF_UNKNOWN');
    const contraindicationId = named<EntryId>('none');
    when(to('ResolveContraindication', { contraindicationId })).thenRefused(
      'CONTRAINDICATION_UNKNOWN',
    );
  });

  it('is done once', () => {
    const { when: again } = givenEpisode(...ready(), known(), resolved);
    again(to('ResolveContraindication')).thenNothing();
    const by = { role: 'NURSE_PRACTITIONER', staffId: null };
    again(to('ResolveContraindication', { by })).thenRefused('CONTRAINDICATION_RESOLVED');
  });
});

describe('mending a contraindication', () => {
  const mend = (...events: Past<EpisodeEvent>[]) => givenEpisode(...ready(), ...events);

  it('keeps its id, so that its clearance stays its own', () => {
    const outcome = mend(known(), cleared).when(
      correction('contraindication', 'RecordContraindication', {
        kind: 'SEVERE_OSTEOPOROSIS',
        words: undefined,
      }),
    );
    outcome.then({ type: 'EntryCorrected' });
    expect(outcome.state?.contraindications).toMatchObject([
      {
        id: named('contraindication'),
        kind: 'SEVERE_OSTEOPOROSIS',
        bars: { pressureAbove: 'MODERATE' },
        clearance: { authority: 'LETTER-17' },
      },
    ]);
  });

  it('judges a corrected clearance like one that is new', () => {
    const { when } = mend(known(), cleared);
    const by = { role: 'PHYSICIAN', staffId: anna.id };
    when(correction('clearance', 'ClearContraindication', { by })).thenRefused(
      'CLEARED_BY_TREATING_THERAPIST',
    );
    const outcome = when(correction('clearance', 'ClearContraindication', { until: null }));
    expect(outcome.state?.contraindications).toMatchObject([{ clearance: { until: null } }]);
  });

  it('takes out a resolution that never was: it bars again', () => {
    const { when } = mend(known(), resolved);
    const outcome = when(to('MarkEntryInError', { entryId: named('resolution') }));
    expect(outcome.state?.contraindications).toMatchObject([{ status: { status: 'open' } }]);
    const out = when(to('MarkEntryInError', { entryId: named('contraindication') }));
    expect(out.state?.contraindications).toEqual([]);
    const corrected = when(
      correction('resolution', 'ResolveContraindication', { evidence: 'Letter of Friday' }),
    );
    corrected.then({ type: 'EntryCorrected', texts: { evidence: 'Letter of Friday' } });
  });
});
