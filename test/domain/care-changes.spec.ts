import type { AuthorizationId, EntryId, SessionId, StaffId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, utc } from './cast';
import { correction, givenEpisode, to } from './episode-commands';
import { accepted, assessed, booked, ready, was } from './episode-past';
import { AUTHORIZATION } from './episode-values';

describe('an authorization that the payer amends', () => {
  const { when } = givenEpisode(...ready());

  it('grants other visits and days from then on', () => {
    const outcome = when(to('AmendAuthorization'));
    const amended = {
      authorizationId: AUTHORIZATION,
      visits: 12,
      from: day('2026-02-24'),
      to: day('2026-07-31'),
    };
    outcome.then({ type: 'AuthorizationAmended', data: amended });
    expect(outcome.state?.authorizations).toMatchObject([
      { ...amended, payerClass: 'PUBLIC', entryId: named('authorization granted') },
    ]);
    when(to('AmendAuthorization', { visits: null })).then({
      type: 'AuthorizationAmended',
      data: { visits: null },
    });
  });

  it('is no change when it says what holds', () => {
    when(to('AmendAuthorization', { visits: 10, to: day('2026-06-30') })).thenNothing();
    givenEpisode(...ready(), was('AuthorizationAmended'))
      .when(to('AmendAuthorization'))
      .thenNothing();
  });

  it('is one that was there, with a day at least', () => {
    const another = { authorizationId: named<AuthorizationId>('another') };
    when(to('AmendAuthorization', another)).thenRefused('AUTHORIZATION_UNKNOWN', another);
    when(to('AmendAuthorization'), { at: utc('2026-02-24T07:00'), reason: 'Late' }).thenRefused(
      'AUTHORIZATION_UNKNOWN',
    );
    when(to('AmendAuthorization', { to: day('2026-02-23') })).thenRefused('PERIOD_EMPTY', {
      from: '2026-02-24',
      to: '2026-02-23',
    });
  });

  it('grants no fewer visits than were used, those that have begun included', () => {
    const held = was('SessionCompleted');
    const second = named<SessionId>('second session');
    const begun = was('SessionStarted', { sessionId: second }, { at: utc('2026-03-02T11:00') });
    const { when: afterTwo } = givenEpisode(...ready(), held, begun);
    afterTwo(to('AmendAuthorization', { visits: 1 })).thenRefused('AUTHORIZATION_BELOW_USED', {
      visits: 1,
      used: 2,
    });
    afterTwo(to('AmendAuthorization', { visits: 2 })).then({ type: 'AuthorizationAmended' });
    // On Sunday none was used yet.
    const sunday = { at: utc('2026-03-01T10:00'), reason: 'Late' };
    afterTwo(to('AmendAuthorization', { visits: 1 }), sunday).then({
      type: 'AuthorizationAmended',
    });
  });

  it('warns of bookings that it leaves uncovered', () => {
    const monday = givenEpisode(...booked());
    const ends = { to: day('2026-03-01') };
    const outcome = monday.when(to('AmendAuthorization', ends), {
      recordedAt: utc('2026-02-27T08:00'),
    });
    outcome.thenWarns('BOOKINGS_NOT_COVERED');
    monday
      .when(to('AmendAuthorization', { to: day('2026-03-02') }), {
        recordedAt: utc('2026-02-27T08:00'),
      })
      .thenWarns();
  });

  it('is corrected by the amendment that should have been recorded', () => {
    const amended = was('AuthorizationAmended', {}, { as: 'amended' });
    const outcome = givenEpisode(...ready(), amended).when(
      correction('amended', 'AmendAuthorization', {
        authorizationId: named<AuthorizationId>('whatever'),
        visits: 11,
      }),
    );
    outcome.then({
      type: 'EntryCorrected',
      data: { entryType: 'AuthorizationAmended' },
    });
    expect(outcome.state?.authorizations).toMatchObject([
      { authorizationId: AUTHORIZATION, visits: 11 },
    ]);
    const out = givenEpisode(...ready(), amended).when(
      to('MarkEntryInError', { entryId: named<EntryId>('amended') }),
    );
    expect(out.state?.authorizations).toMatchObject([{ visits: 10 }]);
  });
});

describe('an episode that is transferred', () => {
  const { when } = givenEpisode(...ready());

  it('goes from who carries it to another, with a note', () => {
    const outcome = when(to('TransferEpisode'));
    outcome.then({
      type: 'EpisodeTransferred',
      data: { fromTherapistId: anna.id, therapistId: ben.id },
      texts: { handover: 'Likes heat, dislikes the prone position' },
    });
    expect(outcome.state?.therapistId).toBe(ben.id);
    when(to('TransferEpisode', { handover: ' ' })).thenRefused('HANDOVER_MISSING');
  });

  it('changes nothing again', () => {
    givenEpisode(...ready(), was('EpisodeTransferred'))
      .when(to('TransferEpisode'))
      .thenNothing();
    when(to('TransferEpisode', { therapistId: anna.id })).thenNothing();
  });

  it('has someone who hands it over, and care still to give', () => {
    givenEpisode(...accepted())
      .when(to('TransferEpisode'))
      .thenRefused('THERAPIST_NOT_ASSIGNED');
    givenEpisode(...assessed(), was('Discharged', { goals: [] }, { at: utc('2026-03-01T10:00') }))
      .when(to('TransferEpisode'))
      .thenRefused('EPISODE_DISCHARGED');
  });

  it('goes to a person who may treat it that day', () => {
    when(to('TransferEpisode', { therapistId: named<StaffId>('nobody') })).thenRefused(
      'STAFF_UNKNOWN',
    );
    when(to('TransferEpisode', { therapistId: carl.id })).thenRefused('THERAPIST_ROLE_MISSING');
    const [licence] = ben.credentials;
    const expired = { ...ben, credentials: [{ ...licence!, validUntil: day('2026-03-01') }] };
    when(to('TransferEpisode'), { staff: [expired] }).thenRefused('LICENCE_NOT_VALID');
    const parkinson = givenEpisode(...ready(), was('ReferralAmended'), was('EpisodeTransferred'));
    parkinson
      .when(to('TransferEpisode', { therapistId: anna.id }))
      .thenRefused('SPECIALTY_MISSING', {
        therapistId: anna.id,
        day: '2026-03-02',
        specialty: 'NEUROLOGICAL',
        condition: 'PARKINSON',
      });
  });

  it('warns of bookings that stay with the former therapist', () => {
    const outcome = givenEpisode(...booked()).when(to('TransferEpisode'));
    outcome.thenWarns('BOOKINGS_OF_FORMER_THERAPIST');
    when(to('TransferEpisode')).thenWarns();
  });

  it('is no entry to correct', () => {
    const entryId = named<EntryId>('transferred');
    givenEpisode(...ready(), was('EpisodeTransferred', {}, { as: 'transferred' }))
      .when(to('MarkEntryInError', { entryId }))
      .thenRefused('ENTRY_NOT_CORRECTABLE', { entryType: 'EpisodeTransferred' });
  });
});
