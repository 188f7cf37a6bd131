import { defaultPolicy } from '../../src/domain/policy/default';
import { certifyBy } from '../../src/domain/episode/plan-of-care';
import type { EntryId } from '../../src/domain/ids';
import { day, named, NOW, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { accepted, assessed, ready, was } from './episode-past';
import { CARE, PLAN } from './episode-values';

const planned = () => [...ready(), was('PlanOfCareSet', {}, { as: CARE.plan })];
const asking = {
  ...defaultPolicy,
  version: 'asking',
  planCertification: {
    conditions: ['PARKINSON'],
    payers: ['PUBLIC' as const],
    withinDays: 30,
    everyDays: 90,
  },
};

describe('a plan of care', () => {
  const { when } = givenEpisode(...ready());

  it('is set after the initial assessment: how often, how long, with what', () => {
    const outcome = when(to('SetPlanOfCare'));
    outcome.then({
      type: 'PlanOfCareSet',
      data: { terms: PLAN, from: day('2026-03-02'), certification: null },
    });
    expect(outcome.state?.plan).toMatchObject({
      versions: [{ setAt: NOW, from: '2026-03-02', until: '2026-03-29', revision: null }],
      certified: null,
    });
    outcome.thenWarns();
    givenEpisode(...accepted())
      .when(to('SetPlanOfCare'))
      .thenRefused('ASSESSMENT_MISSING', { at: NOW });
    const before = { at: utc('2026-02-24T08:30'), reason: 'Late' };
    when(to('SetPlanOfCare'), before).thenRefused('ASSESSMENT_MISSING');
  });

  it('is set once', () => {
    const { when: again } = givenEpisode(...planned());
    again(to('SetPlanOfCare')).thenNothing();
    again(to('SetPlanOfCare', { from: day('2026-02-24') })).thenNothing();
    const version = named<EntryId>(CARE.plan);
    again(to('SetPlanOfCare', { from: day('2026-02-25') })).thenRefused('PLAN_EXISTS', { version });
    again(to('SetPlanOfCare', { terms: { ...PLAN, weeks: 9 } })).thenRefused('PLAN_EXISTS');
  });

  it('has sessions within the policy, and care still to give', () => {
    when(to('SetPlanOfCare', { terms: { ...PLAN, sessionMinutes: 91 } })).thenRefused(
      'PLAN_SESSION_TOO_LONG',
      { minutes: 91, max: 90 },
    );
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: utc('2026-03-01T10:00') }))
      .when(to('SetPlanOfCare'))
      .thenRefused('EPISODE_DISCHARGED');
  });

  it('warns when it has more sessions than are authorized', () => {
    const { decision } = when(to('SetPlanOfCare', { terms: { ...PLAN, weeks: 6 } }));
    expect(decision).toMatchObject({
      warnings: [{ code: 'PLAN_BEYOND_VISITS', facts: { planned: 12, left: 10 } }],
    });
    const unlimited = was('AuthorizationGranted', { visits: null });
    givenEpisode(...ready(), unlimited)
      .when(to('SetPlanOfCare', { terms: { ...PLAN, weeks: 40 } }))
      .thenWarns();
  });

  it('is corrected by the plan that should have been set', () => {
    const { when: corrected } = givenEpisode(...planned(), was('PlanOfCareRevised'));
    const outcome = corrected(
      correction(CARE.plan, 'SetPlanOfCare', { terms: { ...PLAN, sessionsPerWeek: 0.5 } }),
    );
    expect(outcome.state?.plan?.versions).toMatchObject([
      { terms: { sessionsPerWeek: 0.5 }, from: '2026-02-24' },
      { terms: { weeks: 5 } },
    ]);
    const out = corrected(to('MarkEntryInError', { entryId: named<EntryId>(CARE.plan) }));
    expect(out.state?.plan).toBeNull();
  });
});

describe('a revision of the plan of care', () => {
  const { when } = givenEpisode(...planned());

  it('changes what it says, from then on', () => {
    const outcome = when(to('RevisePlanOfCare'));
    outcome.then({
      type: 'PlanOfCareRevised',
      data: { changed: ['weeks'], terms: { ...PLAN, weeks: 3 }, from: day('2026-03-02') },
      texts: { reason: 'Faster than thought' },
    });
    expect(outcome.state?.plan?.versions).toHaveLength(2);
    const all = { sessionsPerWeek: 1, sessionMinutes: 45, techniques: [], weeks: 2 };
    when(to('RevisePlanOfCare', { change: all })).then({
      type: 'PlanOfCareRevised',
      data: { changed: ['frequency', 'length', 'techniques', 'weeks'] },
    });
  });

  it('is of the current version, changes something, for a reason', () => {
    givenEpisode(...ready())
      .when(to('RevisePlanOfCare'))
      .thenRefused('PLAN_MISSING');
    when(to('RevisePlanOfCare', { change: { weeks: 4 } })).thenRefused('PLAN_UNCHANGED');
    when(to('RevisePlanOfCare', { words: ' ' })).thenRefused('REASON_MISSING');
    when(to('RevisePlanOfCare', { change: { sessionMinutes: 120 } })).thenRefused(
      'PLAN_SESSION_TOO_LONG',
    );
    when(to('RevisePlanOfCare'), { at: utc('2026-02-24T09:19'), reason: 'Late' }).thenRefused(
      'PLAN_SET_LATER',
      { setAt: '2026-02-24T09:20:00.000Z', at: '2026-02-24T09:19:00.000Z' },
    );
    const second = named<EntryId>('plan revised');
    givenEpisode(...planned(), was('PlanOfCareRevised', {}, { as: 'plan revised' }))
      .when(to('RevisePlanOfCare'))
      .thenRefused('PLAN_VERSION_STALE', { revises: named(CARE.plan), current: second });
  });
});

describe('the certification of a plan of care', () => {
  const { when, state } = givenEpisode(...planned());

  it('is asked for by condition or by payer, and by a day', () => {
    const bare = givenEpisode(...ready());
    bare.when(to('SetPlanOfCare'), { policy: asking }).then({
      type: 'PlanOfCareSet',
      data: { certification: { dueOn: day('2026-04-01'), everyDays: 90 } },
    });
    const planCertification = { ...asking.planCertification, payers: [] };
    const byCondition = { ...asking, planCertification };
    bare
      .when(to('SetPlanOfCare'), { policy: byCondition })
      .then({ type: 'PlanOfCareSet', data: { certification: null } });
    givenEpisode(...ready(), was('ReferralAmended'))
      .when(to('SetPlanOfCare'), { policy: byCondition })
      .then({ type: 'PlanOfCareSet', data: { certification: { everyDays: 90 } as never } });
    const older = { ...defaultPolicy, planCertification: undefined };
    bare
      .when(to('SetPlanOfCare'), { policy: older })
      .then({ type: 'PlanOfCareSet', data: { certification: null } });
    expect(certifyBy(state!.plan)).toBe('2026-03-26');
    expect(certifyBy(null)).toBeNull();
  });

  it('comes from the referrer and holds for so many days', () => {
    const outcome = when(to('CertifyPlanOfCare'));
    outcome.then({
      type: 'PlanOfCareCertified',
      data: { planVersionId: named<EntryId>(CARE.plan), until: day('2026-05-30') },
      texts: { saidBy: 'Dr. Sample' },
    });
    expect(certifyBy(outcome.state!.plan)).toBe('2026-05-30');
    const unasked = givenEpisode(
      ...ready(),
      was('PlanOfCareSet', { certification: null }, { as: CARE.plan }),
    );
    const certified = unasked.when(to('CertifyPlanOfCare'));
    certified.then({ type: 'PlanOfCareCertified', data: { until: null } });
    expect(certifyBy(certified.state!.plan)).toBeNull();
  });

  it('is of the current version, by nobody else', () => {
    const referrer = { id: 'LANR-9', role: 'PHYSICIAN', staffId: null };
    when(to('CertifyPlanOfCare', { referrer })).thenRefused('REFERRER_DIFFERS');
    when(to('CertifyPlanOfCare', { saidBy: '' })).thenRefused('SOURCE_MISSING');
    givenEpisode(...planned(), was('PlanOfCareRevised'))
      .when(to('CertifyPlanOfCare'))
      .thenRefused('PLAN_VERSION_STALE');
  });

  it('is once a day, and ends with a revision', () => {
    const certified = [...planned(), was('PlanOfCareCertified')];
    givenEpisode(...certified)
      .when(to('CertifyPlanOfCare'))
      .thenNothing();
    givenEpisode(...certified)
      .when(to('CertifyPlanOfCare'), { recordedAt: utc('2026-05-20T10:00') })
      .then({ type: 'PlanOfCareCertified', data: { until: day('2026-08-17') } });
    const revised = was('PlanOfCareRevised', {}, { at: utc('2026-03-02T11:00') });
    const { state: after } = givenEpisode(...certified, revised);
    expect(after?.plan).toMatchObject({ certified: null, versions: [{}, {}] });
    // A certification of the version before, entered late, is of that one only.
    const late = was('PlanOfCareCertified', {}, { at: utc('2026-03-02T11:30') });
    expect(givenEpisode(...planned(), revised, late).state?.plan?.certified).toBeNull();
  });

  it('is corrected in time, for the version that it was of', () => {
    const certified = was('PlanOfCareCertified', {}, { as: 'certified' });
    const outcome = givenEpisode(...planned(), certified).when(
      correction(
        'certified',
        'CertifyPlanOfCare',
        { planVersionId: named<EntryId>('whatever') },
        { correctedOccurredAt: utc('2026-02-28T10:00') },
      ),
    );
    expect(outcome.state?.plan?.certified).toMatchObject({
      on: '2026-02-28',
      until: '2026-05-28',
    });
  });

  it('is missed with a warning when a session is planned', () => {
    const booked = when(to('ScheduleSession'));
    booked.thenWarns('PLAN_NOT_CERTIFIED');
    when(to('StartSession')).thenWarns('PLAN_NOT_CERTIFIED');
    const certified = givenEpisode(...planned(), was('PlanOfCareCertified'));
    certified.when(to('ScheduleSession')).thenWarns();
    const june = { from: utc('2026-06-01T09:00'), to: utc('2026-06-01T10:00') };
    certified.when(to('ScheduleSession', { slot: june })).thenWarns('PLAN_NOT_CERTIFIED');
    givenEpisode(...ready())
      .when(to('ScheduleSession'), { policy: asking })
      .thenWarns('PLAN_MISSING');
  });
});
