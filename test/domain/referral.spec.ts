import type { PatientId } from '../../src/domain/ids';
import { carl, clinic, day, named, NOW, patient, utc } from './cast';
import { givenEpisode, to } from './episode-commands';
import { accepted, was } from './episode-past';
import { defaultPolicy } from '../../src/domain/policy/default';

const diagnosed = (code: string, role = 'PHYSICIAN') => [
  { system: 'ICD-10' as const, code, assertedBy: { role } },
];

describe('a referral', () => {
  it('opens an episode with the rules of the day copied into it', () => {
    const outcome = givenEpisode().when(to('ReceiveReferral'));
    outcome.then({
      type: 'ReferralReceived',
      data: {
        zone: outcome.state!.zone,
        condition: 'NECK_PAIN',
        specialty: null,
        imported: null,
        rules: { policy: 'default-1', lapseDays: 60, noSessionDays: 14, lateEntryHours: 72 },
      },
      texts: {
        referrerName: 'Dr. Sample',
        referrerOrganisation: 'Hausarztpraxis',
        indication: 'Neck pain since the autumn',
      },
    });
    // A practice is often named for its owner: no word of it in clear data.
    expect(JSON.stringify(outcome.events.map(({ data }) => data))).not.toContain('Hausarztpraxis');
    expect(outcome.state?.referral.referrerOrganisation).toMatchObject({
      field: 'referrerOrganisation',
    });
    outcome.thenWarns();
    expect(outcome.state).toMatchObject({
      zone: 'Europe/Berlin',
      decision: { status: 'pending' },
      // 12:00 UTC is 13:00 of the same day in Berlin.
      referral: { receivedOn: '2026-03-02', indication: { field: 'indication' } },
    });
  });

  it('keeps where an imported one came from, its line as a text', () => {
    const imported = { source: 'sheet.csv', line: 7, sourceLine: 'p7;8;3' };
    givenEpisode()
      .when(to('ReceiveReferral', { imported }))
      .then({
        type: 'ReferralReceived',
        data: { imported: { source: 'sheet.csv', line: 7 } },
        texts: { sourceLine: 'p7;8;3' },
      });
  });

  it('maps the longest prefix of the first diagnosis that means something', () => {
    const conditions = [
      { code: 'JOINTS', name: 'Joints', icd10: ['M5'].map((code) => `${code}4`), specialty: null },
      { code: 'NECK', name: 'Neck', icd10: ['M54.2'], specialty: 'NECKS' },
    ];
    const diagnoses = [...diagnosed('Z00'), ...diagnosed('M54.2')];
    givenEpisode()
      .when(to('ReceiveReferral', { diagnoses }), { policy: { ...defaultPolicy, conditions } })
      .then({ type: 'ReferralReceived', data: { condition: 'NECK', specialty: 'NECKS' } });
  });

  it('is received with a warning when the policy maps none of its diagnoses', () => {
    const outcome = givenEpisode().when(to('ReceiveReferral', { diagnoses: diagnosed('Z00') }));
    outcome.then({ type: 'ReferralReceived', data: { condition: null, specialty: null } });
    outcome.thenWarns('DIAGNOSIS_UNMAPPED');
  });

  it('is not received for who died before, was merged into another or erased', () => {
    const dead = { ...patient, diedOn: day('2026-03-01') };
    givenEpisode()
      .when(to('ReceiveReferral'), { patient: dead })
      .thenRefused('PATIENT_DECEASED', { patientId: patient.id, diedOn: dead.diedOn });
    givenEpisode()
      .when(to('ReceiveReferral'), { patient: { ...patient, erasedAt: NOW } })
      .thenRefused('PATIENT_ERASED', { patientId: patient.id });
    // It came in that very day.
    givenEpisode()
      .when(to('ReceiveReferral'), { patient: { ...patient, diedOn: day('2026-03-02') } })
      .then({ type: 'ReferralReceived' });
    const into = named<PatientId>('survivor');
    givenEpisode()
      .when(to('ReceiveReferral'), { patient: { ...patient, mergedInto: into } })
      .thenRefused('PATIENT_MERGED_AWAY', { patientId: patient.id, into });
  });

  it('is not received at a clinic after its last day', () => {
    const closing = { ...clinic, lastDay: day('2026-03-02') };
    givenEpisode()
      .when(to('ReceiveReferral'), { clinic: closing })
      .then({ type: 'ReferralReceived' });
    const closed = { ...clinic, lastDay: day('2026-03-01') };
    givenEpisode()
      .when(to('ReceiveReferral'), { clinic: closed })
      .thenRefused('CLINIC_CLOSED', { clinicId: clinic.id, lastDay: closed.lastDay });
  });

  it('is not received twice', () => {
    givenEpisode(was('ReferralReceived')).when(to('ReceiveReferral')).thenRefused('EPISODE_EXISTS');
  });

  it('needs a registered patient and an open clinic', () => {
    const { when } = givenEpisode();
    when(to('ReceiveReferral'), { patient: null }).thenRefused('PATIENT_UNKNOWN');
    when(to('ReceiveReferral'), { clinic: null }).thenRefused('CLINIC_UNKNOWN');
  });

  it('comes from a role that may refer', () => {
    const referrer = { ...to('ReceiveReferral').referrer, role: 'MASSAGE_THERAPIST' };
    givenEpisode()
      .when(to('ReceiveReferral', { referrer }))
      .thenRefused('REFERRER_ROLE_NOT_ALLOWED', { role: 'MASSAGE_THERAPIST' });
  });

  it('carries a diagnosis', () => {
    givenEpisode()
      .when(to('ReceiveReferral', { diagnoses: [] }))
      .thenRefused('DIAGNOSIS_MISSING');
  });

  it('carries no diagnosis of a role that may not diagnose, though it may refer', () => {
    const diagnoses = [...diagnosed('M54.2'), ...diagnosed('G44', 'PHYSIOTHERAPIST')];
    givenEpisode()
      .when(to('ReceiveReferral', { diagnoses }))
      .thenRefused('DIAGNOSIS_ROLE_NOT_ALLOWED', { role: 'PHYSIOTHERAPIST', code: 'G44' });
  });

  it('is not received before it was issued, by the calendar of the clinic', () => {
    const prescription = { ...to('ReceiveReferral').prescription, issuedOn: day('2026-03-02') };
    const { when } = givenEpisode();
    // 22:59 UTC on Sunday is 23:59 there, a minute later it is Monday.
    when(to('ReceiveReferral', { prescription }), { at: utc('2026-03-01T22:59') }).thenRefused(
      'BEFORE_REFERRAL_ISSUED',
      { occurredAt: '2026-03-01T22:59:00.000Z', issuedOn: '2026-03-02' },
    );
    when(to('ReceiveReferral', { prescription }), { at: utc('2026-03-01T23:00') }).thenWarns();
  });

  it('that is entered late says why', () => {
    const { when } = givenEpisode();
    const at = utc('2026-02-27T11:59');
    const refusal = { hours: 72, occurredAt: at };
    when(to('ReceiveReferral'), { at }).thenRefused('LATE_ENTRY_NEEDS_REASON', refusal);
    when(to('ReceiveReferral'), { at, reason: ' ' }).thenRefused('LATE_ENTRY_NEEDS_REASON');
    when(to('ReceiveReferral'), { at, reason: 'Found in the post' }).thenWarns();
    when(to('ReceiveReferral'), { at, reasonCode: 'IMPORTED' }).thenWarns();
    when(to('ReceiveReferral'), { at: utc('2026-02-27T12:00') }).thenWarns();
  });
});

describe('what happens to a referral', () => {
  it('is accepted, and accepting it again changes nothing', () => {
    givenEpisode(was('ReferralReceived'))
      .when(to('AcceptReferral'))
      .then({ type: 'ReferralAccepted', data: {} });
    givenEpisode(...accepted())
      .when(to('AcceptReferral'))
      .thenNothing();
  });

  it('is declined with a reason, and declining it again changes nothing', () => {
    givenEpisode(was('ReferralReceived'))
      .when(to('DeclineReferral', { words: 'Full' }))
      .then({ type: 'ReferralDeclined', texts: { reason: 'Full' } });
    givenEpisode(was('ReferralReceived'), was('ReferralDeclined'))
      .when(to('DeclineReferral'))
      .thenNothing();
  });

  it('is not declined without a word', () => {
    givenEpisode(was('ReferralReceived'))
      .when(to('DeclineReferral', { words: '  ' }))
      .thenRefused('REASON_MISSING');
  });

  it('is decided once', () => {
    givenEpisode(...accepted())
      .when(to('DeclineReferral'))
      .thenRefused('REFERRAL_ALREADY_ACCEPTED', { acceptedAt: '2026-02-23T09:00:00.000Z' });
    givenEpisode(was('ReferralReceived'), was('ReferralDeclined'))
      .when(to('AcceptReferral'))
      .thenRefused('REFERRAL_ALREADY_DECLINED', { declinedAt: '2026-02-23T09:00:00.000Z' });
  });

  it('says that an episode does not exist, for any other command', () => {
    givenEpisode().when(to('AcceptReferral')).thenRefused('EPISODE_UNKNOWN');
    givenEpisode().when(to('MarkEntryInError')).thenRefused('EPISODE_UNKNOWN');
  });
});

describe('the time of an entry', () => {
  const received = givenEpisode(was('ReferralReceived'));

  it('is not before the referral was issued', () => {
    received
      .when(to('AcceptReferral'), { at: utc('2026-02-19T22:59'), reason: 'late' })
      .thenRefused('BEFORE_REFERRAL_ISSUED');
  });

  it('needs a reason when it is longer ago than the policy allows', () => {
    const late = { at: utc('2026-02-27T11:59'), recordedAt: utc('2026-03-02T12:00') };
    received.when(to('AcceptReferral'), late).thenRefused('LATE_ENTRY_NEEDS_REASON', { hours: 72 });
    const reasoned = received.when(to('AcceptReferral'), { ...late, reason: 'I was ill' });
    reasoned.then({ type: 'ReferralAccepted' });
    expect(reasoned.state?.lateEntries).toBe(1);
    received
      .when(to('AcceptReferral'), { ...late, reasonCode: 'IMPORTED' })
      .then({ type: 'ReferralAccepted' });
  });

  it('needs none at the hour itself', () => {
    const outcome = received.when(to('AcceptReferral'), { at: utc('2026-02-27T12:00') });
    outcome.then({ type: 'ReferralAccepted' });
    expect(outcome.state?.lateEntries).toBe(0);
  });

  it('is not ahead of the server by more than clocks differ', () => {
    const at = (end: string) => to('CompleteSession', { endedAt: utc(end) });
    const { when } = givenEpisode(...accepted());
    const circumstances = { recordedAt: utc('2026-03-02T09:45'), reason: 'all is missing' };
    when(at('2026-03-02T09:51'), circumstances).thenRefused('OCCURRED_IN_FUTURE', {
      occurredAt: '2026-03-02T09:51:00.000Z',
      now: '2026-03-02T09:45:00.000Z',
    });
    when(at('2026-03-02T09:50'), circumstances).then({ type: 'SessionCompleted' });
    const startedAt = utc('2026-03-02T12:06');
    when(to('StartSession', { startedAt })).thenRefused('OCCURRED_IN_FUTURE');
  });

  it('never asks for staff that are not there', () => {
    const therapistId = named<typeof carl.id>('nobody');
    givenEpisode(...accepted())
      .when(to('AssignTherapist', { therapistId }))
      .thenRefused('STAFF_UNKNOWN', { staffId: therapistId });
  });
});
