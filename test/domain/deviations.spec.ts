import type { SessionId } from '../../src/domain/ids';
import { carl, named, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { accepted, ready, was } from './episode-past';
import { DEEP_NECK } from './episode-values';

const second = named<SessionId>('second session');
const LYMPHATIC = { ...DEEP_NECK, techniques: ['LYMPHATIC_DRAINAGE' as const] };

describe('a session held against the rules', () => {
  const because = { reason: 'It could not wait' };

  it('is recorded with every rule that it broke, and a reason', () => {
    const { when } = givenEpisode(was('ReferralReceived'));
    const command = to('CompleteSession', { therapistId: carl.id, given: LYMPHATIC });
    const codes = [
      'REFERRAL_NOT_ACCEPTED',
      'CONSENT_MISSING',
      'ASSESSMENT_MISSING',
      'GOAL_MISSING',
      'THERAPIST_ROLE_MISSING',
      'LICENCE_NOT_VALID',
      'CERTIFICATE_MISSING',
      'AUTHORIZATION_MISSING',
    ] as const;
    when(command).thenRefused('DEVIATION_NEEDS_REASON', { codes });
    when(command, { reason: ' ' }).thenRefused('DEVIATION_NEEDS_REASON', { codes });
    const outcome = when(command, because);
    outcome.thenDeviates(...codes);
    outcome.then({
      type: 'SessionCompleted',
      data: { authorizationId: null },
      texts: { reason: 'It could not wait' },
    });
    const [session] = outcome.state!.sessions;
    expect(session).toMatchObject({ status: 'completed' });
    expect(session?.status === 'completed' && session.held.deviations).toHaveLength(codes.length);
  });

  it('deviates by the specialty of the condition', () => {
    const [, ...rest] = ready();
    givenEpisode(
      was('ReferralReceived', { specialty: 'NEUROLOGICAL', condition: 'PARKINSON' }),
      ...rest,
    )
      .when(to('CompleteSession'), because)
      .thenDeviates('SPECIALTY_MISSING');
  });

  it('deviates on hold, after the discharge and over another session', () => {
    const held = was('EpisodePutOnHold', {}, { at: utc('2026-03-01T08:00') });
    givenEpisode(...ready(), held)
      .when(to('CompleteSession'), because)
      .thenDeviates('EPISODE_ON_HOLD');
    const ended = was('Discharged', { goals: [] }, { at: utc('2026-03-01T08:00') });
    givenEpisode(...ready(), ended)
      .when(to('CompleteSession'), because)
      .thenDeviates('EPISODE_DISCHARGED');
    const other = givenEpisode(...ready(), was('SessionCompleted'));
    const from = (startedAt: string) =>
      other.when(
        to('CompleteSession', {
          sessionId: second,
          startedAt: utc(startedAt),
          endedAt: utc('2026-03-02T10:40'),
        }),
        because,
      );
    from('2026-03-02T09:49').thenDeviates('SESSION_OVERLAPS');
    from('2026-03-02T09:50').thenDeviates();
  });

  it('deviates beyond the authorised visits', () => {
    const [received, acceptance, , ...rest] = ready();
    const one = was('AuthorizationGranted', { visits: 1 });
    givenEpisode(received!, acceptance!, one, ...rest, was('SessionCompleted'))
      .when(
        to('CompleteSession', {
          sessionId: second,
          startedAt: utc('2026-03-02T10:00'),
          endedAt: utc('2026-03-02T10:50'),
        }),
        because,
      )
      .thenDeviates('AUTHORIZATION_MISSING');
  });

  it('needs words for it: the code of a reason is not enough', () => {
    givenEpisode(...accepted())
      .when(to('CompleteSession'), { reasonCode: 'IMPORTED' })
      .thenRefused('DEVIATION_NEEDS_REASON');
  });
});

describe('rules are asked of the moment of the session', () => {
  const friday = {
    at: utc('2026-03-02T09:50'),
    recordedAt: utc('2026-03-06T12:00'),
    reason: 'ill',
  };
  const wednesday = { at: utc('2026-03-04T08:00') };

  it('held on Monday, entered on Friday, consent withdrawn on Wednesday: no deviation', () => {
    const withdrawn = was('ConsentWithdrawn', {}, wednesday);
    const outcome = givenEpisode(...ready(), withdrawn).when(to('CompleteSession'), friday);
    outcome.thenDeviates();
    expect(outcome.state).toMatchObject({ consent: null, lateEntries: 1 });
    expect(outcome.state?.sessions[0]).toMatchObject({ late: true });
  });

  it('held on Monday, entered on Friday, consent given on Wednesday: CONSENT_MISSING', () => {
    const events = ready().filter(({ type }) => type !== 'ConsentGiven');
    const outcome = givenEpisode(...events, was('ConsentGiven', {}, wednesday)).when(
      to('CompleteSession'),
      friday,
    );
    outcome.thenDeviates('CONSENT_MISSING');
    expect(outcome.state?.consent).not.toBeNull();
  });

  it('held on Monday, entered on Friday, on hold since Wednesday: no deviation', () => {
    givenEpisode(...ready(), was('EpisodePutOnHold', {}, wednesday))
      .when(to('CompleteSession'), friday)
      .thenDeviates();
  });

  it('held before the discharge, entered after it: no deviation', () => {
    givenEpisode(...ready(), was('Discharged', { goals: [] }, wednesday))
      .when(to('CompleteSession'), friday)
      .thenDeviates();
  });

  it('is judged by its start: a hold that begins while it lasts is none before', () => {
    givenEpisode(...ready(), was('EpisodePutOnHold', {}, { at: utc('2026-03-02T09:30') }))
      .when(to('CompleteSession'))
      .thenDeviates();
  });

  it('but is not entered twice, whenever the first was', () => {
    givenEpisode(...ready(), was('SessionCompleted', {}, { at: utc('2026-03-05T09:50') }))
      .when(to('CompleteSession'), friday)
      .thenRefused('SESSION_ALREADY_SETTLED');
  });
});
