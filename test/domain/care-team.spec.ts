import type { Staff } from '../../src/domain/staff/state';
import type { ClinicId } from '../../src/domain/ids';
import { anna, ben, carl, day, named, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { accepted, assessed, was } from './episode-past';

describe('authorisation', () => {
  it('is granted for visits and local days', () => {
    const outcome = givenEpisode(...accepted()).when(to('GrantAuthorization'));
    outcome.then({
      type: 'AuthorizationGranted',
      data: { visits: 10, from: day('2026-02-24'), to: day('2026-06-30') },
    });
    expect(outcome.state?.authorizations).toHaveLength(1);
  });

  it('is not granted again when it is the same', () => {
    givenEpisode(...assessed())
      .when(to('GrantAuthorization'))
      .thenNothing();
    givenEpisode(...assessed())
      .when(to('GrantAuthorization', { visits: null, payerClass: 'SELF_PAY' }))
      .then({ type: 'AuthorizationGranted', data: { visits: null } });
  });

  it('holds at least one day', () => {
    const { when } = givenEpisode(...accepted());
    const from = day('2026-03-02');
    when(to('GrantAuthorization', { from, to: day('2026-03-01') })).thenRefused('PERIOD_EMPTY', {
      from: '2026-03-02',
      to: '2026-03-01',
    });
    when(to('GrantAuthorization', { from, to: from })).then({ type: 'AuthorizationGranted' });
  });
});

describe('consent', () => {
  it('is given, and the same again changes nothing', () => {
    const outcome = givenEpisode(...accepted()).when(to('GiveConsent', { by: 'GUARDIAN' }));
    outcome.then({ type: 'ConsentGiven', data: { by: 'GUARDIAN', scope: 'TREATMENT' } });
    expect(outcome.state?.consent?.by).toBe('GUARDIAN');
    givenEpisode(...assessed())
      .when(to('GiveConsent'))
      .thenNothing();
  });

  it('is given anew on another form or for another scope', () => {
    const { when } = givenEpisode(...assessed());
    when(to('GiveConsent', { formVersion: '2026-2' })).then({ type: 'ConsentGiven' });
    when(to('GiveConsent', { scope: 'TREATMENT_AND_REPORT' })).then({ type: 'ConsentGiven' });
  });

  it('is withdrawn with or without words', () => {
    const outcome = givenEpisode(...assessed()).when(to('WithdrawConsent', { words: 'Enough' }));
    outcome.then({ type: 'ConsentWithdrawn', texts: { reason: 'Enough' } });
    expect(outcome.state?.consent).toBeNull();
  });

  it('is not withdrawn when none is in force', () => {
    givenEpisode(...accepted())
      .when(to('WithdrawConsent'))
      .thenRefused('CONSENT_NOT_GIVEN');
    givenEpisode(...assessed(), was('ConsentWithdrawn', {}, { at: utc('2026-02-25T08:00') }))
      .when(to('WithdrawConsent'))
      .thenRefused('CONSENT_NOT_GIVEN');
  });

  it('is asked of the moment it is about, not of today', () => {
    const friday = was('ConsentGiven', {}, { at: utc('2026-02-27T08:00') });
    // The same consent, given on the Tuesday before but entered later, is news.
    const outcome = givenEpisode(...accepted(), friday).when(to('GiveConsent'), {
      at: utc('2026-02-24T08:00'),
      reason: 'found in the paper file',
    });
    outcome.then({ type: 'ConsentGiven' });
    expect(outcome.state?.consent?.at).toBe('2026-02-27T08:00:00.000Z');
    // Nothing was there on Tuesday that could be withdrawn.
    givenEpisode(...accepted(), friday)
      .when(to('WithdrawConsent'), { at: utc('2026-02-24T08:00'), reason: 'late' })
      .thenRefused('CONSENT_NOT_GIVEN');
  });
});

describe('the treating therapist', () => {
  const assign = (person: Staff, over: Partial<Staff> = {}, specialty: string | null = null) =>
    givenEpisode(
      was('ReferralReceived', { specialty, condition: specialty ? 'PARKINSON' : null }),
      was('ReferralAccepted'),
    ).when(to('AssignTherapist', { therapistId: person.id }), {
      staff: [{ ...person, ...over }],
    });

  it('is assigned, with words of handover', () => {
    const outcome = givenEpisode(...assessed()).when(
      to('AssignTherapist', { therapistId: ben.id, handover: 'Likes heat' }),
    );
    outcome.then({
      type: 'TherapistAssigned',
      data: { therapistId: ben.id },
      texts: { handover: 'Likes heat' },
    });
    expect(outcome.state?.therapistId).toBe(ben.id);
  });

  it('is not assigned again', () => {
    givenEpisode(...assessed())
      .when(to('AssignTherapist'))
      .thenNothing();
  });

  it('holds the role at the clinic that day', () => {
    assign(carl).thenRefused('THERAPIST_ROLE_MISSING', { therapistId: carl.id, day: '2026-03-02' });
    const [role] = anna.roles;
    const everywhere = { ...role!, clinics: [] };
    const elsewhere = { ...role!, clinics: [named<ClinicId>('another clinic')] };
    assign(anna, { roles: [elsewhere] }).thenRefused('THERAPIST_ROLE_MISSING');
    // No clinic named: every clinic of the organisation.
    assign(anna, { roles: [everywhere] }).then({ type: 'TherapistAssigned' });
    assign(anna, { roles: [{ ...role!, to: day('2026-03-01') }] }).thenRefused(
      'THERAPIST_ROLE_MISSING',
    );
    assign(anna, { roles: [{ ...role!, to: day('2026-03-02') }] }).then({
      type: 'TherapistAssigned',
    });
  });

  it('has a licence that is valid that day, its last day included', () => {
    const [licence] = anna.credentials;
    const withLicence = (over: object) => assign(anna, { credentials: [{ ...licence!, ...over }] });
    withLicence({ validUntil: day('2026-03-01') }).thenRefused('LICENCE_NOT_VALID');
    withLicence({ validUntil: day('2026-03-02') }).then({ type: 'TherapistAssigned' });
    withLicence({ since: day('2026-03-03') }).thenRefused('LICENCE_NOT_VALID');
    withLicence({ revokedFrom: day('2026-03-02') }).thenRefused('LICENCE_NOT_VALID');
    withLicence({ revokedFrom: day('2026-03-03') }).then({ type: 'TherapistAssigned' });
    assign(anna, { credentials: [] }).thenRefused('LICENCE_NOT_VALID');
  });

  it('has the specialty that the condition needs', () => {
    assign(anna, {}, 'NEUROLOGICAL').thenRefused('SPECIALTY_MISSING', {
      therapistId: anna.id,
      day: '2026-03-02',
      specialty: 'NEUROLOGICAL',
      condition: 'PARKINSON',
    });
    assign(ben, {}, 'NEUROLOGICAL').then({ type: 'TherapistAssigned' });
  });

  it('is not who referred', () => {
    const referrer = { id: null, role: 'PHYSIOTHERAPIST', organisation: null, staffId: anna.id };
    givenEpisode(was('ReferralReceived', { referrer }), was('ReferralAccepted'))
      .when(to('AssignTherapist'))
      .thenRefused('SELF_REFERRAL', { therapistId: anna.id });
  });

  it('is not assigned after the discharge', () => {
    givenEpisode(...assessed(), was('Discharged', { goals: [] }))
      .when(to('AssignTherapist', { therapistId: ben.id }))
      .thenRefused('EPISODE_DISCHARGED');
  });
});
